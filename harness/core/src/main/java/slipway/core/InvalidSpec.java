package slipway.core;

/// The request makes no sense; thrown while building it, before anything is touched. Exit code 254.
public final class InvalidSpec extends IllegalArgumentException {
    private static final long serialVersionUID = 1;

    public InvalidSpec(String message) {
        super(message);
    }
}
