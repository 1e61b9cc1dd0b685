package slipway.run;

import java.io.PrintWriter;
import slipway.cluster.Doctor;
import slipway.cluster.DoctorPlan;
import slipway.cluster.DoctorReport;
import slipway.cluster.HostHere;
import slipway.cluster.Settings;
import slipway.cluster.Status;
import slipway.cluster.Terminal;
import slipway.core.InvalidSpec;

/// What the host lacks for `up`, asked before anything is touched.
final class Doctoring {
    private Doctoring() {}

    static DoctorReport examine(Settings settings, Status status) {
        boolean up = status instanceof Status.Up;
        return new Doctor(
                        new HostHere(),
                        new DoctorPlan(
                                settings.checkout(),
                                settings.cache(),
                                settings.port(),
                                up ? DoctorPlan.Nodes.CACHED : DoctorPlan.Nodes.UNDECIDED,
                                !(status instanceof Status.Absent)))
                .examine();
    }

    /// Shows what is amiss, and stops where it prevents `up`.
    ///
    /// @throws InvalidSpec with the findings
    static void insist(DoctorReport report, PrintWriter err) {
        var complaints = report.complaints(colours());
        if (report.preventsUp()) {
            throw new InvalidSpec(
                    "this host cannot bring the cluster up yet:\n"
                            + complaints
                            + "\nNothing was touched.");
        }
        if (!complaints.isEmpty()) {
            err.println(complaints);
        }
    }

    static boolean colours() {
        return Terminal.colours(System.getenv());
    }
}
