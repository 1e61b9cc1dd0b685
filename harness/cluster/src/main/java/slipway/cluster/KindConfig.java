package slipway.cluster;

/// kind's configuration for this cluster on this host: `kind.yaml` filled in, and what only this
/// host needs.
final class KindConfig {
    private KindConfig() {}

    static String render(String template, Settings settings, HostFacts host) {
        var config =
                template.replace("${NAME}", settings.name())
                        .replace("${PORT}", Integer.toString(settings.port()))
                        .replace("${SHARE}", quoted(settings.share().toString()))
                        .replace("${PROGRAMS}", quoted(settings.programs().toString()));
        // The template ends within the list that OOM_SCORES goes on with.
        return config + (host.sysResource() ? "" : OOM_SCORES);
    }

    private static String quoted(String text) {
        return '"' + text.replace("\\", "\\\\").replace("\"", "\\\"") + '"';
    }

    private static final String OOM_SCORES =
            """
              # This host withholds CAP_SYS_RESOURCE: no container's OOM score may be below its parent's.
              - |
                [plugins."io.containerd.grpc.v1.cri"]
                  restrict_oom_score_adj = true
            """;
}
