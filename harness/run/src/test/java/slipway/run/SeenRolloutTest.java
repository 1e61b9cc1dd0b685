package slipway.run;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import slipway.core.Histories;
import slipway.core.Version;
import slipway.loadtest.ClientOnTime;
import slipway.rollout.Aborted;

class SeenRolloutTest {
    private static final Version V1 = new Version("v1");
    private static final Version V2 = new Version("v2");

    private static SeenRollout seen(String... lines) {
        return new SeenRollout(Histories.API, V1, V2, Histories.of(lines));
    }

    @Test
    @DisplayName("clients are switched with the last answer of the old version, by its sending")
    void fullSwitch() {
        var seen =
                seen(
                        "begin run",
                        "read ok by v1@a",
                        "begin roll api", // at 2
                        "read ok by v1@a",
                        "wait 100",
                        "read ok by v2@b", // sent at 105
                        "wait 100",
                        "read ok by v1@a took 50", // sent at 207
                        "end roll api", // at 208
                        "read ok by v2@b",
                        "end run");
        assertThat(seen.figure(Measure.FULL_SWITCH)).hasValue(205);
        assertThat(seen.figure(Measure.MIXED)).hasValue(102);
        assertThat(seen.figure(Measure.TOTAL)).hasValue(206);
        assertThat(seen.figure(Measure.ABORT)).isEmpty();
    }

    @Test
    @DisplayName("after an outage clients are switched with the first answer of the new version")
    void afterOutage() {
        var seen =
                seen(
                        "begin recreate api", // at 0
                        "read ok by v1@a",
                        "wait 5000",
                        "read ok by v2@b", // sent at 5003
                        "end recreate api");
        assertThat(seen.figure(Measure.FULL_SWITCH)).hasValue(5_003);
        assertThat(seen.figure(Measure.MIXED)).hasValue(0);
    }

    @Test
    @DisplayName("where the old version answers to the end, clients are not switched")
    void notSwitched() {
        var seen =
                seen(
                        "begin send 10 % to v2",
                        "read ok by v2@b", "read ok by v1@a", "end send 10 % to v2");
        assertThat(seen.figure(Measure.FULL_SWITCH)).isEmpty();
    }

    @Test
    @DisplayName("a rollout that was cut off has no total time")
    void cutOff() {
        assertThat(seen("begin roll api", "read ok by v1@a").figure(Measure.TOTAL)).isEmpty();
        assertThat(seen("read ok by v1@a").figure(Measure.TOTAL)).isEmpty();
    }

    @Test
    @DisplayName("the new version may answer for 3 s after the abort began; later ones are wrong")
    void abort() {
        var seen =
                seen(
                        "read ok by v2@b",
                        "begin abort api", // at 2
                        "read ok by v2@b",
                        "wait 3500",
                        "read ok by v2@b", // sent at 3505
                        "end abort api", // at 3506
                        "read ok by v1@a");
        assertThat(seen.figure(Measure.ABORT)).hasValue(3_504);
        assertThat(seen.figure(Measure.LAST_AFTER_ABORT)).hasValue(3_503);
        assertThat(seen.figure(Measure.WRONG_AFTER_ABORT)).hasValue(1);
    }

    @Test
    @DisplayName("an abort after which nobody meets the new version is quiet at once")
    void quietAbort() {
        var seen = seen("read ok by v2@b", "begin abort api", "read ok by v1@a", "end abort api");
        assertThat(seen.figure(Measure.LAST_AFTER_ABORT)).hasValue(0);
        assertThat(seen.figure(Measure.WRONG_AFTER_ABORT)).hasValue(0);
    }

    @Test
    @DisplayName("an abort without an end took nobody knows how long")
    void openAbort() {
        assertThat(seen("begin abort api", "read ok by v1@a").figure(Measure.ABORT)).isEmpty();
    }

    @Test
    @DisplayName(
            "extra pods exist beyond the desired ones, ready or not; missing ones are not ready")
    void pods() {
        var seen =
                seen(
                        "pods 4/4 v1=4",
                        "pods 4/4 v1=4 v2=0+2",
                        "pods 3/4 v1=3 v2=0+1",
                        "pods 4/4 v2=4");
        assertThat(seen.figure(Measure.EXTRA_PODS)).hasValue(2);
        assertThat(seen.figure(Measure.MISSING_PODS)).hasValue(1);
        assertThat(seen("read ok").figure(Measure.EXTRA_PODS)).isEmpty();
    }

    @Test
    @DisplayName("late requests and the longest gap are those of the claims; failures all count")
    void ofTheClaims() {
        var seen =
                seen(
                        "read ok",
                        "wait 96",
                        "read refused",
                        "wait 96",
                        "read ok late 80",
                        "read timeout");
        assertThat(seen.figure(Measure.LATE)).hasValue(1);
        assertThat(seen.figure(Measure.LONGEST_GAP).orElse(0)).isGreaterThan(190);
        assertThat(seen.offered()).isEqualTo(4);
        assertThat(seen.failed()).isEqualTo(2);
    }

    @Test
    @DisplayName("the definitions name the numbers that the claims go by")
    void numbers() {
        assertThat(Measure.LATE.meaning())
                .contains("more than %d ms".formatted(new ClientOnTime().tolerance().toMillis()));
        assertThat(Measure.WRONG_AFTER_ABORT.meaning())
                .contains(
                        "more than %d s"
                                .formatted(
                                        new Aborted(Histories.API, V1, V2).within().toSeconds()));
    }
}
