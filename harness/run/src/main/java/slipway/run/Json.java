package slipway.run;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.BiFunction;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import slipway.core.InvalidSpec;

/// Strict reading and plain writing of JSON. The mapping is by hand, so that a renamed Java field
/// never renames one in a stored run.
final class Json {
    static final JsonNodeFactory NODES = JsonNodeFactory.instance;

    private static final ObjectMapper COMPACT = new ObjectMapper();
    private static final ObjectMapper PRETTY =
            new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT);

    private Json() {}

    /// A value is not what the format says. The reader who knows the file adds where.
    static final class Wrong extends RuntimeException {
        private static final long serialVersionUID = 1;

        Wrong(String message) {
            super(message);
        }
    }

    static ObjectNode object() {
        return NODES.objectNode();
    }

    static byte[] line(JsonNode node) {
        try {
            return COMPACT.writeValueAsBytes(node);
        } catch (JsonProcessingException e) {
            throw new UncheckedIOException(e);
        }
    }

    static String compact(JsonNode node) {
        return new String(line(node), StandardCharsets.UTF_8);
    }

    /// A node, or plain maps, lists and values.
    static String pretty(Object plain) {
        try {
            return PRETTY.writeValueAsString(plain) + "\n";
        } catch (JsonProcessingException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// @throws Wrong when it is no single JSON object
    static JsonNode parse(byte[] bytes) {
        try (var parser = COMPACT.createParser(bytes)) {
            JsonNode node = COMPACT.readTree(parser);
            if (node == null || !node.isObject()) {
                throw new Wrong("expected a JSON object, found " + shown(node));
            }
            if (parser.nextToken() != null) {
                throw new Wrong("expected one JSON object, found more behind it");
            }
            return node;
        } catch (JsonProcessingException e) {
            throw new Wrong("expected JSON, found that " + e.getOriginalMessage());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// Reads a whole file as one object.
    ///
    /// @param mend what to do where it is missing or wrong
    /// @throws InvalidSpec naming the file, what was expected there, what was found, and the mend
    static <T> T file(Path file, String what, String mend, Function<JsonNode, T> as) {
        if (!Files.isRegularFile(file)) {
            throw new InvalidSpec(
                    "expected %s in %s, but there is no such file; %s".formatted(what, file, mend));
        }
        try {
            return as.apply(parse(Files.readAllBytes(file)));
        } catch (Wrong e) {
            throw new InvalidSpec("%s: %s; %s".formatted(file, e.getMessage(), mend));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static JsonNode child(JsonNode node, String field) {
        var value = node.get(field);
        if (value == null || !value.isObject()) {
            throw new Wrong("expected an object \"" + field + "\", found " + shown(value));
        }
        return value;
    }

    static String text(JsonNode node, String field) {
        var value = node.get(field);
        if (value == null || !value.isTextual()) {
            throw new Wrong("expected a text \"" + field + "\", found " + shown(value));
        }
        return value.textValue();
    }

    static @Nullable String textOrNull(JsonNode node, String field) {
        return node.hasNonNull(field) ? text(node, field) : null;
    }

    static long number(JsonNode node, String field) {
        var value = node.get(field);
        if (value == null || !value.isIntegralNumber() || !value.canConvertToLong()) {
            throw new Wrong("expected a whole number \"" + field + "\", found " + shown(value));
        }
        return value.longValue();
    }

    static int integer(JsonNode node, String field) {
        long value = number(node, field);
        if (value != (int) value) {
            throw new Wrong("expected \"" + field + "\" below 2^31, found " + value);
        }
        return (int) value;
    }

    static boolean truth(JsonNode node, String field) {
        var value = node.get(field);
        if (value == null || !value.isBoolean()) {
            throw new Wrong("expected true or false as \"" + field + "\", found " + shown(value));
        }
        return value.booleanValue();
    }

    static <T> List<T> list(JsonNode node, String field, Function<JsonNode, T> as) {
        var value = node.get(field);
        if (value == null || !value.isArray()) {
            throw new Wrong("expected a list \"" + field + "\", found " + shown(value));
        }
        var list = new ArrayList<T>(value.size());
        value.forEach(item -> list.add(as.apply(item)));
        return list;
    }

    static List<String> texts(JsonNode node, String field) {
        return list(
                node,
                field,
                item -> {
                    if (!item.isTextual()) {
                        throw new Wrong(
                                "expected only texts in \"" + field + "\", found " + shown(item));
                    }
                    return item.textValue();
                });
    }

    static <T> Map<String, T> map(JsonNode node, String field, BiFunction<JsonNode, String, T> as) {
        var value = child(node, field);
        var map = new TreeMap<String, T>();
        value.fieldNames().forEachRemaining(name -> map.put(name, as.apply(value, name)));
        return map;
    }

    /// The name of the only field: how the cases of a sealed type are told apart.
    static String onlyField(JsonNode node, String of) {
        if (node.size() != 1) {
            throw new Wrong("expected one case of " + of + ", found " + shown(node));
        }
        return node.fieldNames().next();
    }

    private static String shown(@Nullable JsonNode node) {
        if (node == null) {
            return "nothing";
        }
        var text = node.toString();
        // Enough to recognise it in the file.
        return text.length() <= 80 ? text : text.substring(0, 80) + "…";
    }
}
