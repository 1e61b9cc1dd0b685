package slipway.core;

/// How to put back one thing that a run changed. Data, not code: it is on disk before the change is
/// made, so that the next command can do it after a power failure.
public sealed interface Undo {
    /// What is put back. Of two undos of one subject the older one suffices.
    String subject();

    /// The workload ran this image before.
    record RestoreImage(Workload workload, Image image) implements Undo {
        @Override
        public String subject() {
            return "image of " + workload;
        }
    }
}
