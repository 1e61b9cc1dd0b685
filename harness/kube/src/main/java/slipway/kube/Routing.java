package slipway.kube;

import com.fasterxml.jackson.core.type.TypeReference;
import io.fabric8.kubernetes.api.model.Condition;
import io.fabric8.kubernetes.api.model.KubernetesResourceList;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.ServiceBuilder;
import io.fabric8.kubernetes.api.model.gatewayapi.v1.HTTPBackendRef;
import io.fabric8.kubernetes.api.model.gatewayapi.v1.HTTPBackendRefBuilder;
import io.fabric8.kubernetes.api.model.gatewayapi.v1.HTTPRoute;
import io.fabric8.kubernetes.api.model.gatewayapi.v1.HTTPRouteMatch;
import io.fabric8.kubernetes.api.model.gatewayapi.v1.HTTPRouteMatchBuilder;
import io.fabric8.kubernetes.api.model.gatewayapi.v1.HTTPRouteRule;
import io.fabric8.kubernetes.api.model.gatewayapi.v1.HTTPRouteRuleBuilder;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.MixedOperation;
import io.fabric8.kubernetes.client.dsl.Resource;
import io.fabric8.kubernetes.client.dsl.ServiceResource;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.net.HttpURLConnection;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import slipway.core.Group;
import slipway.core.InvalidSpec;
import slipway.core.Route;
import slipway.core.RunFailed;
import slipway.core.Workload;

/// Shares out the clients of a workload among its versions, by the HTTPRoute that leads to it.
///
/// For weights and for groups by a header any implementation of Gateway API will do. Copies of
/// reads (`RequestMirror`, and the match of a method) are of its extended support, which not every
/// implementation has; and what a pattern of a header means, by which a cookie is found, each
/// implementation says for itself: it has to be a regular expression there.
///
/// Each version, and a baseline, gets a Service of its own, `NAME-HASH`, by the `pod-template-hash`
/// that a Deployment's pods bear. The HTTPRoute names all of them and the workload's own Service
/// from first to last, those without a share with weight 0, so that a gateway always knows a
/// backend before anybody is sent there, and for as long as somebody may still be. In the end the
/// workload's own has all of the weight for a moment before the others' names go: a gateway that
/// forgets a backend sooner than the rules that name it has no answer but 503 (Envoy, response flag
/// `NC`).
final class Routing {
    /// Bears the rules of before on the HTTPRoute, for whoever has to put them back.
    private static final String RULES_BEFORE = "slipway/rules-before";

    /// Bears the workload's name on each Service that is made here.
    private static final String ROUTES = "slipway/routes";

    private static final String VERSION = "slipway/version";
    private static final String READ = "GET";
    private static final String EXACT = "Exact";
    private static final String PATTERN = "RegularExpression";
    private static final String HASH = "pod-template-hash";

    /// Endpoints follow pods within milliseconds, unless the cluster hangs.
    private static final Duration ENDPOINTS = Duration.ofSeconds(15);

    /// What an HTTPRoute can have (Gateway API, `HTTPRouteSpec.rules`).
    private static final int MAX_RULES = 16;

    private static final int MAX_MATCHES = 128;

    /// In place of a rule that leads to the workload: one for each of three versions (the next one,
    /// that of before, its baseline), one for a group, one for a mirror, and one for all others.
    private static final int SHARED = 6;

    /// A gateway takes a route within a second, unless it hangs.
    private static final Duration TAKEN = Duration.ofSeconds(15);

    private final Api api;
    private final Workload workload;
    private final Duration propagation;

    Routing(Api api, Workload workload) {
        this(api, workload, Route.PROPAGATION);
    }

    Routing(Api api, Workload workload, Duration propagation) {
        this.api = api;
        this.workload = workload;
        this.propagation = propagation;
    }

    /// @param pods the workload's and its baseline's
    void route(Route route, Collection<Pod> pods) throws InterruptedException {
        var hashes = hashes(route, pods);
        var http = httpRoute();
        remember(http);
        pin(Objects.requireNonNull(hashes.get(route.leader())));
        for (var entry : hashes.entrySet()) {
            serve(entry.getKey(), entry.getValue());
        }
        var now = weights(http);
        if (!hashes.values().stream().map(this::name).allMatch(now::containsKey)) {
            write(http, new Backends(now));
            awaitRouted();
        }
        write(http, backends(route, hashes));
        awaitTaken(http);
    }

