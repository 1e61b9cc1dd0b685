package slipway.core;

/// A pod as the API server shows it. `trouble` is what keeps it from being ready, in Kubernetes'
/// words (`ImagePullBackOff`, `CrashLoopBackOff`), empty where nothing does.
///
/// @param uid tells it from another of its name, as a StatefulSet makes them
/// @param restarts how often its container has been started anew (`restartCount`)
/// @param role which of its kind it is, where they are not all alike: `primary`, `replica`; else
///   empty
public record Pod(
        String name,
        String uid,
        String node,
        String version,
        boolean ready,
        boolean leaving,
        int restarts,
        String trouble,
        String role) {}
