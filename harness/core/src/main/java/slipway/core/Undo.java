package slipway.core;

/// How to put back one thing that a run changed. Data, not code: it is on disk and on the
/// workload's board before the change is made, so that the next command can do it after a power
/// failure, and one of another host where this one never comes back. Done twice, it is as if done
/// once.
public sealed interface Undo {
    Workload workload();

    /// What is put back. Of two undos of one subject the older one suffices.
    String subject();

    /// The workload was to have these pods before, and comes back to them by its own strategy.
    record RestoreUpdate(Workload workload, UpdateSpec spec) implements Undo {
        @Override
        public String subject() {
            return "pods of " + workload;
        }
    }

    /// The workload had so many replicas before an autoscaler took over, which is taken away.
    record RestoreReplicas(Workload workload, int replicas) implements Undo {
        @Override
        public String subject() {
            return "replicas of " + workload;
        }
    }

    /// A fault that lasts was brought upon the workload, and is to end.
    record EndFault(Fault fault) implements Undo {
        @Override
        public Workload workload() {
            return fault.workload();
        }

        /// Of pods of one name each is another subject.
        @Override
        public String subject() {
            return fault instanceof Fault.AtPod(_, _, var pod)
                    ? "%s (%s)".formatted(fault, pod.uid())
                    : fault.toString();
        }
    }

    /// The run holds the workload, as its board says; it gives it up, unless it is another run's by
    /// now. The first undo of every run, and so the last that is done.
    record TakeDown(Workload workload, String run) implements Undo {
        @Override
        public String subject() {
            return "board of " + workload;
        }
    }

    /// As [RestoreUpdate], of a workload whose versions stand side by side with a route between
    /// them: clients go back to the old pods first, as far as there are any; then a baseline goes.
    record RestoreRoute(Workload workload, UpdateSpec spec) implements Undo {
        @Override
        public String subject() {
            return "route and pods of " + workload;
        }
    }
}
