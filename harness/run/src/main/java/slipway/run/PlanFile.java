package slipway.run;

import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import slipway.cluster.SuiteImages;
import slipway.core.EnvVar;
import slipway.core.Group;
import slipway.core.InvalidSpec;
import slipway.core.Strategy;
import slipway.core.Version;
import slipway.core.Workload;
import slipway.rollout.CanaryJudge;
import slipway.rollout.Plan;
import slipway.rollout.PlanStep;

/// Reads a plan that somebody wrote by hand; docs/plan-file.md describes the format. Whatever is
/// wrong is named with its line, before anything is touched.
final class PlanFile {
    private static final String KIND = "plan";

    /// The workloads that have versions, as kubectl names them.
    private static final Map<String, Workload> WORKLOADS =
            Map.of(
                    "deployment/api", Workload.deployment("api"),
                    "statefulset/ledger", Workload.statefulSet("ledger"),
                    "daemonset/agent", Workload.daemonSet("agent"));

    private static final Set<String> FIELDS =
            Set.of("strategy", "workload", "version", "settings", "within", "steps");

    /// What the steps that need a value look like.
    private static final Map<String, String> LIKE =
            Map.of(
                    "bringUp", "bringUp: 1",
                    "look", "look: 20",
                    "share", "share: 10",
                    "match", "match: {header: Slipway-Group, value: b}",
                    "pause", "pause: 5s");

    private final YamlFile yaml;

    private PlanFile(YamlFile yaml) {
        this.yaml = yaml;
    }

    /// @throws InvalidSpec with the line, where the file is no plan
    static Plan read(Path file) {
        return parse(file.toString(), YamlFile.content(KIND, file));
    }

    /// @param name of the file, for messages
    static Plan parse(String name, String text) {
        return new PlanFile(new YamlFile(KIND, name)).plan(text);
    }

    private Plan plan(String text) {
        var root = yaml.root(text);
        var fields = yaml.fields(root, FIELDS);
        var workload = yaml.required(root, fields, "workload");
        var settings = fields.get("settings");
        if (settings != null && fields.containsKey("version")) {
            throw yaml.wrong(settings, "a plan changes either the version or settings");
        }
        var version = settings == null ? yaml.required(root, fields, "version") : null;
        var steps = yaml.required(root, fields, "steps");
        var list = yaml.list(steps, "steps");
        var whole = list.stream().map(this::step).toList();
        var what = workload(workload);
        var next = version == null ? RolloutScenarios.FIRST : version(version, what);
        var within = YamlFile.or(fields, "within", this::limit, Plan.USUAL);
        var flaw = Plan.flaw(what, whole, within);
        if (flaw != null) {
            throw yaml.wrong(whole.isEmpty() ? steps : list.get(flaw.step()), flaw.why());
        }
        var strategy = fields.get("strategy");
        // All that is left to be wrong is that such settings do not go with such steps.
        return yaml.at(
                settings == null ? root : settings,
                () ->
                        new Plan(
                                strategy == null ? "custom rollout" : yaml.text(strategy),
                                what,
                                next,
                                settings == null ? Map.of() : settings(settings),
                                whole,
                                within));
    }

    private Duration limit(Node node) {
        return yaml.at(node, () -> Plan.limit(yaml.duration(node)));
    }

    private Workload workload(Node node) {
        var workload = WORKLOADS.get(yaml.text(node));
        if (workload == null) {
            throw yaml.wrong(
                    node,
                    "a workload is deployment/api, statefulset/ledger or daemonset/agent, not "
                            + yaml.text(node));
        }
        return workload;
    }

    /// A version that can be built of the workload; of agent there are only plain ones.
    private Version version(Node node, Workload workload) {
        var version = yaml.at(node, () -> new Version(yaml.text(node)));
        var trait = version.label().replaceFirst("v[0-9]+-?", "");
        var traits =
                workload.kind() == Workload.Kind.DAEMON_SET
                        ? List.<String>of()
                        : SuiteImages.Version.TRAITS;
        if (!trait.isEmpty() && !traits.contains(trait) && !version.equals(Scenarios.UNPUBLISHED)) {
            throw yaml.wrong(
                    node,
                    "a version of %s is like v2%s, not %s"
                            .formatted(
                                    workload.name(),
                                    traits.isEmpty() ? "" : ", or has one of the traits " + traits,
                                    version));
        }
        return version;
    }

    private Map<String, EnvVar> settings(Node node) {
        var settings = new LinkedHashMap<String, EnvVar>();
        yaml.fields(node, null).forEach((name, value) -> settings.put(name, variable(value)));
        if (settings.isEmpty()) {
            throw yaml.wrong(node, "expected settings, such as QUARKUS_LOG_LEVEL: DEBUG");
        }
        return settings;
    }

