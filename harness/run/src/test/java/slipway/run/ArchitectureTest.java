package slipway.run;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchRule;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import slipway.core.Checker;
import slipway.core.Cluster;
import slipway.core.History;
import slipway.core.Service;
import slipway.core.Verdict;

class ArchitectureTest {
    private static final List<String> VERBS = List.of("rollout", "loadtest", "chaos");
    private static JavaClasses slipway;

    @BeforeAll
    static void read() {
        slipway =
                new ClassFileImporter()
                        .withImportOption(new ImportOption.DoNotIncludeTests())
                        // core's notation for tests, a jar of its own
                        .withImportOption(location -> !location.contains("-tests.jar"))
                        .importPackages("slipway");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"core", "sim", "kube", "cluster", "run", "rollout", "loadtest", "chaos"})
    @DisplayName("every module was read at all")
    void read(String module) {
        assertThat(slipway.containPackage("slipway." + module)).isTrue();
    }

    @Test
    @DisplayName("core knows the JDK and nothing else")
    void core() {
        classes()
                .that()
                .resideInAPackage("slipway.core..")
                .should()
                .onlyDependOnClassesThat()
                .resideInAnyPackage("slipway.core..", "java..", "org.jspecify..")
                .check(slipway);
    }

    @Test
    @DisplayName("the verbs are strangers to each other, to the cluster's ways, and to the runner")
    void verbs() {
        for (var verb : VERBS) {
            var others =
                    VERBS.stream()
                            .filter(other -> !other.equals(verb))
                            .map(other -> "slipway." + other + "..")
                            .toArray(String[]::new);
            noClasses()
                    .that()
                    .resideInAPackage("slipway." + verb + "..")
                    .should()
                    .dependOnClassesThat()
                    .resideInAnyPackage(others)
                    .orShould()
                    .dependOnClassesThat()
                    .resideInAnyPackage(
                            "slipway.run..", "slipway.kube..", "slipway.sim..", "slipway.cluster..")
                    .check(slipway);
        }
    }

    @Test
    @DisplayName("those who bring up clusters know nothing of scenarios")
    void cluster() {
        noClasses()
                .that()
                .resideInAPackage("slipway.cluster..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(
                        "slipway.core..",
                        "slipway.run..",
                        "slipway.rollout..",
                        "slipway.loadtest..")
                .check(slipway);
    }

    private static final ArchRule JUDGES_NEVER_ACT =
            noClasses()
                    .that()
                    .implement(Checker.class)
                    .should()
                    .dependOnClassesThat()
                    .areAssignableTo(Cluster.class)
                    .orShould()
                    .dependOnClassesThat()
                    .areAssignableTo(Service.class)
                    .orShould()
                    .dependOnClassesThat()
                    .resideInAnyPackage("java.net..", "java.nio.file..");

    @Test
    @DisplayName("a judge sees the history, and never touches a cluster, the suite or a file")
    void judges() {
        JUDGES_NEVER_ACT.check(slipway);
    }

    @Test
    @DisplayName("a judge that acts would be caught")
    void actingJudge() {
        var bad = new ClassFileImporter().importClasses(ActingJudge.class);
        assertThatThrownBy(() -> JUDGES_NEVER_ACT.check(bad))
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining("ActingJudge");
    }

    /// What no checker may be.
    record ActingJudge(Cluster cluster) implements Checker {
        @Override
        public String claim() {
            return "the cluster says what I want";
        }

        @Override
        public Verdict check(History history) {
            return new Verdict.Undecided(claim(), cluster.info().context(), java.util.Map.of());
        }
    }
}
