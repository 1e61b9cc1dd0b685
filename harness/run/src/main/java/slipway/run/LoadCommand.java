package slipway.run;

import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import slipway.core.InvalidSpec;
import slipway.core.Verdict;
import slipway.loadtest.generator.Generator;
import slipway.loadtest.generator.LoadSpec;
import slipway.loadtest.generator.Mix;
import slipway.loadtest.generator.Objective;
import slipway.loadtest.generator.RateProfile;
import slipway.loadtest.generator.RequestTemplate;
import slipway.loadtest.generator.Target;
import slipway.loadtest.generator.Trust;

/// `slipway load URL`.
@Command(
        name = "load",
        mixinStandardHelpOptions = true,
        description =
                "Put load on an HTTP service, whoever's it is, and measure it from when each request was due.")
final class LoadCommand implements Callable<Integer> {
    @Parameters(paramLabel = "URL", description = "Such as http://127.0.0.1:8080/accounts/a-000.")
    private String url = "";

    @Option(
            names = "--rate",
            paramLabel = "N",
            description = "Requests a second, of a shape's peak; 0.001 to 50000.")
    private @Nullable Double rate;

    @Option(
            names = "--for",
            paramLabel = "TIME",
            converter = Times.Converter.class,
            defaultValue = "30s",
            description = "How long requests are due: 30s (as it is), 10m.")
    private Duration time = Duration.ofSeconds(30);

    @Option(
            names = "--shape",
            defaultValue = "constant",
            description =
                    "constant (as it is); ramp from 0; step, ten of them; spike, 4 times the rest in the middle; soak.")
    private RateProfile.Shape shape = RateProfile.Shape.CONSTANT;

    @Option(
            names = "--poisson",
            description = "Arrivals by chance, as of many people, in place of even ones.")
    private boolean poisson;

    @Option(
            names = "--closed",
            paramLabel = "USERS",
            description =
                    "So many users who each wait for their answer before they ask again, in place of a rate. It overlooks what it waits for: for comparison.")
    private @Nullable Integer users;

    @Option(
            names = {"-X", "--method"},
            defaultValue = "GET",
            description = "GET (as it is), POST, …")
    private String method = "GET";

    @Option(
            names = {"-H", "--header"},
            paramLabel = "NAME: CONTENT",
            description =
                    "A header; {n} in it, in the path or in the body is the request's number, {run} the run's name.")
    private List<String> headers = List.of();

    @Option(names = "--body", description = "What is sent along.")
    private String body = "";

    @Option(
            names = "--mix",
            paramLabel = "FILE",
            description =
                    "Sessions of requests, as docs/load.md describes, in place of the URL's path, --method and --body.")
    private @Nullable Path mix;

    @Option(
            names = "--timeout",
            paramLabel = "TIME",
            converter = Times.Converter.class,
            defaultValue = "10s",
            description = "How long a client waits for the whole answer: 10s (as it is).")
    private Duration timeout = Duration.ofSeconds(10);

    @Option(
            names = "--connections",
            paramLabel = "N",
            defaultValue = "" + LoadSpec.USUAL_CONNECTIONS,
            description = "Open at most, 1 to 60000 (4000). Whoever finds none free is sent late.")
    private int connections = LoadSpec.USUAL_CONNECTIONS;

    @Option(names = "--http2", description = "HTTP/2 in place of HTTP/1.1.")
    private boolean http2;

    @Option(
            names = "--ca",
            paramLabel = "FILE",
            description = "The certificate authority to trust, as PEM.")
    private @Nullable Path authority;

    @Option(
            names = "--objective",
            paramLabel = "OBJECTIVE",
            description =
                    "What must hold, such as 'p99<200ms' or 'failed<1%%'; else exit code 1. As often as you like.")
    private List<String> objectives = List.of();

    @Option(names = "--seed", defaultValue = "42", description = "Of what is left to chance (42).")
    private long seed = 42;

    @Option(
            names = "--yes-i-own-this-target",
            description = "Send load beyond this machine. To what is not yours it is an attack.")
    private boolean owned;

    @Option(names = "--json", description = "Print load.json.")
    private boolean json;

    @Mixin private RunsOption where = new RunsOption();
    @Spec private CommandSpec spec;

