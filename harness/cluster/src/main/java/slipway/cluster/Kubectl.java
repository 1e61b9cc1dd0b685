package slipway.cluster;

import java.time.Duration;

/// Our own kubectl, pointed at this cluster.
record Kubectl(Settings settings) {
    Command command(String... words) {
        return Command.of(settings.kubectl().toString())
                .and("--kubeconfig", settings.kubeconfig().toString())
                .and("--context", settings.context())
                .and(words)
                .logging(settings.logs().resolve("kubectl.log"));
    }

    /// Whether the API server answers and is ready.
    boolean answers() throws InterruptedException {
        return command("get", "--raw", "/readyz", "--request-timeout=5s")
                .within(Duration.ofSeconds(10))
                .attempt()
                .ok();
    }

    /// Waits until a condition holds; when it does not in time, the failure tells what was seen
    /// last.
    void await(String condition, Duration within, String... what) throws InterruptedException {
        var wait =
                command("wait", "--for=" + condition, "--timeout=" + within.toSeconds() + "s")
                        .and(what)
                        .within(within.plusSeconds(30));
        var result = wait.attempt();
        if (!result.ok()) {
            var seen = command("get", "pods", "--all-namespaces", "--no-headers").attempt().lines();
            throw new ClusterFailure(
                    "%s: not %s after %s\n  %s"
                            .formatted(
                                    String.join(" ", what),
                                    condition,
                                    Progress.time(within),
                                    String.join("\n  ", seen)),
                    wait.failure(result));
        }
    }
}
