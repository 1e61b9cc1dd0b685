package slipway.core;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// Histories in a small notation, one line an event, so that a test shows its history (after Elle).
///
/// Times are in milliseconds. Lines:
///
///     write 1 ok            transfer with key 1, acknowledged (each operation takes 1 ms, they follow each other)
///     write 2 refused       ... refused with 503
///     write 2 again         ... acknowledged as one that was done before, with 200
///     write 2 denied        ... refused for good, with 422
///     write 2 unmet if 99   ... on condition that its account holds 99, which it did not
///     write 2 ok if 99      ... which it did
///     write 3 timeout       ... uncertain
///     write 4 open          ... never ended
///     read ok               a read of an account; also refused, timeout
///     write 5 ok by v1@p1   ... answered by version v1, pod p1
///     read ok finds 99      ... and told a balance
///     total ok finds 200    all balances, read at one moment, and what they come to
///     write 6 ok late 80    ... sent 80 ms after its planned time
///     write 7 ok took 300   ... ended 300 ms after its planned time
///     wait 500              time passes
///     begin STEP, end STEP  a step
///     fail STEP             it ends, and has failed
///     plan STEP             a fault is brought, which will be seen in that step, and was to be now
///     note TEXT             a note
///     pods 3/4 v1=2 v2=1    api: 3 ready of 4 promised; ready pods by version (settled where 4 of 4)
///     pods 3/4 v1=3+1       ... and one more of v1 that is not ready
///     opening               the books before: no keys, and balances that add up to 200
///     opening total 190     ... to 190
///     books 1 2 3           the final read: these keys, and balances that add up to 200
///     books 1 2 total 190   ... balances that add up to 190
///
/// A transfer moves 1 from `a-000` to `a-001`.
public final class Histories {
    public static final Workload API = Workload.deployment("api");
    private static final long MS = 1_000_000;

    private Histories() {}

    public static History of(String... lines) {
        var events = new ArrayList<Event>();
        long now = 0;
        long id = 0;
        for (var line : lines) {
            var words = line.split(" ");
            switch (words[0]) {
                case "wait" -> now += Long.parseLong(words[1]) * MS;
                case "begin" -> events.add(new Event.StepBegan(now, line.substring(6)));
                case "fail" ->
                        events.add(new Event.StepEnded(now, line.substring(5), "as planted"));
                case "plan" -> events.add(new Event.Planned(now, line.substring(5), now, now));
                case "note" -> events.add(new Event.Noted(now, line.substring(5)));
                case "end" -> events.add(new Event.StepEnded(now, line.substring(4), null));
                case "pods" -> events.add(new Event.Observed(now, API, replicas(words)));
                case "opening" -> events.add(new Event.OpeningRead(now, books(words)));
                case "books" -> events.add(new Event.Read(now, books(words)));
                case "write", "read", "total" -> {
                    now += MS;
                    exchange(events, words, now, ++id);
                    now += MS;
                }
                default -> throw new IllegalArgumentException("not in the notation: " + line);
            }
        }
        return new History(events);
    }

    public static Transfer transfer(String key) {
        return new Transfer(key, "a-000", "a-001", 1);
    }

    private static void exchange(List<Event> events, String[] words, long planned, long id) {
        boolean write = words[0].equals("write");
        int next = write ? 2 : 1;
        var outcome = words[next++];
        Map<String, String> rest = new HashMap<>();
        for (int i = next; i + 1 < words.length; i += 2) {
            rest.put(words[i], words[i + 1]);
        }
        Operation operation =
                switch (words[0]) {
                    case "write" -> new Operation.Write(transfer(words[1]), number(rest, "if"));
                    case "total" -> new Operation.ReadTotal();
                    default -> new Operation.ReadAccount("a-000");
                };
        long sent = planned + Long.parseLong(rest.getOrDefault("late", "0")) * MS;
        long ended = planned + Long.parseLong(rest.getOrDefault("took", "1")) * MS;
        var connection = Connection.valueOf(rest.getOrDefault("on", "KEPT"));
        events.add(new Event.Invoked(sent, id, planned, operation, connection));
        if (outcome.equals("open")) {
            return;
        }
        var who = rest.getOrDefault("by", "v1@p1").split("@");
        events.add(
                new Event.Ended(
                        Math.max(sent, ended),
                        id,
                        switch (outcome) {
                            case "ok" ->
                                    new Outcome.Acknowledged(
                                            write ? 201 : 200, number(rest, "finds"));
                            case "again" -> new Outcome.Acknowledged(200);
                            case "unmet" -> new Outcome.Unmet(412);
                            case "denied" -> new Outcome.Refused(422, "the key was used before");
                            case "refused" -> new Outcome.Refused(503, "unavailable");
                            case "timeout" -> new Outcome.Uncertain("no answer in time");
                            default -> throw new IllegalArgumentException(outcome);
                        },
                        who[0],
                        who[1]));
    }

    private static @Nullable Long number(Map<String, String> rest, String name) {
        var number = rest.get(name);
        return number == null ? null : Long.valueOf(number);
    }

    private static Replicas replicas(String[] words) {
        var counts = words[1].split("/");
        var versions = new TreeMap<String, Integer>();
        var existing = new TreeMap<String, Integer>();
        for (int i = 2; i < words.length; i++) {
            var pair = words[i].split("[=+]");
            int of = Integer.parseInt(pair[1]);
            versions.put(pair[0], of);
            existing.put(pair[0], of + (pair.length == 3 ? Integer.parseInt(pair[2]) : 0));
        }
        int ready = Integer.parseInt(counts[0]);
        int promised = Integer.parseInt(counts[1]);
        return new Replicas(
                promised, promised, ready, ready, versions, existing, ready == promised);
    }

    private static Books books(String[] words) {
        var transfers = new ArrayList<Transfer>();
        long total = 200;
        for (int i = 1; i < words.length; i++) {
            if (words[i].equals("total")) {
                total = Long.parseLong(words[++i]);
            } else {
                transfers.add(transfer(words[i]));
            }
        }
        return new Books(
                transfers,
                Map.of("a-000", 100L - transfers.size(), "a-001", total - 100 + transfers.size()));
    }
}