    @Override
    public Integer call() throws InterruptedException {
        var asked = load();
        var wanted = objectives.stream().map(Objective::parse).toList();
        var folder = LoadFolder.create(where.runs(), Instant.now());
        var load = asked.named(folder.name());
        var err = spec.commandLine().getErr();
        LoadResult result;
        try (var log = folder.intervals(load.model().duration());
                var screen = LoadScreen.here(load, err)) {
            var measurement =
                    Generator.run(
                            load,
                            interval -> {
                                log.add(interval);
                                screen.show(interval);
                            });
            result =
                    new LoadResult(
                            load, measurement, log.series(), Trust.judge(measurement, wanted));
        } catch (InvalidSpec e) {
            folder.discard();
            throw e;
        }
        // Cleared before files are written: who is interrupted cannot.
        boolean cutOff = Thread.interrupted();
        tell(folder, result);
        if (cutOff) {
            throw new InterruptedException();
        }
        return Verdict.worst(result.verdicts()).exitCode();
    }

    /// The figures first: a disk that takes no page does not take them away.
    private void tell(LoadFolder folder, LoadResult result) {
        var out = spec.commandLine().getOut();
        if (!json) {
            LoadText.tell(result, folder, out);
            out.flush();
        }
        var text = folder.write(result, Commit.here(Slipway.checkout()));
        if (json) {
            out.print(text);
            out.flush();
        }
    }

    private LoadSpec load() {
        var uri = uri();
        var target = new Target(base(uri), http2, authority);
        if (!owned && !target.onLoopback()) {
            throw new InvalidSpec(
                    "%s is not on this machine, and load on what is not yours is an attack; if it is yours, say so with --yes-i-own-this-target"
                            .formatted(target.base()));
        }
        return new LoadSpec(target, mix(uri), model(), timeout, connections, "load", seed);
    }

    private LoadSpec.Model model() {
        if (users != null) {
            if (rate != null || poisson || shape != RateProfile.Shape.CONSTANT) {
                throw new InvalidSpec(
                        "the users of --closed ask when they were answered: --rate, --shape and --poisson are for an open load");
            }
            return new LoadSpec.Model.Closed(users, time);
        }
        if (rate == null) {
            throw new InvalidSpec("how many requests a second? Such as --rate 100");
        }
        return new LoadSpec.Model.Open(
                shape.of(rate, time),
                poisson ? RateProfile.Spacing.POISSON : RateProfile.Spacing.EVEN);
    }

    private URI uri() {
        try {
            // Braces stand for themselves in a template, and are none of a URI's.
            return new URI(url.replace("{", "%7B").replace("}", "%7D"));
        } catch (URISyntaxException e) {
            throw new InvalidSpec("%s is no URL: %s".formatted(url, e.getReason()));
        }
    }

    private static URI base(URI uri) {
        try {
            return new URI(
                    uri.getScheme(),
                    uri.getUserInfo(),
                    uri.getHost(),
                    uri.getPort(),
                    null,
                    null,
                    null);
        } catch (URISyntaxException e) {
            throw new InvalidSpec("%s is no URL: %s".formatted(uri, e.getReason()));
        }
    }

    private Mix mix(URI uri) {
        if (mix == null) {
            return Mix.of(request(uri)).with(headers());
        }
        var given = spec.commandLine().getParseResult();
        if (given.hasMatchedOption("--method")
                || given.hasMatchedOption("--body")
                || !request(uri).path().equals("/")) {
            throw new InvalidSpec(
                    "the requests of --mix have their own paths, methods and bodies: give the URL without a path, and neither --method nor --body");
        }
        return MixFile.read(mix).with(headers());
    }

    private RequestTemplate request(URI uri) {
        var path = uri.getRawPath();
        var query = uri.getRawQuery();
        var whole =
                (path == null || path.isEmpty() ? "/" : path) + (query == null ? "" : "?" + query);
        return new RequestTemplate(
                method, whole.replace("%7B", "{").replace("%7D", "}"), Map.of(), body);
    }

    private Map<String, String> headers() {
        var map = new LinkedHashMap<String, String>();
        for (var header : headers) {
            int colon = header.indexOf(':');
            if (colon < 1) {
                throw new InvalidSpec("a header is like 'Accept: text/plain', not " + header);
            }
            map.put(header.substring(0, colon), header.substring(colon + 1).strip());
        }
        return map;
    }
}
