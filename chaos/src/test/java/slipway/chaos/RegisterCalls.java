package slipway.chaos;

import java.util.ArrayList;
import java.util.List;
import slipway.chaos.Register.Act;

/// Calls to registers in a small notation, one line a call, so that a test shows its history (after
/// Elle).
///
///     0-1 write 1         sent at 0, answered at 1
///     2-3 read 1          ... with 1
///     4-5 cas 1 2         a compare-and-set that found 1, and set 2
///     6-7 differs 1       ... that found something else than 1
///     8- write 3          never answered
///     0-1 write 1 on y    to the register y; else it is x
///
/// Their ids count from 1.
final class RegisterCalls {
    private RegisterCalls() {}

    static List<Call<Act>> of(String... lines) {
        var calls = new ArrayList<Call<Act>>();
        for (var line : lines) {
            var sides = line.split(" on ");
            var words = sides[0].split(" ");
            var times = words[0].split("-");
            calls.add(
                    new Call<>(
                            calls.size() + 1,
                            sides.length == 2 ? sides[1] : "x",
                            act(words),
                            Long.parseLong(times[0]),
                            times.length == 2 ? Long.parseLong(times[1]) : Call.NEVER));
        }
        return calls;
    }

    private static Act act(String[] words) {
        long value = Long.parseLong(words[2]);
        return switch (words[1]) {
            case "read" -> new Act.Read(value);
            case "write" -> new Act.Write(value);
            case "cas" -> new Act.CompareAndSet(value, Long.parseLong(words[3]));
            case "differs" -> new Act.Differed(value);
            default -> throw new IllegalArgumentException("not in the notation: " + words[1]);
        };
    }
}
