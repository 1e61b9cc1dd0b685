package slipway.core;

/// The harness or the cluster broke, so that nothing can be said. What was recorded stays on disk.
/// Exit code 255.
public final class RunFailed extends RuntimeException {
    private static final long serialVersionUID = 1;

    public RunFailed(String message) {
        super(message);
    }

    public RunFailed(String message, Throwable cause) {
        super(message, cause);
    }
}