    /// A gateway hears of endpoints that are gone sooner than of weights, and tells nobody when it
    /// has heard of these.
    void awaitRouted() throws InterruptedException {
        Thread.sleep(propagation);
    }

    /// @throws InvalidSpec where [#route] would be refused
    void rehearse() {
        var leading = leading();
        var obstacle = obstacle(leading);
        if (obstacle != null) {
            throw new InvalidSpec(obstacle);
        }
    }

    void unroute() throws InterruptedException {
        unpin();
        var routed = remembering();
        if (routed.isEmpty()) {
            return;
        }
        // Where no pod is ready, clients fare the same by either Service.
        var _ = endpoints(workload.name());
        var sharing = routed.stream().filter(Routing::shares).toList();
        if (!sharing.isEmpty()) {
            var versions = own();
            var everybody = new Backends(Map.of(workload.name(), 100));
            for (var http : sharing) {
                edit(http, route -> share(route, versions, everybody));
            }
            awaitRouted();
        }
        for (var http : routed) {
            edit(http, Routing::asBefore);
        }
        awaitRouted();
    }

    /// Whether its rules are not those of before.
    private static boolean shares(HTTPRoute http) {
        var before = annotation(http);
        return before != null && !rules(before).equals(http.getSpec().getRules());
    }

    void forget() {
        for (var http : remembering()) {
            edit(
                    http,
                    route -> {
                        asBefore(route);
                        if (routed(route)) {
                            route.getMetadata().getAnnotations().remove(RULES_BEFORE);
                        }
                    });
        }
        unpin();
        api.tell(
                "delete the Services of " + workload + "'s versions",
                () -> own().forEach(service -> api.client().resource(service).delete()));
    }

    /// Where there is room for nothing more there is still room for this.
    private static void asBefore(HTTPRoute route) {
        var before = annotation(route);
        if (before != null) {
            route.getSpec().setRules(rules(before));
        }
    }

    /// The hash of each version of the route, in the order of the versions.
    private SortedMap<String, String> hashes(Route route, Collection<Pod> pods) {
        var hashes = new TreeMap<String, String>();
        for (var version : route.inOrder().keySet()) {
            var pod =
                    pods.stream()
                            .filter(Pods::ready)
                            .filter(p -> Pods.routed(p, workload.name()).equals(version))
                            .max(Comparator.comparing(p -> p.getMetadata().getCreationTimestamp()))
                            .orElseThrow(
                                    () ->
                                            new RunFailed(
                                                    "nobody can be sent to %s of %s: no pod of it is ready"
                                                            .formatted(version, workload)));
            var hash = pod.getMetadata().getLabels().get(HASH);
            if (hash == null) {
                throw new RunFailed(
                        "%s has no label %s: only a Deployment's versions can be told apart"
                                .formatted(pod.getMetadata().getName(), HASH));
            }
            hashes.put(version, hash);
        }
        return hashes;
    }

    /// A route with the Services in place of the versions.
    private record Backends(
            Map<String, Integer> weights, Map<Group, String> groups, Optional<String> mirror) {
        Backends(Map<String, Integer> weights) {
            this(weights, Map.of(), Optional.empty());
        }
    }

    private Backends backends(Route route, Map<String, String> hashes) {
        var services = new HashMap<String, String>();
        hashes.forEach((version, hash) -> services.put(version, name(hash)));
        var weights = new HashMap<String, Integer>();
        route.weights().forEach((version, weight) -> weights.put(of(services, version), weight));
        var groups = new HashMap<Group, String>();
        route.groups().forEach((group, version) -> groups.put(group, of(services, version)));
        return new Backends(weights, groups, route.mirror().map(v -> of(services, v)));
    }

    /// A route names no version that it gives no share.
    private static String of(Map<String, String> services, String version) {
        return Objects.requireNonNull(services.get(version));
    }

    private String name(String hash) {
        return workload.name() + "-" + hash;
    }

