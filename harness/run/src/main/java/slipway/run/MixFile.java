package slipway.run;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.snakeyaml.engine.v2.nodes.Node;
import slipway.loadtest.generator.Mix;
import slipway.loadtest.generator.RequestTemplate;

/// Reads what a load asks for; docs/load.md describes the format. Whatever is wrong is named with
/// its line, before anything is sent.
final class MixFile {
    private static final String KIND = "mix";
    private static final Set<String> BESIDE_THE_METHOD = Set.of("headers", "body");

    private final YamlFile yaml;

    private MixFile(YamlFile yaml) {
        this.yaml = yaml;
    }

    /// @throws slipway.core.InvalidSpec with the line, where the file is no mix
    static Mix read(Path file) {
        return parse(file.toString(), YamlFile.content(KIND, file));
    }

    /// @param name of the file, for messages
    static Mix parse(String name, String text) {
        return new MixFile(new YamlFile(KIND, name)).mix(text);
    }

    private Mix mix(String text) {
        var root = yaml.root(text);
        var sessions = yaml.required(root, yaml.fields(root, Set.of("sessions")), "sessions");
        return yaml.at(
                sessions,
                () ->
                        new Mix(
                                yaml.list(sessions, "sessions").stream()
                                        .map(this::session)
                                        .toList()));
    }

    private Mix.Session session(Node node) {
        var fields = yaml.fields(node, Set.of("share", "requests"));
        var requests = yaml.required(node, fields, "requests");
        return yaml.at(
                node,
                () ->
                        new Mix.Session(
                                YamlFile.or(fields, "share", yaml::fraction, 1.0),
                                yaml.list(requests, "requests").stream()
                                        .map(this::request)
                                        .toList()));
    }

    /// A method with its path, and what goes along.
    private RequestTemplate request(Node node) {
        var fields = yaml.fields(node, null);
        var methods =
                fields.keySet().stream().filter(name -> !BESIDE_THE_METHOD.contains(name)).toList();
        if (methods.size() != 1) {
            throw yaml.wrong(
                    node,
                    "a request has one method with its path, such as get: /accounts, not "
                            + (methods.isEmpty() ? "none" : String.join(" and ", methods)));
        }
        var method = methods.getFirst();
        return yaml.at(
                node,
                () ->
                        new RequestTemplate(
                                method.toUpperCase(Locale.ROOT),
                                yaml.text(yaml.required(node, fields, method)),
                                YamlFile.or(fields, "headers", this::headers, Map.of()),
                                YamlFile.or(fields, "body", yaml::text, "")));
    }

    private Map<String, String> headers(Node node) {
        return yaml.fields(node, null).entrySet().stream()
                .collect(
                        Collectors.toMap(
                                Map.Entry::getKey,
                                header -> yaml.text(header.getValue()),
                                (first, _) -> first,
                                LinkedHashMap::new));
    }
}
