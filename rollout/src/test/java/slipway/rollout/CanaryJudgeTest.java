package slipway.rollout;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.IntPredicate;
import java.util.function.IntToLongFunction;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import slipway.core.Connection;
import slipway.core.Event;
import slipway.core.History.Exchange;
import slipway.core.Operation;
import slipway.core.Outcome;

class CanaryJudgeTest {
    private static final CanaryJudge JUDGE = new CanaryJudge();
    private static final long MS = 1_000_000;

    /// By what was seen in the time of the trial alone.
    private static Finding judged(List<Exchange> before, List<Exchange> trial) {
        return JUDGE.judge(before, before, trial);
    }

    private static Finding judged(
            List<Exchange> before, List<Exchange> baseline, List<Exchange> trial) {
        return JUDGE.judge(before, before, baseline, trial);
    }

    private static List<Exchange> exchanges(
            int count, IntPredicate failed, IntToLongFunction millis) {
        var exchanges = new ArrayList<Exchange>();
        for (int i = 0; i < count; i++) {
            Outcome outcome =
                    failed.test(i) ? new Outcome.Uncertain("500") : new Outcome.Acknowledged(200);
            exchanges.add(
                    new Exchange(
                            new Event.Invoked(
                                    0, i, 0, new Operation.ReadAccount("a-000"), Connection.KEPT),
                            new Event.Ended(millis.applyAsLong(i) * MS, i, outcome, "v", "pod")));
        }
        return exchanges;
    }

    private static List<Exchange> sound(int count, long seed) {
        var dice = new SplittableRandom(seed);
        return exchanges(count, _ -> false, _ -> 5 + dice.nextInt(20));
    }

    @Test
    @DisplayName("as good as before, over a sample that tells, passes")
    void passes() {
        assertThat(judged(sound(1_000, 1), sound(100, 2))).isEqualTo(new Finding.Passes());
    }

    @Test
    @DisplayName("no data, or too little, promotes nothing and blames nobody")
    void thin() {
        assertThat(judged(List.of(), List.of())).isInstanceOf(Finding.Open.class);
        assertThat(judged(sound(1_000, 1), sound(99, 2))).isInstanceOf(Finding.Open.class);
        assertThat(judged(sound(99, 1), sound(1_000, 2))).isInstanceOf(Finding.Open.class);
        assertThat(judged(sound(50, 1), exchanges(1, _ -> true, _ -> 5)))
                .as("one failure may be chance")
                .isInstanceOf(Finding.Open.class);
        assertThat(judged(List.of(), exchanges(5, _ -> true, _ -> 5)))
                .as("nobody to compare with")
                .isInstanceOf(Finding.Open.class);
    }

    @Test
    @DisplayName("with too few latencies to compare nothing passes; what fails, fails all the same")
    void fewLatencies() {
        var small = new CanaryJudge(60, 0.0001, 50, Duration.ofMillis(50), 0.75);
        var old = sound(1_000, 1);
        assertThat(small.judge(old, old, sound(60, 2)))
                .isInstanceOfSatisfying(
                        Finding.Open.class,
                        open -> assertThat(open.why()).startsWith("10 latencies of it"));
        assertThat(small.judge(old, old, sound(70, 2))).isEqualTo(new Finding.Passes());
        assertThat(small.judge(old, old, exchanges(60, _ -> true, _ -> 5)))
                .isInstanceOf(Finding.Fails.class);
    }

    @Test
    @DisplayName("one that fails where the other does not fails, after a few requests already")
    void failing() {
        assertThat(judged(sound(60, 1), exchanges(4, _ -> true, _ -> 5)))
                .isInstanceOf(Finding.Fails.class);
        assertThat(judged(sound(900, 1), exchanges(100, i -> i % 10 == 0, _ -> 5)))
                .isInstanceOfSatisfying(
                        Finding.Fails.class,
                        fails -> assertThat(fails.why()).startsWith("10 of 100 requests failed"));
    }

    @Test
    @DisplayName(
            "a difference that may be chance neither passes nor fails: more requests will tell")
    void suspicious() {
        assertThat(judged(sound(900, 1), exchanges(100, i -> i < 3, _ -> 5)))
                .isInstanceOf(Finding.Open.class);
        assertThat(judged(sound(900, 1), exchanges(100, i -> i < 1, _ -> 5)))
                .isEqualTo(new Finding.Passes());
    }

    @Test
    @DisplayName("where both fail alike, the one on trial is not to blame")
    void alike() {
        var before = exchanges(900, i -> i % 10 == 0, _ -> 5);
        assertThat(judged(before, exchanges(100, i -> i % 10 == 0, _ -> 5)))
                .isEqualTo(new Finding.Passes());
    }

    @Test
    @DisplayName(
            "one that is slower after it got going fails; one that is slow only until then passes")
    void slow() {
        var dice = new SplittableRandom(3);
        assertThat(judged(sound(900, 1), exchanges(100, _ -> false, _ -> 305 + dice.nextInt(20))))
                .isInstanceOfSatisfying(
                        Finding.Fails.class,
                        fails ->
                                assertThat(fails.why())
                                        .contains("slower by more than 50 ms in 100 %"));
        assertThat(
                        judged(
                                sound(900, 1),
                                exchanges(
                                        100,
                                        _ -> false,
                                        i -> (i < 50 ? 305 : 5) + dice.nextInt(20))))
                .isEqualTo(new Finding.Passes());
    }

    /// Slow while its pods get going, as those of every version are.
    private static List<Exchange> fresh(int count, int cold, long seed) {
        var dice = new SplittableRandom(seed);
        return exchanges(count, _ -> false, i -> (i < cold ? 305 : 5) + dice.nextInt(20));
    }