    // The Services.

    private void pin(String hash) {
        selecting(selector -> selector.put(HASH, hash));
    }

    /// Where there is no Service, nobody is held.
    private void unpin() {
        var service = api.ask("read the Service " + workload.name(), () -> service().get());
        if (service != null) {
            selecting(selector -> selector.remove(HASH));
        }
    }

    private void selecting(Consumer<Map<String, String>> change) {
        api.tell(
                "change the Service " + workload.name(),
                () ->
                        service()
                                .edit(
                                        service -> {
                                            change.accept(service.getSpec().getSelector());
                                            return service;
                                        }));
    }

    private ServiceResource<Service> service() {
        return api.client().services().inNamespace(api.namespace()).withName(workload.name());
    }

    /// Gives the version its Service, if it has none.
    private void serve(String version, String hash) throws InterruptedException {
        if (own().stream().noneMatch(s -> s.getMetadata().getName().equals(name(hash)))) {
            create(version, hash);
        }
        if (!endpoints(name(hash))) {
            throw new RunFailed(
                    "the Service %s has no ready endpoint after %d s"
                            .formatted(name(hash), ENDPOINTS.toSeconds()));
        }
    }

    private void create(String version, String hash) {
        var base = api.ask("read the Service " + workload.name(), () -> service().require());
        var selector = new HashMap<>(base.getSpec().getSelector());
        selector.put(HASH, hash);
        var ports = base.getSpec().getPorts();
        ports.forEach(port -> port.setNodePort(null));
        var service =
                new ServiceBuilder()
                        .withNewMetadata()
                        .withName(name(hash))
                        .withNamespace(api.namespace())
                        .addToLabels(ROUTES, workload.name())
                        .addToAnnotations(VERSION, version)
                        .endMetadata()
                        .withNewSpec()
                        .withSelector(selector)
                        .withPorts(ports)
                        .endSpec()
                        .build();
        api.tell("create the Service " + name(hash), () -> create(service));
    }

    /// Or a first try succeeded, and its answer was lost.
    private void create(Service service) {
        try {
            api.client().resource(service).create();
        } catch (KubernetesClientException e) {
            var name = service.getMetadata().getName();
            if (e.getCode() != HttpURLConnection.HTTP_CONFLICT
                    || own().stream().noneMatch(s -> s.getMetadata().getName().equals(name))) {
                throw e;
            }
        }
    }

    private List<Service> own() {
        return api.ask(
                "list the Services of " + workload + "'s versions",
                () ->
                        api
                                .client()
                                .services()
                                .inNamespace(api.namespace())
                                .withLabel(ROUTES, workload.name())
                                .list()
                                .getItems()
                                .stream()
                                .sorted(Comparator.comparing(s -> s.getMetadata().getName()))
                                .toList());
    }

    /// Whether the Service has a ready endpoint, at once or soon.
    private boolean endpoints(String service) throws InterruptedException {
        return Poll.until(ENDPOINTS, () -> hasEndpoints(service));
    }

    private boolean hasEndpoints(String service) {
        var slices =
                api.ask(
                        "list the endpoints of " + service,
                        () ->
                                api.client()
                                        .discovery()
                                        .v1()
                                        .endpointSlices()
                                        .inNamespace(api.namespace())
                                        .withLabel(KubeCluster.SERVICE_NAME, service)
                                        .list()
                                        .getItems());
        return Count.endpoints(slices) > 0;
    }

    // The HTTPRoute.

    private MixedOperation<HTTPRoute, KubernetesResourceList<HTTPRoute>, Resource<HTTPRoute>>
            httpRoutes() {
        return api.client().resources(HTTPRoute.class);
    }

    private List<HTTPRoute> all() {
        return api.ask(
                "list the HTTPRoutes",
                () -> {
                    try {
                        return httpRoutes().inNamespace(api.namespace()).list().getItems();
                    } catch (KubernetesClientException e) {
                        if (e.getCode() != HttpURLConnection.HTTP_NOT_FOUND) {
                            throw e;
                        }
                        return List.<HTTPRoute>of(); // a cluster without Gateway API
                    }
                });
    }