    private EnvVar variable(Node node) {
        if (node instanceof ScalarNode word) {
            return new EnvVar.Literal(word.getValue());
        }
        var fields = yaml.fields(node, Set.of("secret", "key"));
        return new EnvVar.FromSecret(
                yaml.text(yaml.required(node, fields, "secret")),
                yaml.text(yaml.required(node, fields, "key")));
    }

    // Steps.

    private PlanStep step(Node node) {
        if (node instanceof ScalarNode word) {
            return switch (word.getValue()) {
                case "promote" -> new PlanStep.Promote();
                case "update" -> PlanStep.Update.OWN;
                case "mirror" -> new PlanStep.Mirror();
                case "judge" -> new PlanStep.Judge(new CanaryJudge(), Plan.PATIENCE);
                case "bringUp", "look", "share", "match", "pause" ->
                        throw yaml.wrong(
                                node,
                                "%s needs a value: %s"
                                        .formatted(word.getValue(), LIKE.get(word.getValue())));
                default -> throw unknownStep(node, word.getValue());
            };
        }
        var fields = yaml.fields(node, null);
        if (fields.size() != 1) {
            throw yaml.wrong(
                    node, "a step does one thing, not " + String.join(" and ", fields.keySet()));
        }
        var name = fields.keySet().iterator().next();
        var value = fields.values().iterator().next();
        return yaml.at(
                value,
                () ->
                        switch (name) {
                            case "bringUp" -> bring(value);
                            case "look" -> new PlanStep.Look(yaml.number(value));
                            case "share" -> new PlanStep.Share(yaml.number(value));
                            case "match" -> new PlanStep.Match(group(value));
                            case "pause" -> new PlanStep.Pause(yaml.duration(value));
                            case "judge" -> judge(value);
                            case "update" -> new PlanStep.Update(strategy(value));
                            case "promote", "mirror" ->
                                    throw yaml.wrong(node, name + " takes no value, and no colon");
                            default -> throw unknownStep(node, name);
                        });
    }

    private InvalidSpec unknownStep(Node node, String name) {
        return yaml.wrong(
                node,
                "no step is called %s; there are bringUp, look, mirror, share, match, judge, pause, promote and update"
                        .formatted(name));
    }

    private PlanStep bring(Node node) {
        if (node instanceof ScalarNode) {
            return new PlanStep.Bring(yaml.text(node));
        }
        var fields = yaml.fields(node, Set.of("pods", "baseline"));
        return new PlanStep.Bring(
                yaml.text(yaml.required(node, fields, "pods")),
                YamlFile.or(fields, "baseline", yaml::truth, false));
    }

    private PlanStep judge(Node node) {
        var usual = new CanaryJudge();
        var fields =
                yaml.fields(
                        node,
                        Set.of(
                                "by",
                                "patience",
                                "sample",
                                "significance",
                                "breakIn",
                                "tolerance",
                                "slower"));
        return new PlanStep.Judge(
                new CanaryJudge(
                        YamlFile.or(fields, "sample", yaml::number, usual.sample()),
                        YamlFile.or(fields, "significance", yaml::fraction, usual.significance()),
                        YamlFile.or(fields, "breakIn", yaml::number, usual.breakIn()),
                        YamlFile.or(fields, "tolerance", yaml::duration, usual.tolerance()),
                        YamlFile.or(fields, "slower", yaml::fraction, usual.slower())),
                YamlFile.or(fields, "patience", yaml::duration, Plan.PATIENCE),
                YamlFile.or(fields, "by", this::source, PlanStep.Judge.Source.CLIENTS));
    }

    private PlanStep.Judge.Source source(Node node) {
        return switch (yaml.text(node)) {
            case "clients" -> PlanStep.Judge.Source.CLIENTS;
            case "pods" -> PlanStep.Judge.Source.PODS;
            default ->
                    throw yaml.wrong(
                            node, "a judge goes by clients or pods, not " + yaml.text(node));
        };
    }

    private Group group(Node node) {
        var fields = yaml.fields(node, Set.of("header", "cookie", "value"));
        var header = fields.get("header");
        var cookie = fields.get("cookie");
        var value = yaml.text(yaml.required(node, fields, "value"));
        if (header != null && cookie == null) {
            return Group.header(yaml.text(header), value);
        }
        if (cookie != null && header == null) {
            return Group.cookie(yaml.text(cookie), value);
        }
        throw yaml.wrong(node, "a group is known by either a header or a cookie");
    }

    private Strategy strategy(Node node) {
        if (node instanceof ScalarNode word) {
            if (word.getValue().equals("recreate")) {
                return new Strategy.Recreate();
            }
            throw yaml.wrong(
                    node, "an update is recreate, or has bounds, and is not " + yaml.text(node));
        }
        var fields = yaml.fields(node, Set.of("maxSurge", "maxUnavailable", "partition"));
        return new Strategy.RollingUpdate(
                YamlFile.or(fields, "maxSurge", yaml::text, ""),
                YamlFile.or(fields, "maxUnavailable", yaml::text, ""),
                YamlFile.or(fields, "partition", yaml::number, 0));
    }
}
