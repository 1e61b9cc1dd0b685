package slipway.run;

import java.io.PrintWriter;
import java.util.stream.Collectors;
import slipway.core.Verdict;

/// A performance, told on a terminal.
final class Verdicts {
    private Verdicts() {}

    /// The worst verdict first, then a line a claim, and one a kind of fault. Where not all holds,
    /// the seed plays the same plan again.
    static void tell(Performance performance, PrintWriter out) {
        out.printf("%s: %s%n", performance.scenario().name(), performance.worst().word());
        for (var verdict : performance.verdicts()) {
            out.printf("  %-9s  %s%s%n", verdict.word(), verdict.claim(), why(verdict));
            if (!verdict.figures().isEmpty()) {
                out.printf(
                        "             %s%n",
                        verdict.figures().entrySet().stream()
                                .map(f -> f.getKey() + " " + number(f.getValue()))
                                .collect(Collectors.joining(", ")));
            }
        }
        for (var kind : FaultKind.of(performance.aftermaths())) {
            out.printf("  fault      %s%n", kind.line());
        }
        if (!(performance.worst() instanceof Verdict.Holds)) {
            out.printf("  seed       %d%n", performance.folder().info().seed());
        }
        out.printf("  report     %s%n", performance.folder().reportHtml());
    }

    private static String number(Number number) {
        return number instanceof Double || number instanceof Float
                ? "%.4g".formatted(number.doubleValue())
                : number.toString();
    }

    static String why(Verdict verdict) {
        return switch (verdict) {
            case Verdict.Holds _ -> "";
            case Verdict.Undecided undecided -> ": " + undecided.why();
            case Verdict.Violated violated -> ": " + violated.why();
        };
    }
}
