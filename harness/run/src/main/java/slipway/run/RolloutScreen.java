package slipway.run;

import java.io.PrintWriter;
import java.util.function.Consumer;
import java.util.function.Function;

/// Where somebody watches a rollout.
interface RolloutScreen {
    void show(RolloutNow now);

    /// A picture that is redrawn in place, on a terminal.
    final class Drawn implements RolloutScreen {
        private static final String TO_THE_END_OF_THE_LINE = "\033[K";
        private static final String TO_THE_END_OF_THE_SCREEN = "\033[J";

        private final PrintWriter out;
        private final int width;
        private int drawn;

        /// @param width of the terminal in columns: a longer line would wrap, and could not be
        ///   redrawn
        Drawn(PrintWriter out, int width) {
            this.out = out;
            this.width = width;
        }

        @Override
        public void show(RolloutNow now) {
            if (drawn > 0) {
                out.print("\033[" + drawn + "A\r");
            }
            var lines = now.lines();
            for (var line : lines) {
                var fits = line.substring(0, Math.min(line.length(), width - 1));
                out.println(fits + TO_THE_END_OF_THE_LINE);
            }
            out.print(TO_THE_END_OF_THE_SCREEN);
            out.flush();
            drawn = lines.size();
        }
    }

    /// A line each time that the rollout gets on, for logs and for programs.
    final class Told implements RolloutScreen {
        private final Consumer<String> lines;
        private final Function<RolloutNow, String> as;
        private String last = "";

        /// @param as what is told then
        Told(Consumer<String> lines, Function<RolloutNow, String> as) {
            this.lines = lines;
            this.as = as;
        }

        @Override
        public void show(RolloutNow now) {
            if (!now.course().equals(last)) {
                last = now.course();
                lines.accept(as.apply(now));
            }
        }
    }
}
