package slipway.run;

import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;
import slipway.cluster.LocalCluster;
import slipway.cluster.Status;
import slipway.kube.KubeCluster;

/// `slipway status`.
@Command(
        name = "status",
        mixinStandardHelpOptions = true,
        description = "What runs where, and in which version.")
final class StatusCommand implements Callable<Integer> {
    @Option(names = "--json", description = "Print JSON.")
    private boolean json;

    @Spec private CommandSpec spec;

    @Override
    public Integer call() throws InterruptedException {
        var out = spec.commandLine().getOut();
        var status = LocalCluster.of(Slipway.checkout(), System.getenv(), System.err).status();
        if (json) {
            out.println(Json.pretty(plain(status)));
        } else {
            tell(status, out);
        }
        return 0;
    }

    private static void tell(Status status, PrintWriter out) {
        switch (status) {
            case Status.Absent _ -> out.println("No cluster is up; bring one up: ./slipway up");
            case Status.Broken(var why) ->
                    out.println("The cluster is broken: " + why + "; mend it: ./slipway up");
            case Status.Up up -> {
                out.printf("cluster    %s on %s%n", up.access().context(), up.engine());
                out.printf("gateway    %s%n", up.access().gateway());
                out.printf("kubeconfig %s%n", up.access().kubeconfig());
                up.nodes().forEach(node -> out.printf("node       %s%n", node));
                for (var workload : workloads(up)) {
                    out.printf(
                            "%-10s %-12s %-16s %s%n",
                            workload.get("name"),
                            workload.get("kind"),
                            workload.get("version"),
                            workload.get("replicas"));
                }
            }
        }
    }

    private static Map<String, Object> plain(Status status) {
        var plain = new LinkedHashMap<String, Object>();
        switch (status) {
            case Status.Absent _ -> plain.put("cluster", "absent");
            case Status.Broken(var why) -> {
                plain.put("cluster", "broken");
                plain.put("why", why);
            }
            case Status.Up up -> {
                plain.put("cluster", "up");
                plain.put("context", up.access().context());
                plain.put("engine", up.engine());
                plain.put("gateway", up.access().gateway().toString());
                plain.put("kubeconfig", up.access().kubeconfig().toString());
                plain.put("nodes", up.nodes());
                plain.put("workloads", workloads(up));
            }
        }
        return plain;
    }

    private static List<Map<String, String>> workloads(Status.Up up) {
        var rows = new ArrayList<Map<String, String>>();
        try (var kube =
                new KubeCluster(up.access().kubeconfig(), up.access().context(), Berth.NAMESPACE)) {
            for (var workload : kube.workloads()) {
                var row = new LinkedHashMap<String, String>();
                row.put("name", workload.name());
                row.put("kind", workload.kind().word());
                row.put("version", kube.image(workload).version());
                row.put("replicas", kube.replicas(workload).toString());
                rows.add(row);
            }
        }
        return rows;
    }
}
