package slipway.core;

import org.jspecify.annotations.Nullable;

/// Fresh pods of the version before: as many as there are of the next one, started at the same
/// time, for whoever compares the two. A JVM that has just started is slower than one that has run
/// for days, whatever its version.
///
/// They are a Deployment of their own, `NAME-baseline`, and never count among the workload's pods.
/// Where one has to be told from the other, the version of these bears a mark that no image's can.
public final class Baseline {
    private static final String SUFFIX = "-baseline";
    private static final String MARK = "+baseline";

    private Baseline() {}

    /// What they are pods of.
    public static Workload of(Workload workload) {
        return new Workload(workload.kind(), workload.name() + SUFFIX);
    }

    /// Whether a pod of that name is one of them. A hash has no vowel: no other pod is called so.
    public static boolean has(Workload workload, @Nullable String pod) {
        return pod != null && pod.startsWith(of(workload).name() + "-");
    }

    /// What a [Route], and [Served], call the version where these pods of it are meant.
    ///
    /// @param version of the image
    public static String version(String version) {
        return version + MARK;
    }

    /// The version of the image, whichever pods of it are meant.
    static String image(String version) {
        return version.endsWith(MARK)
                ? version.substring(0, version.length() - MARK.length())
                : version;
    }
}
