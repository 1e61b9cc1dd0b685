package slipway.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import slipway.core.Group;
import slipway.core.InvalidSpec;
import slipway.core.Scenario;
import slipway.core.Version;
import slipway.core.Workload;
import slipway.rollout.CanaryJudge;
import slipway.rollout.Plan;
import slipway.rollout.PlanStep;

class PlanFileTest {
    private static final String HEAD = "workload: deployment/api\nversion: v2\nsteps:\n";

    @TempDir private Path folder = Path.of("");

    static List<Scenario> all() {
        return Scenarios.all();
    }

    @Test
    @DisplayName("a plan of one's own is read as it is meant")
    void read() {
        var plan =
                PlanFile.parse(
                        "mine.yaml",
                        """
                        # A comment.
                        strategy: careful canary
                        workload: deployment/api
                        version: v2
                        within: 90s
                        steps:
                          - bringUp: {pods: 50%, baseline: false}
                          - look: 3
                          - mirror
                          - judge: {by: pods, patience: 10s}
                          - match: {cookie: tea, value: green}
                          - share: 10
                          - judge: {patience: 1m, sample: 50, tolerance: 200ms}
                          - pause: 5s
                          - promote
                        """);
        var usual = new CanaryJudge();
        assertThat(plan)
                .isEqualTo(
                        new Plan(
                                "careful canary",
                                Workload.deployment("api"),
                                new Version("v2"),
                                List.of(
                                        new PlanStep.Bring("50%"),
                                        new PlanStep.Look(3),
                                        new PlanStep.Mirror(),
                                        new PlanStep.Judge(
                                                usual,
                                                Duration.ofSeconds(10),
                                                PlanStep.Judge.Source.PODS),
                                        new PlanStep.Match(Group.cookie("tea", "green")),
                                        new PlanStep.Share(10),
                                        new PlanStep.Judge(
                                                new CanaryJudge(
                                                        50,
                                                        usual.significance(),
                                                        usual.breakIn(),
                                                        Duration.ofMillis(200),
                                                        usual.slower()),
                                                Duration.ofMinutes(1)),
                                        new PlanStep.Pause(Duration.ofSeconds(5)),
                                        new PlanStep.Promote()),
                                Duration.ofSeconds(90)));
    }

    @ParameterizedTest
    @MethodSource("all")
    @DisplayName("the plan of every scenario is written as it is read")
    void roundTrip(Scenario scenario) {
        assertThat(Scenarios.plans(scenario))
                .allSatisfy(
                        plan ->
                                assertThat(PlanFile.parse("plan.yaml", PlanText.of(plan)))
                                        .isEqualTo(plan));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "- share: 10\\n- promote                      | 4 | bring some up",
                "- bringUp: none                              | 4 | like 1 or 100%",
                "- bringUp: 1\\n- share: 200                  | 5 | 0 to 100 percent",
                "- bringUp: {baseline: true}                  | 4 | field pods is missing",
                "- bringUp: {pods: 1, baseline: perhaps}      | 4 | true or false",
                "- bringUp: {pods: 1, baseline: true}\\n- share: 60\\n- promote | 5 | 50 % at most",
                "- bringUp: 1\\n- share: 50                   | 5 | has to promote",
                "- bringUp: 1\\n- share                        | 5 | share: 10",
                "- bringUp: 1\\n- promote:                     | 5 | no colon",
                "- bringUp: 1\\n- shrae: 50                   | 5 | no step is called shrae",
                "- bringUp: 1\\n- judge: {sampel: 3}          | 5 | no field is called sampel",
                "- bringUp: 1\\n- pause: soon\\n- promote     | 5 | like 30s",
                "- bringUp: 1\\n- pause: 0s\\n- promote       | 5 | more than no time",
                "- bringUp: 1\\n- match: {value: b}           | 5 | either a header or a cookie",
                "- bringUp: 1\\n- match: {header: X}          | 5 | field value is missing",
                "- bringUp: 1\\n- mirror\\n- judge\\n- promote | 6 | judge by pods",
                "- bringUp: 1\\n- judge: {by: oracle}         | 5 | clients or pods",
                "- {bringUp: 1, share: 10}                    | 4 | one thing",
                "- update: {partition: 1}                     | 4 | partitions",
                "- update: sideways                           | 4 | recreate",
                "- update: [1]                                | 4 | expected fields",
            })
    @DisplayName("what is wrong is named with its line")
    void wrong(String steps, int line, String why) {
        var text = HEAD + steps.strip().replace("\\n", "\n") + "\n";
        assertThatThrownBy(() -> PlanFile.parse("mine.yaml", text))
                .isInstanceOf(InvalidSpec.class)
                .hasMessageStartingWith("mine.yaml, line " + line + ": ")
                .hasMessageContaining(why);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "''                                                        | is empty",
                "just words                                                | expected fields",
                "workload: [                                               | no YAML",
                "workload: deployment/api                                  | the field version is missing",
                "workload: deployment/api\\nversion: v2\\nsteps: [update]\\n---\\nversion: v1 | line 5: a plan file holds one document; found 2",
                "workload: pod/api\\nversion: v2\\nsteps: [promote]        | line 1: a workload is deployment/api",
                "workload: deployment/foo\\nversion: v2\\nsteps: [update]   | line 1: a workload is deployment/api",
                "workload: deployment/api\\nversion: v2-typo\\nsteps: [update] | line 2: a version of api is like v2",
                "workload: daemonset/agent\\nversion: v2-slow\\nsteps: [update] | line 2: a version of agent is like v2, not",
                "workload: deployment/api\\nversion: v2\\nsettings: {A: b}\\nsteps: [update] | line 3: a plan changes either",
                "workload: deployment/api\\nsettings: {}\\nsteps: [update]  | line 2: expected settings",
                "workload: deployment/api\\nsettings: {A: b}\\nsteps: [{bringUp: 1}, promote] | line 2: clients tell versions apart",
                "workload: deployment/api\\nversion: two\\nsteps: [update] | line 2: a version's label",
                "workload: deployment/api\\nversion: v2\\nsteps: promote   | line 3: steps are a list",
                "workload: deployment/api\\nversion: v2\\nversion: v3      | line 3: version is said twice",
                "workload: deployment/api\\nversion: v2\\nwithin: 0s\\nsteps: [update] | line 3: a rollout needs time",
                "workload: deployment/api\\nversion: v2\\nwithin: 6m\\nsteps: [update] | line 3: a step waits",
                "workload: statefulset/ledger\\nsettings: {A: b}\\nsteps: [{update: {partition: 1}}, update] | line 2: pods with other settings",
            })
    @DisplayName("a file that is no plan is refused")
    void noPlan(String text, String why) {
        assertThatThrownBy(() -> PlanFile.parse("mine.yaml", text.replace("\\n", "\n")))
                .isInstanceOf(InvalidSpec.class)
                .hasMessageContaining("mine.yaml")
                .hasMessageContaining(why);
    }

    @Test
    @DisplayName("a file that is not there, or is too large, is refused")
    void noFile() throws IOException {
        assertThatThrownBy(() -> PlanFile.read(folder.resolve("absent.yaml")))
                .isInstanceOf(InvalidSpec.class)
                .hasMessageContaining("absent.yaml");
        var large = Files.writeString(folder.resolve("large.yaml"), "#".repeat(70_000));
        assertThatThrownBy(() -> PlanFile.read(large))
                .isInstanceOf(InvalidSpec.class)
                .hasMessageContaining("65536");
    }
}
