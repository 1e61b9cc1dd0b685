package slipway.run;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Compose;
import org.snakeyaml.engine.v2.exceptions.Mark;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.SequenceNode;
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
    /// A plan has a few dozen lines; a file of another kind is not read into memory.
    private static final long MAX_BYTES = 65_536;

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

    private final String name;

    private PlanFile(String name) {
        this.name = name;
    }

    /// @throws InvalidSpec with the line, where the file is no plan
    static Plan read(Path file) {
        if (!Files.isRegularFile(file)) {
            throw new InvalidSpec(
                    "expected the YAML file of a plan, but %s is none".formatted(file));
        }
        try {
            if (Files.size(file) > MAX_BYTES) {
                throw new InvalidSpec(
                        "%s has more than %d bytes: it is no plan".formatted(file, MAX_BYTES));
            }
            return parse(file.toString(), Files.readString(file, StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new InvalidSpec("cannot read the plan %s: %s".formatted(file, e.getMessage()));
        }
    }

    /// @param name of the file, for messages
    static Plan parse(String name, String text) {
        return new PlanFile(name).plan(text);
    }

    private Plan plan(String text) {
        var root = compose(text);
        var fields = fields(root, FIELDS);
        var workload = required(root, fields, "workload");
        var settings = fields.get("settings");
        if (settings != null && fields.containsKey("version")) {
            throw wrong(settings, "a plan changes either the version or settings");
        }
        var version = settings == null ? required(root, fields, "version") : null;
        var steps = required(root, fields, "steps");
        if (!(steps instanceof SequenceNode list)) {
            throw wrong(steps, "steps are a list, with a dash before each");
        }
        var whole = new ArrayList<PlanStep>();
        list.getValue().forEach(node -> whole.add(step(node)));
        var what = workload(workload);
        var next = version == null ? RolloutScenarios.FIRST : version(version, what);
        var within = or(fields, "within", this::limit, Plan.USUAL);
        var flaw = Plan.flaw(what, whole, within);
        if (flaw != null) {
            throw wrong(whole.isEmpty() ? steps : list.getValue().get(flaw.step()), flaw.why());
        }
        var strategy = fields.get("strategy");
        // All that is left to be wrong is that such settings do not go with such steps.
        return at(
                settings == null ? root : settings,
                () ->
                        new Plan(
                                strategy == null ? "custom rollout" : text(strategy),
                                what,
                                next,
                                settings == null ? Map.of() : settings(settings),
                                whole,
                                within));
    }

    private Duration limit(Node node) {
        return at(node, () -> Plan.limit(duration(node)));
    }

    private Node compose(String text) {
        var settings = LoadSettings.builder().setLabel(name).setUseMarks(true).build();
        var documents = new ArrayList<Node>();
        try {
            new Compose(settings).composeAllFromString(text).forEach(documents::add);
        } catch (MarkedYamlEngineException e) {
            throw wrong(e.getProblemMark(), "no YAML: " + e.getProblem());
        } catch (YamlEngineException e) {
            throw new InvalidSpec("%s is no YAML: %s".formatted(name, e.getMessage()));
        }
        if (documents.isEmpty()) {
            throw new InvalidSpec(name + " is empty: it is no plan");
        }
        if (documents.size() > 1) {
            throw wrong(
                    documents.get(1),
                    "a plan file holds one document; found %d, the second of which begins here"
                            .formatted(documents.size()));
        }
        return documents.getFirst();
    }

    private Workload workload(Node node) {
        var workload = WORKLOADS.get(text(node));
        if (workload == null) {
            throw wrong(
                    node,
                    "a workload is deployment/api, statefulset/ledger or daemonset/agent, not "
                            + text(node));
        }
        return workload;
    }

    /// A version that can be built of the workload; of agent there are only plain ones.
    private Version version(Node node, Workload workload) {
        var version = at(node, () -> new Version(text(node)));
        var trait = version.label().replaceFirst("v[0-9]+-?", "");
        var traits =
                workload.kind() == Workload.Kind.DAEMON_SET
                        ? List.<String>of()
                        : SuiteImages.Version.TRAITS;
        if (!trait.isEmpty() && !traits.contains(trait) && !version.equals(Scenarios.UNPUBLISHED)) {
            throw wrong(
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
        fields(node, null).forEach((name, value) -> settings.put(name, variable(value)));
        if (settings.isEmpty()) {
            throw wrong(node, "expected settings, such as QUARKUS_LOG_LEVEL: DEBUG");
        }
        return settings;
    }

    private EnvVar variable(Node node) {
        if (node instanceof ScalarNode word) {
            return new EnvVar.Literal(word.getValue());
        }
        var fields = fields(node, Set.of("secret", "key"));
        return new EnvVar.FromSecret(
                text(required(node, fields, "secret")), text(required(node, fields, "key")));
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
                        throw wrong(
                                node,
                                "%s needs a value: %s"
                                        .formatted(word.getValue(), LIKE.get(word.getValue())));
                default -> throw unknownStep(node, word.getValue());
            };
        }
        var fields = fields(node, null);
        if (fields.size() != 1) {
            throw wrong(
                    node, "a step does one thing, not " + String.join(" and ", fields.keySet()));
        }
        var name = fields.keySet().iterator().next();
        var value = fields.values().iterator().next();
        return at(
                value,
                () ->
                        switch (name) {
                            case "bringUp" -> bring(value);
                            case "look" -> new PlanStep.Look(number(value));
                            case "share" -> new PlanStep.Share(number(value));
                            case "match" -> new PlanStep.Match(group(value));
                            case "pause" -> new PlanStep.Pause(duration(value));
                            case "judge" -> judge(value);
                            case "update" -> new PlanStep.Update(strategy(value));
                            case "promote", "mirror" ->
                                    throw wrong(node, name + " takes no value, and no colon");
                            default -> throw unknownStep(node, name);
                        });
    }

    private InvalidSpec unknownStep(Node node, String name) {
        return wrong(
                node,
                "no step is called %s; there are bringUp, look, mirror, share, match, judge, pause, promote and update"
                        .formatted(name));
    }

    private PlanStep bring(Node node) {
        if (node instanceof ScalarNode) {
            return new PlanStep.Bring(text(node));
        }
        var fields = fields(node, Set.of("pods", "baseline"));
        return new PlanStep.Bring(
                text(required(node, fields, "pods")), or(fields, "baseline", this::truth, false));
    }

    private PlanStep judge(Node node) {
        var usual = new CanaryJudge();
        var fields =
                fields(
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
                        or(fields, "sample", this::number, usual.sample()),
                        or(fields, "significance", this::fraction, usual.significance()),
                        or(fields, "breakIn", this::number, usual.breakIn()),
                        or(fields, "tolerance", this::duration, usual.tolerance()),
                        or(fields, "slower", this::fraction, usual.slower())),
                or(fields, "patience", this::duration, Plan.PATIENCE),
                or(fields, "by", this::source, PlanStep.Judge.Source.CLIENTS));
    }

    private PlanStep.Judge.Source source(Node node) {
        return switch (text(node)) {
            case "clients" -> PlanStep.Judge.Source.CLIENTS;
            case "pods" -> PlanStep.Judge.Source.PODS;
            default -> throw wrong(node, "a judge goes by clients or pods, not " + text(node));
        };
    }

    private Group group(Node node) {
        var fields = fields(node, Set.of("header", "cookie", "value"));
        var header = fields.get("header");
        var cookie = fields.get("cookie");
        var value = text(required(node, fields, "value"));
        if (header != null && cookie == null) {
            return Group.header(text(header), value);
        }
        if (cookie != null && header == null) {
            return Group.cookie(text(cookie), value);
        }
        throw wrong(node, "a group is known by either a header or a cookie");
    }

    private Strategy strategy(Node node) {
        if (node instanceof ScalarNode word) {
            if (word.getValue().equals("recreate")) {
                return new Strategy.Recreate();
            }
            throw wrong(node, "an update is recreate, or has bounds, and is not " + text(node));
        }
        var fields = fields(node, Set.of("maxSurge", "maxUnavailable", "partition"));
        return new Strategy.RollingUpdate(
                or(fields, "maxSurge", this::text, ""),
                or(fields, "maxUnavailable", this::text, ""),
                or(fields, "partition", this::number, 0));
    }

    // Values.

    private static <T> T or(
            Map<String, Node> fields, String name, Function<Node, T> read, T otherwise) {
        var node = fields.get(name);
        return node == null ? otherwise : read.apply(node);
    }

    /// The fields of a mapping, in their order.
    ///
    /// @param known null for any
    private Map<String, Node> fields(Node node, @Nullable Set<String> known) {
        if (!(node instanceof MappingNode mapping)) {
            throw wrong(node, "expected fields, such as share: 10");
        }
        var fields = new LinkedHashMap<String, Node>();
        for (var tuple : mapping.getValue()) {
            var key = text(tuple.getKeyNode());
            if (known != null && !known.contains(key)) {
                throw wrong(
                        tuple.getKeyNode(),
                        "no field is called %s here; there are %s"
                                .formatted(key, known.stream().sorted().toList()));
            }
            if (fields.put(key, tuple.getValueNode()) != null) {
                throw wrong(tuple.getKeyNode(), key + " is said twice");
            }
        }
        return fields;
    }

    private Node required(Node root, Map<String, Node> fields, String name) {
        var node = fields.get(name);
        if (node == null) {
            throw wrong(root, "the field %s is missing here".formatted(name));
        }
        return node;
    }

    private String text(Node node) {
        if (!(node instanceof ScalarNode scalar)) {
            throw wrong(node, "expected one word or number");
        }
        return scalar.getValue();
    }

    private int number(Node node) {
        if (!text(node).matches("[0-9]{1,9}")) {
            throw wrong(node, "expected a number of 0 or more, not " + text(node));
        }
        return Integer.parseInt(text(node));
    }

    private boolean truth(Node node) {
        return switch (text(node)) {
            case "true" -> true;
            case "false" -> false;
            default -> throw wrong(node, "expected true or false, not " + text(node));
        };
    }

    private double fraction(Node node) {
        if (!text(node).matches("[0-9]{1,3}(\\.[0-9]{1,9})?")) {
            throw wrong(node, "expected a number such as 0.01, not " + text(node));
        }
        return Double.parseDouble(text(node));
    }

    private Duration duration(Node node) {
        try {
            return Times.parse(text(node));
        } catch (InvalidSpec e) {
            throw wrong(node, String.valueOf(e.getMessage()));
        }
    }

    // What is wrong, and where.

    /// Builds a value, and names the line where it makes no sense.
    private <T> T at(Node node, Supplier<T> build) {
        try {
            return build.get();
        } catch (InvalidSpec e) {
            var why = String.valueOf(e.getMessage());
            throw why.startsWith(name) ? e : wrong(node, why);
        }
    }

    private InvalidSpec wrong(Node node, String why) {
        return wrong(node.getStartMark(), why);
    }

    private InvalidSpec wrong(Optional<Mark> mark, String why) {
        var line = mark.map(m -> ", line " + (m.getLine() + 1)).orElse("");
        return new InvalidSpec("%s%s: %s".formatted(name, line, why));
    }
}
