package slipway.core;

import java.util.List;
import org.jspecify.annotations.Nullable;

/// One line of a history. `at` is in nanoseconds since the run began, on the harness's one clock.
public sealed interface Event {
    long at();

    /// A client sent an operation at `at`, which it meant to send at `planned`: the difference is
    /// the client's own lateness, never the service's.
    ///
    /// @param group whose mark the client bears; null for one without
    record Invoked(
            long at,
            long id,
            long planned,
            Operation operation,
            Connection connection,
            @Nullable Group group)
            implements Event {
        /// Of a client without a mark.
        public Invoked(long at, long id, long planned, Operation operation, Connection connection) {
            this(at, id, planned, operation, connection, null);
        }
    }

    /// The operation `id` ended: what its client knows, and who answered.
    record Ended(long at, long id, Outcome outcome, @Nullable String version, @Nullable String pod)
            implements Event {}

    /// A phase of the run, or a step of a disturbance, begins; steps may be nested.
    record StepBegan(long at, String step) implements Event {}

    /// Whoever brings a fault begins to. The step is the one in which it will be seen.
    ///
    /// @param from when it was meant to be brought, whatever came between
    /// @param until when it was meant to be ended; null where that is when something else is over
    record Planned(long at, String step, long from, @Nullable Long until) implements Event {}

    /// Whoever brought the fault of that step has ended it; its effects may last.
    record Undone(long at, String step) implements Event {}

    /// The step ends; `failure` is null where it did what it should.
    record StepEnded(long at, String step, @Nullable String failure) implements Event {}

    /// The observer saw the pods of a workload change.
    record Observed(long at, Workload workload, Replicas replicas) implements Event {}

    /// The books before the first operation of the run: once before its warm-up, once after it.
    record OpeningRead(long at, Books books) implements Event {}

    /// The final read, after all operations have ended.
    record Read(long at, Books books) implements Event {}

    /// What the agents on the nodes have counted while load and disturbance were on.
    record Viewed(long at, List<NodeView> views) implements Event {
        public Viewed {
            views = List.copyOf(views);
        }
    }

    /// What the agents on the nodes have counted since they were started.
    record Counted(long at, List<NodeView> views) implements Event {
        public Counted {
            views = List.copyOf(views);
        }
    }

    /// After the load, and before the run puts anything back: what is otherwise than right before
    /// the disturbance.
    ///
    /// @param differences one line a thing; empty where all is as it was
    /// @param unseen where nobody could look, and why; empty where all was seen
    record Compared(long at, List<String> differences, List<String> unseen) implements Event {
        public Compared {
            differences = List.copyOf(differences);
            unseen = List.copyOf(unseen);
        }
    }

    /// After everything was put back: what the run left on the cluster.
    ///
    /// @param remainder one line a thing; empty where nothing is left
    /// @param unseen where nobody could look, and why; empty where all was seen
    record Swept(long at, List<String> remainder, List<String> unseen) implements Event {
        public Swept {
            remainder = List.copyOf(remainder);
            unseen = List.copyOf(unseen);
        }
    }

    /// Something worth telling in the report.
    record Noted(long at, String text) implements Event {}
}
