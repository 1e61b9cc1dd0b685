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
import slipway.core.InvalidSpec;

/// A small YAML file that somebody wrote by hand. Whatever is wrong in it is named with its line.
final class YamlFile {
    /// Such a file has a few dozen lines; one of another kind is not read into memory.
    private static final long MAX_BYTES = 65_536;

    private final String kind;
    private final String name;

    /// @param kind of what it holds, for messages: `plan`
    /// @param name of the file, for messages
    YamlFile(String kind, String name) {
        this.kind = kind;
        this.name = name;
    }

    /// What stands in a file.
    ///
    /// @throws InvalidSpec where there is none, or one that is too long
    static String content(String kind, Path file) {
        if (!Files.isRegularFile(file)) {
            throw new InvalidSpec(
                    "expected the YAML file of a %s, but %s is none".formatted(kind, file));
        }
        try {
            if (Files.size(file) > MAX_BYTES) {
                throw new InvalidSpec(
                        "%s has more than %d bytes: it is no %s".formatted(file, MAX_BYTES, kind));
            }
            return Files.readString(file, StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new InvalidSpec(
                    "cannot read the %s %s: %s".formatted(kind, file, e.getMessage()));
        }
    }

    /// The one document that it holds.
    Node root(String text) {
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
            throw new InvalidSpec("%s is empty: it is no %s".formatted(name, kind));
        }
        if (documents.size() > 1) {
            throw wrong(
                    documents.get(1),
                    "a %s file holds one document; found %d, the second of which begins here"
                            .formatted(kind, documents.size()));
        }
        return documents.getFirst();
    }

    static <T> T or(Map<String, Node> fields, String name, Function<Node, T> read, T otherwise) {
        var node = fields.get(name);
        return node == null ? otherwise : read.apply(node);
    }

    /// The fields of a mapping, in their order.
    ///
    /// @param known null for any
    Map<String, Node> fields(Node node, @Nullable Set<String> known) {
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

    Node required(Node root, Map<String, Node> fields, String name) {
        var node = fields.get(name);
        if (node == null) {
            throw wrong(root, "the field %s is missing here".formatted(name));
        }
        return node;
    }

    /// @param what they are, for messages: `steps`
    List<Node> list(Node node, String what) {
        if (!(node instanceof SequenceNode list)) {
            throw wrong(node, what + " are a list, with a dash before each");
        }
        return list.getValue();
    }

    String text(Node node) {
        if (!(node instanceof ScalarNode scalar)) {
            throw wrong(node, "expected one word or number");
        }
        return scalar.getValue();
    }

    int number(Node node) {
        if (!text(node).matches("[0-9]{1,9}")) {
            throw wrong(node, "expected a number of 0 or more, not " + text(node));
        }
        return Integer.parseInt(text(node));
    }

    boolean truth(Node node) {
        return switch (text(node)) {
            case "true" -> true;
            case "false" -> false;
            default -> throw wrong(node, "expected true or false, not " + text(node));
        };
    }

    double fraction(Node node) {
        if (!text(node).matches("[0-9]{1,3}(\\.[0-9]{1,9})?")) {
            throw wrong(node, "expected a number such as 0.01, not " + text(node));
        }
        return Double.parseDouble(text(node));
    }

    Duration duration(Node node) {
        try {
            return Times.parse(text(node));
        } catch (InvalidSpec e) {
            throw wrong(node, String.valueOf(e.getMessage()));
        }
    }

    /// Builds a value, and names the line where it makes no sense.
    <T> T at(Node node, Supplier<T> build) {
        try {
            return build.get();
        } catch (InvalidSpec e) {
            var why = String.valueOf(e.getMessage());
            throw why.startsWith(name) ? e : wrong(node, why);
        }
    }

    InvalidSpec wrong(Node node, String why) {
        return wrong(node.getStartMark(), why);
    }

    private InvalidSpec wrong(Optional<Mark> mark, String why) {
        var line = mark.map(m -> ", line " + (m.getLine() + 1)).orElse("");
        return new InvalidSpec("%s%s: %s".formatted(name, line, why));
    }
}