    @Test
    @DisplayName("who is compared with a baseline is not blamed for being as new as that")
    void asNew() {
        var trial = fresh(100, 90, 1);
        assertThat(judged(sound(900, 2), trial)).isInstanceOf(Finding.Fails.class);
        assertThat(judged(sound(900, 2), fresh(100, 90, 3), trial))
                .as("but neither has got going")
                .isInstanceOfSatisfying(
                        Finding.Open.class,
                        open -> assertThat(open.why()).contains("the baseline has not got going"));
        assertThat(judged(sound(900, 2), fresh(200, 90, 3), fresh(200, 90, 1)))
                .isEqualTo(new Finding.Passes());
        assertThat(judged(sound(900, 2), fresh(100, 50, 3), trial))
                .as("of both sides the break-in is left out, and the rest differs")
                .isInstanceOf(Finding.Fails.class);
    }

    @Test
    @DisplayName("what queues behind two new pods does not hide that one of them is slow")
    void queueing() {
        var dice = new SplittableRandom(5);
        var queueing = exchanges(150, _ -> false, _ -> 1_200 + dice.nextInt(800));
        var slower = exchanges(150, _ -> false, _ -> 1_200 + dice.nextInt(700));
        assertThat(judged(sound(900, 2), queueing, slower)).isInstanceOf(Finding.Open.class);
        var fast = new ArrayList<>(queueing);
        fast.addAll(sound(100, 3));
        var slow = new ArrayList<>(slower);
        slow.addAll(exchanges(100, _ -> false, _ -> 305 + dice.nextInt(20)));
        assertThat(judged(sound(900, 2), fast, slow)).isInstanceOf(Finding.Fails.class);
    }

    @Test
    @DisplayName("one that is mostly slower, but not for certain, does not pass yet")
    void mostly() {
        var dice = new SplittableRandom(6);
        var trial = exchanges(150, _ -> false, i -> (i % 10 < 6 ? 305 : 5) + dice.nextInt(20));
        assertThat(judged(sound(900, 2), sound(150, 3), trial))
                .isInstanceOfSatisfying(
                        Finding.Open.class,
                        open -> assertThat(open.why()).contains("too likely to be chance"));
    }

    @Test
    @DisplayName("who fails where the baseline does not fails; where it does too, that is open")
    void failingAsNew() {
        var trial = exchanges(100, i -> i % 10 == 0, _ -> 5);
        assertThat(judged(sound(1_000, 1), sound(100, 2), trial)).isInstanceOf(Finding.Fails.class);
        var failingToo = exchanges(100, i -> i % 11 == 1, _ -> 5);
        var before = new ArrayList<>(sound(900, 1));
        before.addAll(failingToo);
        assertThat(judged(before, trial)).isInstanceOf(Finding.Fails.class);
        assertThat(judged(before, failingToo, trial))
                .isInstanceOfSatisfying(
                        Finding.Open.class,
                        open -> assertThat(open.why()).contains("of the baseline's 9 of 100"));
    }

    @Test
    @DisplayName("a baseline that says too little promotes nothing, however much others say")
    void thinBaseline() {
        assertThat(judged(sound(1_000, 1), sound(99, 2), sound(100, 3)))
                .isInstanceOf(Finding.Open.class);
    }

    @Test
    @DisplayName("beside a minute in which none failed it takes three that do, not more")
    void history() {
        var trial = exchanges(20, i -> i % 8 == 0, _ -> 5);
        assertThat(judged(sound(60, 1), sound(20, 2), trial)).isInstanceOf(Finding.Open.class);
        assertThat(JUDGE.judge(sound(2_000, 1), sound(60, 1), sound(20, 2), trial))
                .isInstanceOfSatisfying(
                        Finding.Fails.class,
                        fails ->
                                assertThat(fails.why())
                                        .startsWith("3 of 20 requests failed, and 0 of 2000"));
    }

    @Test
    @DisplayName("what befalls the version before at the same time is no fault of the next")
    void befallsBoth() {
        var trial = exchanges(20, i -> i % 6 == 0, _ -> 5);
        var meanwhile = exchanges(60, i -> i % 8 == 0, _ -> 5);
        var usual = new ArrayList<>(sound(2_000, 1));
        usual.addAll(meanwhile);
        assertThat(JUDGE.judge(usual, meanwhile, trial))
                .isInstanceOfSatisfying(
                        Finding.Open.class,
                        open -> assertThat(open.why()).contains("meanwhile 8 of 60 of these"));
    }

    @Test
    @DisplayName("a version against itself is blamed in far fewer than one of a hundred trials")
    void falseAlarms() {
        assertThat(alarms(0)).isLessThanOrEqualTo(5);
    }

    @Test
    @DisplayName("so is one that fails in a hundredth of the requests, as it did before")
    void falseAlarmsOfFailures() {
        assertThat(alarms(0.01)).isLessThanOrEqualTo(5);
    }

    /// Of 500 trials, each looked at as often as a rollout does.
    private static int alarms(double failing) {
        int alarms = 0;
        for (int trial = 0; trial < 500; trial++) {
            var dice = new SplittableRandom(trial);
            var usual =
                    exchanges(1_900, _ -> dice.nextDouble() < failing, _ -> 5 + dice.nextInt(20));
            var same = exchanges(100, _ -> dice.nextDouble() < failing, _ -> 5 + dice.nextInt(20));
            for (int seen = 4; seen <= 100; seen += 4) {
                int before = 1_600 + 3 * seen;
                if (JUDGE.judge(
                                usual.subList(0, before),
                                usual.subList(1_600, before),
                                usual.subList(1_600, 1_600 + seen),
                                same.subList(0, seen))
                        instanceof Finding.Fails) {
                    alarms++;
                    break;
                }
            }
        }
        return alarms;
    }
}
