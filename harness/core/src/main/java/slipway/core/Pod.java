package slipway.core;

/// A pod as the API server shows it. `trouble` is what keeps it from being ready, in Kubernetes'
/// words (`ImagePullBackOff`, `CrashLoopBackOff`), empty where nothing does.
public record Pod(
        String name, String node, String version, boolean ready, boolean leaving, String trouble) {}