    /// Those that have to be put back: each bears rules of before, which led to the workload. The
    /// one that [#httpRoute] finds may be another by now, or none.
    private List<HTTPRoute> remembering() {
        return all().stream()
                .filter(
                        route -> {
                            var before = annotation(route);
                            return before != null && leads(rules(before));
                        })
                .toList();
    }

    private boolean leads(List<HTTPRouteRule> rules) {
        return rules.stream().flatMap(Routing::backends).anyMatch(this::own);
    }

    private List<HTTPRoute> leading() {
        return all().stream().filter(route -> leads(route.getSpec().getRules())).toList();
    }

    /// The one that leads to the workload.
    private HTTPRoute httpRoute() {
        var leading = leading();
        var obstacle = obstacle(leading);
        if (obstacle != null) {
            throw new RunFailed(obstacle);
        }
        return leading.getFirst();
    }

    /// What keeps clients from being shared out; null where nothing does.
    private @Nullable String obstacle(List<HTTPRoute> leading) {
        if (leading.size() != 1) {
            return "expected one HTTPRoute that leads to the Service %s in namespace %s, saw %d; the component gateway has one"
                    .formatted(workload.name(), api.namespace(), leading.size());
        }
        var http = leading.getFirst();
        boolean others =
                http.getSpec().getRules().stream()
                        .anyMatch(
                                rule ->
                                        backends(rule).anyMatch(this::own)
                                                && backends(rule).count() > 1);
        if (routed(http)) {
            return null;
        }
        if (rules(http) > MAX_RULES || matches(http) > MAX_MATCHES) {
            return "the HTTPRoute %s has too many rules to share out requests to %s: with those for each version there would be %d of %d, and %d matches of %d"
                    .formatted(
                            http.getMetadata().getName(),
                            workload.name(),
                            rules(http),
                            MAX_RULES,
                            matches(http),
                            MAX_MATCHES);
        }
        return others
                ? "the HTTPRoute %s shares out requests between %s and others already: two who share out would undo each other's work"
                        .formatted(http.getMetadata().getName(), workload.name())
                : null;
    }

    /// How many rules there would be with all that a rollout can add.
    private int rules(HTTPRoute http) {
        return http.getSpec().getRules().stream()
                .mapToInt(rule -> backends(rule).anyMatch(this::own) ? SHARED : 1)
                .sum();
    }

    private int matches(HTTPRoute http) {
        return http.getSpec().getRules().stream()
                .mapToInt(
                        rule ->
                                matches(rule).size()
                                        * (backends(rule).anyMatch(this::own) ? SHARED : 1))
                .sum();
    }

    /// Waits until each gateway of the route has said that it has taken these rules, and found all
    /// that they lead to (Gateway API, `RouteParentStatus`). One that says nothing of any route is
    /// not waited for.
    ///
    /// @throws RunFailed with what a gateway says instead
    private void awaitTaken(HTTPRoute http) throws InterruptedException {
        if (!Poll.until(TAKEN, () -> untaken(read(http)) == null)) {
            throw new RunFailed(
                    "waited %d s for the gateway to take the HTTPRoute %s: %s"
                            .formatted(
                                    TAKEN.toSeconds(),
                                    http.getMetadata().getName(),
                                    untaken(read(http))));
        }
    }

    private HTTPRoute read(HTTPRoute http) {
        return api.ask(
                "read the HTTPRoute " + http.getMetadata().getName(), () -> named(http).require());
    }

    /// What a gateway has against the rules as they are; null where none has anything.
    static @Nullable String untaken(HTTPRoute http) {
        var status = http.getStatus();
        if (status == null || status.getParents() == null) {
            return null;
        }
        for (var parent : status.getParents()) {
            for (var type : List.of("Accepted", "ResolvedRefs")) {
                var condition =
                        parent.getConditions().stream()
                                .filter(c -> c.getType().equals(type))
                                .findFirst();
                if (condition.isEmpty() || stale(condition.get(), http)) {
                    return "it has not looked at it yet";
                }
                if (!condition.get().getStatus().equals("True")) {
                    return "%s is %s, %s: %s"
                            .formatted(
                                    type,
                                    condition.get().getStatus(),
                                    condition.get().getReason(),
                                    condition.get().getMessage());
                }
            }
        }
        return null;
    }

