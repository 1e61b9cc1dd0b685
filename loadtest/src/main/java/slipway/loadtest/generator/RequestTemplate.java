package slipway.loadtest.generator;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Pattern;
import slipway.core.InvalidSpec;

/// One HTTP request, in which `{n}` stands for its number and `{run}` for the run's name: together
/// a name that no other request has, such as an idempotency key needs.
///
/// @param method such as `GET`
/// @param path from the first slash on, with its query
/// @param headers beside those that every request has (`Host`, `User-Agent`, `Content-Length`)
/// @param body empty where there is none
public record RequestTemplate(
        String method, String path, Map<String, String> headers, String body) {
    /// RFC 9110, section 5.6.2.
    private static final Pattern TOKEN = Pattern.compile("[!#$%&'*+.^_`|~0-9A-Za-z-]+");

    /// What a request target is made of (RFC 3986), and the placeholders' braces.
    private static final Pattern PATH =
            Pattern.compile("/[!$%&'()*+,./0-9:;=?@A-Z_a-z~{}\\[\\]-]*");

    /// Visible characters, and blanks between them: a line break would begin another header.
    private static final Pattern HEADER =
            Pattern.compile("([\\x21-\\x7e\\x80-\\xff][\\t\\x20-\\x7e\\x80-\\xff]*)?");

    private static final String NUMBER = "{n}";
    private static final String RUN = "{run}";

    public RequestTemplate {
        require(
                TOKEN.matcher(method).matches() && !method.equals("CONNECT"),
                "a method is like GET or POST, not " + method);
        require(
                PATH.matcher(path).matches(),
                "a path begins with a slash and has no spaces or other characters that a URL escapes, unlike "
                        + path);
        headers = Collections.unmodifiableMap(new LinkedHashMap<>(headers));
        headers.forEach(
                (name, value) -> {
                    require(TOKEN.matcher(name).matches(), "no header has the name " + name);
                    require(
                            HEADER.matcher(value).matches(),
                            "a header is one line of Latin-1 characters that begins with none that is blank, unlike "
                                    + name);
                });
    }

    /// A GET without anything else.
    public static RequestTemplate get(String path) {
        return new RequestTemplate("GET", path, Map.of(), "");
    }

    /// With these headers as well; its own win.
    public RequestTemplate with(Map<String, String> others) {
        var both = new LinkedHashMap<>(others);
        both.putAll(headers);
        return new RequestTemplate(method, path, both, body);
    }

    /// Whether each request is like every other.
    boolean constant() {
        return !varies(path) && !varies(body) && headers.values().stream().noneMatch(this::varies);
    }

    /// The template with its placeholders filled in.
    ///
    /// @param number of the request, from 0 on
    RequestTemplate filled(String run, long number) {
        if (constant()) {
            return this;
        }
        var filled = new LinkedHashMap<String, String>();
        headers.forEach((name, value) -> filled.put(name, fill(value, run, number)));
        return new RequestTemplate(
                method, fill(path, run, number), filled, fill(body, run, number));
    }

    byte[] bytes() {
        return body.getBytes(UTF_8);
    }

    private boolean varies(String text) {
        return text.contains(NUMBER) || text.contains(RUN);
    }

    private static String fill(String text, String run, long number) {
        return text.replace(NUMBER, Long.toString(number)).replace(RUN, run);
    }

    private static void require(boolean holds, String otherwise) {
        if (!holds) {
            throw new InvalidSpec(otherwise);
        }
    }
}
