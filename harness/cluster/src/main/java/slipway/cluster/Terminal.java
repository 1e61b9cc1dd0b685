package slipway.cluster;

import java.util.Map;

/// Whether a person watches.
public final class Terminal {
    private Terminal() {}

    /// Input and output are a terminal's.
    // JDK 22 to 24 gave a console also where there is no terminal; JDK 25 gives null again.
    @SuppressWarnings("SystemConsoleNull")
    public static boolean here() {
        var console = System.console();
        return console != null && console.isTerminal();
    }

    /// A person watches who has not asked for plain text (no-color.org).
    public static boolean colours(Map<String, String> env) {
        return here() && !env.containsKey("NO_COLOR");
    }

    /// A person watches, and what was written can be written over.
    public static boolean redraws(Map<String, String> env) {
        return here() && !env.containsKey("CI");
    }

    /// How wide it is. Shells seldom pass that on; 80 fits on all.
    public static int columns(Map<String, String> env) {
        var told = env.getOrDefault("COLUMNS", "");
        return told.matches("\\d{2,4}") ? Integer.parseInt(told) : 80;
    }
}
