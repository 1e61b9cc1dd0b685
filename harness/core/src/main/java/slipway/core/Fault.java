package slipway.core;

/// Something that goes wrong with the cluster under a workload. Data, not code: it is on disk
/// before it begins, so that whoever comes after a crash can end it.
public sealed interface Fault {
    /// The workload that suffers, and that the run has to hold.
    Workload workload();

    /// Whether it lasts until somebody ends it; else it is over when its effects are.
    boolean lasting();

    /// What is at fault, such as `kill of api-0`.
    @Override
    String toString();

    /// A fault at one pod.
    ///
    /// @param pod as it was before
    record AtPod(AtPod.Kind kind, Workload workload, Pod pod) implements Fault {
        /// What may happen to a pod.
        public enum Kind {
            /// It is deleted with the grace that its own manifest gives it
            /// (`terminationGracePeriodSeconds`), as by its owner's mistake.
            DELETE("delete", "deletion", false),

            /// It is deleted without any grace (`DeleteOptions.gracePeriodSeconds` of 0): gone from
            /// the API server at once, whether its processes have ended or not.
            DELETE_AT_ONCE("delete at once", "deletion at once", false),

            /// The processes of its container are killed (SIGKILL), as by a kernel that has no
            /// memory left; the kubelet starts it anew.
            KILL("kill", "kill", false),

            /// The processes of its container stand still (cgroup freezer), as on a host that is
            /// out of breath: clients that are connected wait.
            FREEZE("freeze", "freeze", true),

            /// What it keeps, by its first claim, is on a disk of its own, whose power can be cut.
            /// It takes a restart to get there, and another one to get back.
            OWN_DISK("give a disk of its own to", "disk of its own", true),

            /// Its disk loses its power: what was written and not synced (fsync(2)) is gone, and so
            /// are its processes. The page cache survives a mere [#KILL].
            CUT_POWER("cut the power of", "power failure", false),

            /// Nothing more can be written to its disk (ENOSPC).
            FULL_DISK("fill the disk of", "full disk", true),

            /// Whoever writes to its disk waits (`fsfreeze(8)`), as for a volume that a network has
            /// to carry.
            STALLED_DISK("stall the disk of", "stalled disk", true),

            /// Whoever writes to its disk waits for up to 300 ms, over and over, and comes through.
            SLOW_DISK("slow the disk of", "slow disk", true),

            /// Each packet that leaves it does so 150 ms later.
            DELAY("slow the network of", "network delay", true),

            /// Of 100 packets that leave or reach it 10 are lost.
            LOSS("lose packets of", "packet loss", true),

            /// Of 100 packets that leave it 10 do so twice.
            DUPLICATION("double packets of", "packet duplication", true),

            /// Of 100 packets that reach it 10 are not what was sent: its kernel finds out by their
            /// checksums, and throws them away.
            CORRUPTION("corrupt packets of", "packet corruption", true),

            /// No more than 96 kbit/s leave it.
            NARROWING("narrow the network of", "narrow network", true),

            /// No packet leaves or reaches it, not even its kubelet's.
            CUT_OFF("cut off", "loss of all packets", true),

            /// Nobody tells it the addresses of names (DNS).
            NO_NAMES("hide names from", "lack of names", true),

            /// Whatever it asks about names (DNS) leaves it a second later.
            SLOW_NAMES("delay the names of", "delay of names", true),

            /// Two processes more than its own take all of the processors that its limits leave.
            CPU("wear out the processors of", "CPU stress", true),

            /// A process more than its own takes memory until 90 % of its limit are in use, and
            /// gives back what the others need: the kernel kills nobody for it.
            MEMORY("fill the memory of", "memory stress", true),

            /// The kernel kills a process of its, for its container has no memory left (OOM).
            OUT_OF_MEMORY("take the memory of", "out-of-memory kill", false),

            /// Somebody takes all sessions that it has left, for nothing: of a PostgreSQL.
            CONNECTIONS("take all sessions of", "connection storm", true),

            /// Whom its clients log in as may not any more, and whoever has is thrown out (`ALTER
            /// ROLE … NOLOGIN`), as for a password that was revoked: of a PostgreSQL.
            NO_LOGIN("revoke the login at", "revoked login", true);

            private final String verb;
            private final String noun;
            private final boolean lasting;

            Kind(String verb, String noun, boolean lasting) {
                this.verb = verb;
                this.noun = noun;
                this.lasting = lasting;
            }

            /// What is done.
            public String verb() {
                return verb;
            }

            /// The same as a thing.
            public String noun() {
                return noun;
            }

            /// As [Fault#lasting()].
            public boolean lasting() {
                return lasting;
            }
        }

        @Override
        public boolean lasting() {
            return kind.lasting();
        }

        @Override
        public String toString() {
            return "%s of %s".formatted(kind.noun(), pod.name());
        }
    }

    /// A fault at a node that has pods of the workload.
    record AtNode(AtNode.Kind kind, Workload workload, String node) implements Fault {
        /// What may happen to a node.
        public enum Kind {
            /// Nobody is scheduled onto it, and the suite's pods are evicted from it, as far as
            /// their disruption budgets let them (as by `kubectl drain`).
            DRAIN("drain", "drain", true),

            /// All that runs on it stands still, as a virtual machine that is moved.
            FREEZE("freeze", "freeze", true),

            /// Its power goes, and comes back: all that ran on it is started anew, and it may have
            /// another address then.
            CRASH("crash", "crash", true),

            /// Its kubelet is stopped: what runs on it goes on, and nobody looks after it.
            NO_KUBELET("stop the kubelet of", "stop of the kubelet", true),

            /// The processes of the control plane are killed (SIGKILL), all of them, etcd's too;
            /// the kubelet starts them anew.
            NO_CONTROL_PLANE("kill the control plane of", "kill of the control plane", false),

            /// The API server's processes stand still (SIGSTOP) for eight seconds, as one that is
            /// asked for more than it can answer: whoever asks waits. Who would end it could not
            /// ask it whether he may.
            DEAF_API_SERVER("freeze the API server of", "freeze of the API server", false);

            private final String verb;
            private final String noun;
            private final boolean lasting;

            Kind(String verb, String noun, boolean lasting) {
                this.verb = verb;
                this.noun = noun;
                this.lasting = lasting;
            }

            /// What is done.
            public String verb() {
                return verb;
            }

            /// The same as a thing.
            public String noun() {
                return noun;
            }

            /// As [Fault#lasting()].
            public boolean lasting() {
                return lasting;
            }
        }

        @Override
        public boolean lasting() {
            return kind.lasting();
        }

        @Override
        public String toString() {
            return "%s of %s".formatted(kind.noun(), node);
        }
    }

    /// The workload's PodDisruptionBudget lets all of its pods be evicted at once, as if its
    /// manifest had none.
    record NoBudget(Workload workload) implements Fault {
        @Override
        public boolean lasting() {
            return true;
        }

        @Override
        public String toString() {
            return "lack of a budget of " + workload.name();
        }
    }

    /// An exception that a NetworkPolicy makes is withdrawn, where all that is not excepted is
    /// denied: nobody reaches any more whom it let through.
    ///
    /// @param policy its name, which says who reaches whom: `ledger-to-postgres-in`
    record Partition(Workload workload, String policy) implements Fault {
        @Override
        public boolean lasting() {
            return true;
        }

        @Override
        public String toString() {
            return "partition by " + policy;
        }
    }
}