    private static boolean stale(Condition condition, HTTPRoute http) {
        return Objects.requireNonNullElse(condition.getObservedGeneration(), 0L)
                < Objects.requireNonNullElse(http.getMetadata().getGeneration(), 0L);
    }

    private boolean own(HTTPBackendRef backend) {
        return workload.name().equals(backend.getName())
                && (backend.getNamespace() == null
                        || backend.getNamespace().equals(api.namespace()))
                && (backend.getKind() == null || backend.getKind().equals("Service"));
    }

    private static Stream<HTTPBackendRef> backends(HTTPRouteRule rule) {
        return rule.getBackendRefs() == null ? Stream.of() : rule.getBackendRefs().stream();
    }

    private static @Nullable String annotation(HTTPRoute route) {
        var annotations = route.getMetadata().getAnnotations();
        return annotations == null ? null : annotations.get(RULES_BEFORE);
    }

    private static boolean routed(HTTPRoute route) {
        return annotation(route) != null;
    }

    private static List<HTTPRouteRule> rules(String json) {
        return Serialization.unmarshal(json, new TypeReference<List<HTTPRouteRule>>() {});
    }

    private void remember(HTTPRoute http) {
        if (routed(http)) {
            return;
        }
        var before = Serialization.asJson(http.getSpec().getRules());
        edit(
                http,
                route -> {
                    var annotations = new HashMap<String, String>();
                    if (route.getMetadata().getAnnotations() != null) {
                        annotations.putAll(route.getMetadata().getAnnotations());
                    }
                    annotations.put(RULES_BEFORE, before);
                    route.getMetadata().setAnnotations(annotations);
                });
    }

    /// The weights as they are, by Service.
    private Map<String, Integer> weights(HTTPRoute http) {
        var now =
                api.ask(
                        "read the HTTPRoute " + http.getMetadata().getName(),
                        () -> named(http).require());
        var weights = new HashMap<String, Integer>();
        for (var rule : now.getSpec().getRules()) {
            // Not those for whoever names a version, which lead to one backend each.
            if (backends(rule).anyMatch(this::own)) {
                backends(rule)
                        .forEach(
                                b ->
                                        weights.put(
                                                b.getName(),
                                                Objects.requireNonNullElse(b.getWeight(), 1)));
                return weights;
            }
        }
        return weights;
    }

    private Resource<HTTPRoute> named(HTTPRoute http) {
        return httpRoutes().inNamespace(api.namespace()).withName(http.getMetadata().getName());
    }

    /// Gives these Services these weights, and all others of the workload none.
    ///
    /// @throws RunFailed where somebody has put the route back meanwhile: nobody would be led
    ///   anywhere
    private void write(HTTPRoute http, Backends to) {
        var versions = own();
        edit(
                http,
                route -> {
                    if (!leads(to.weights(), versions) || !share(route, versions, to)) {
                        throw new RunFailed(
                                "somebody has put the HTTPRoute %s back meanwhile"
                                        .formatted(route.getMetadata().getName()));
                    }
                });
    }

    /// @return false where there are no rules of before to go by
    private boolean share(HTTPRoute route, List<Service> versions, Backends to) {
        var before = annotation(route);
        if (before == null) {
            return false;
        }
        var rules = new ArrayList<HTTPRouteRule>();
        for (var rule : rules(before)) {
            if (backends(rule).noneMatch(this::own)) {
                rules.add(rule);
            } else {
                rules.addAll(shared(rule, versions, to));
            }
        }
        route.getSpec().setRules(rules);
        return true;
    }

