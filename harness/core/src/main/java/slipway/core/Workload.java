package slipway.core;

/// A Deployment, StatefulSet or DaemonSet of the suite, by name.
public record Workload(Kind kind, String name) {
    /// The three workload kinds, as Kubernetes spells them.
    public enum Kind {
        DEPLOYMENT("Deployment"),
        STATEFUL_SET("StatefulSet"),
        DAEMON_SET("DaemonSet");

        private final String word;

        Kind(String word) {
            this.word = word;
        }

        /// The `kind` field of the object.
        public String word() {
            return word;
        }
    }

    public static Workload deployment(String name) {
        return new Workload(Kind.DEPLOYMENT, name);
    }

    public static Workload statefulSet(String name) {
        return new Workload(Kind.STATEFUL_SET, name);
    }

    public static Workload daemonSet(String name) {
        return new Workload(Kind.DAEMON_SET, name);
    }

    @Override
    public String toString() {
        return kind.word + " " + name;
    }
}
