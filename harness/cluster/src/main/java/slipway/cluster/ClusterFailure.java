package slipway.cluster;

/// The cluster cannot be brought up, reached or taken down; the message says what to do about it.
public final class ClusterFailure extends RuntimeException {
    private static final long serialVersionUID = 1;

    public ClusterFailure(String message) {
        super(message);
    }

    public ClusterFailure(String message, Throwable cause) {
        super(message, cause);
    }
}
