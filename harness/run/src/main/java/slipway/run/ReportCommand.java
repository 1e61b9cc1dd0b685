package slipway.run;

import java.awt.Desktop;
import java.awt.GraphicsEnvironment;
import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/// `slipway report RUN`.
@Command(
        name = "report",
        mixinStandardHelpOptions = true,
        description = "Write a run's report anew, and open it where there is a desktop.")
final class ReportCommand implements Callable<Integer> {
    @Parameters(
            paramLabel = "RUN",
            description = "A run's folder, or latest, or a scenario's name for its newest run.")
    private String run = "";

    @Mixin private RunsOption where = new RunsOption();

    @Spec private CommandSpec spec;

    @Override
    public Integer call() {
        var folder = RunFolder.find(where.runs(), run);
        Report.write(folder);
        var report = folder.reportHtml().toAbsolutePath();
        spec.commandLine().getOut().println(report);
        open(report);
        return 0;
    }

    /// A server, a container or a terminal over the network has no desktop: the path is enough
    /// there.
    private static void open(Path report) {
        if (GraphicsEnvironment.isHeadless() || !Desktop.isDesktopSupported()) {
            return;
        }
        try {
            Desktop.getDesktop().browse(report.toUri());
        } catch (IOException | UnsupportedOperationException _) {
            // No browser is set up; the path is printed.
        }
    }
}