    /// The rules in place of one that leads to the workload. A gateway prefers a rule that asks for
    /// more of a request.
    private List<HTTPRouteRule> shared(HTTPRouteRule rule, List<Service> versions, Backends to) {
        var own = backends(rule).findFirst().orElseThrow();
        var rules = new ArrayList<HTTPRouteRule>();
        for (var service : versions) {
            var version =
                    Objects.requireNonNull(service.getMetadata().getAnnotations().get(VERSION));
            rules.add(
                    leading(
                            rule,
                            with(Route.VERSION_HEADER, EXACT, version),
                            own,
                            service.getMetadata().getName()));
        }
        to.groups()
                .forEach((group, service) -> rules.add(leading(rule, with(group), own, service)));
        var backends = new ArrayList<HTTPBackendRef>();
        backends.add(weighing(own, workload.name(), to.weights()));
        for (var service : versions) {
            backends.add(weighing(own, service.getMetadata().getName(), to.weights()));
        }
        var all = new HTTPRouteRuleBuilder(rule).withBackendRefs(backends).build();
        if (matches(rule).stream().anyMatch(Routing::reads)) {
            to.mirror().ifPresent(service -> rules.add(mirroring(all, own, service)));
        }
        rules.add(all);
        return rules;
    }

    /// Another one like it for reads alone, of each of which the Service is sent a copy.
    private static HTTPRouteRule mirroring(HTTPRouteRule like, HTTPBackendRef own, String service) {
        return new HTTPRouteRuleBuilder(like)
                .withName(null) // one of each on a route
                .withMatches(
                        matches(like).stream()
                                .filter(Routing::reads)
                                .map(m -> new HTTPRouteMatchBuilder(m).withMethod(READ).build())
                                .toList())
                .addNewFilter()
                .withType("RequestMirror")
                .withNewRequestMirror()
                .withNewBackendRef()
                .withGroup(own.getGroup())
                .withKind(own.getKind())
                .withName(service)
                .withPort(own.getPort())
                .endBackendRef()
                .endRequestMirror()
                .endFilter()
                .build();
    }

    /// Whether a Service that is there has a share.
    private boolean leads(Map<String, Integer> weights, List<Service> versions) {
        return Stream.concat(
                        Stream.of(workload.name()),
                        versions.stream().map(service -> service.getMetadata().getName()))
                .anyMatch(service -> weights.getOrDefault(service, 0) > 0);
    }

    private static HTTPBackendRef weighing(
            HTTPBackendRef like, String service, Map<String, Integer> weights) {
        return new HTTPBackendRefBuilder(like)
                .withName(service)
                .withWeight(weights.getOrDefault(service, 0))
                .build();
    }

    /// Another one like it for some requests alone, which lead to one Service.
    private static HTTPRouteRule leading(
            HTTPRouteRule like,
            UnaryOperator<HTTPRouteMatchBuilder> asking,
            HTTPBackendRef own,
            String service) {
        return new HTTPRouteRuleBuilder(like)
                .withName(null) // one of each on a route
                .withMatches(matches(like, asking))
                .withBackendRefs(new HTTPBackendRefBuilder(own).withName(service).build())
                .build();
    }

    /// What a rule asks for; where it asks for nothing, one match of everything.
    private static List<HTTPRouteMatch> matches(HTTPRouteRule rule) {
        var given = rule.getMatches();
        return given == null || given.isEmpty() ? List.of(new HTTPRouteMatch()) : given;
    }

    private static List<HTTPRouteMatch> matches(
            HTTPRouteRule rule, UnaryOperator<HTTPRouteMatchBuilder> more) {
        return matches(rule).stream()
                .map(match -> more.apply(new HTTPRouteMatchBuilder(match)).build())
                .toList();
    }

    private static boolean reads(HTTPRouteMatch match) {
        return match.getMethod() == null || match.getMethod().equals(READ);
    }

    private static UnaryOperator<HTTPRouteMatchBuilder> with(Group group) {
        // A cookie is one of several in its header.
        return group.mark() == Group.Mark.COOKIE
                ? with(group.header(), PATTERN, "^(.*; *)?" + group.content() + "(;.*)?$")
                : with(group.header(), EXACT, group.content());
    }

    private static UnaryOperator<HTTPRouteMatchBuilder> with(
            String header, String type, String value) {
        return match ->
                match.addNewHeader().withName(header).withType(type).withValue(value).endHeader();
    }

    private void edit(HTTPRoute http, Consumer<HTTPRoute> change) {
        api.tell(
                "change the HTTPRoute " + http.getMetadata().getName(),
                () ->
                        named(http)
                                .edit(
                                        route -> {
                                            change.accept(route);
                                            return route;
                                        }));
    }
}
