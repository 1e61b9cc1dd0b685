package slipway.run;

/// What strategies are compared by, beside the requests that failed: what it is called, and what it
/// means. [SeenRollout] takes it from a history.
enum Measure {
    /// A count of requests.
    LATE(
            "late",
            "late",
            "requests that the client itself sent more than 50 ms late: they blame nobody, and too many of them leave a run undecided"),
    /// Milliseconds.
    LONGEST_GAP(
            "longestGapMillis",
            "longest gap",
            "the longest time in which no request ended well, although some were due"),
    /// Milliseconds.
    FULL_SWITCH(
            "fullSwitchMillis",
            "time to full switch",
            "from the begin of the first step to the last answer of the old version, or to the first of the new one where that is later, by when they were sent: from then on only the new one answers"),
    /// Milliseconds.
    MIXED(
            "mixedMillis",
            "both answer",
            "from the first answer of the new version to the last of the old one, by when they were sent"),
    /// Milliseconds.
    ABORT(
            "abortMillis",
            "time to abort",
            "from when somebody asks to abort to its end, with all pods at the version before"),
    /// Milliseconds.
    LAST_AFTER_ABORT(
            "lastAfterAbortMillis",
            "last answer",
            "from when somebody asks to abort to the last answer of the new version, by when it was sent"),
    /// A count of requests.
    WRONG_AFTER_ABORT(
            "wrongAfterAbort",
            "wrong after abort",
            "requests sent more than 3 s after somebody asks to abort that the new version answered all the same"),
    /// A count of pods.
    EXTRA_PODS(
            "extraPods",
            "extra pods",
            "how many pods of the workload there were at most beyond those desired, without those that are ending; those of a baseline, which a canary has, come on top of them"),
    /// A count of pods.
    MISSING_PODS(
            "missingPods",
            "missing pods",
            "how many of the desired pods were not ready, at the worst time"),
    /// Milliseconds.
    TOTAL("totalMillis", "total time", "from the begin of the first step to the end of the last");

    private final String figure;
    private final String words;
    private final String meaning;

    Measure(String figure, String words, String meaning) {
        this.figure = figure;
        this.words = words;
        this.meaning = meaning;
    }

    /// Its name in `comparison.json`, with its unit at the end.
    String figure() {
        return figure;
    }

    /// What people call it.
    String words() {
        return words;
    }

    /// Its definition, as the page prints it.
    String meaning() {
        return meaning;
    }

    /// Whether it is measured in a rollout that is aborted, and not in one that goes well.
    boolean ofAbort() {
        return switch (this) {
            case ABORT, LAST_AFTER_ABORT, WRONG_AFTER_ABORT -> true;
            case LATE, LONGEST_GAP, FULL_SWITCH, MIXED, EXTRA_PODS, MISSING_PODS, TOTAL -> false;
        };
    }
}
