package slipway.kube;

import com.fasterxml.jackson.core.type.TypeReference;
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
import io.fabric8.kubernetes.client.dsl.MixedOperation;
import io.fabric8.kubernetes.client.dsl.Resource;
import io.fabric8.kubernetes.client.dsl.ServiceResource;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import slipway.core.Route;
import slipway.core.RunFailed;
import slipway.core.Workload;

/// Shares out the clients of a workload among its versions, by the HTTPRoute that leads to it: any
/// implementation of Gateway API will do.
///
/// Each version gets a Service of its own, `NAME-HASH`, by the `pod-template-hash` that a
/// Deployment's pods bear. The HTTPRoute names all of them and the workload's own Service from
/// first to last, those without a share with weight 0, so that a gateway always knows a backend
/// before anybody is sent there, and for as long as somebody may still be.
final class Routing {
    /// Bears the rules of before on the HTTPRoute, for whoever has to put them back.
    private static final String RULES_BEFORE = "slipway/rules-before";

    /// Bears the workload's name on each Service that is made here.
    private static final String ROUTES = "slipway/routes";

    private static final String VERSION = "slipway/version";
    private static final String HASH = "pod-template-hash";

    /// What a gateway may take until it has heard of a change.
    private static final Duration INTRODUCTION = Duration.ofSeconds(2);

    /// Endpoints follow pods within milliseconds, unless the cluster hangs.
    private static final Duration ENDPOINTS = Duration.ofSeconds(15);

    private final Api api;
    private final Workload workload;
    private final Duration introduction;

    Routing(Api api, Workload workload) {
        this(api, workload, INTRODUCTION);
    }

    Routing(Api api, Workload workload, Duration introduction) {
        this.api = api;
        this.workload = workload;
        this.introduction = introduction;
    }

    void route(Route route, Collection<Pod> pods) throws InterruptedException {
        var hashes = hashes(route, pods);
        var http = httpRoute();
        remember(http);
        pin(Objects.requireNonNull(hashes.get(leader(route))));
        for (var entry : hashes.entrySet()) {
            serve(entry.getKey(), entry.getValue());
        }
        var now = weights(http);
        if (!hashes.values().stream().map(this::name).allMatch(now::containsKey)) {
            write(http, now);
            Thread.sleep(introduction);
        }
        var weights = new HashMap<String, Integer>();
        hashes.forEach(
                (version, hash) ->
                        weights.put(
                                name(hash), Objects.requireNonNull(route.weights().get(version))));
        write(http, weights);
        // Whoever lets pods go next has to know that nobody is sent to them any more: a gateway
        // hears of endpoints that are gone sooner than of weights.
        Thread.sleep(introduction);
    }

    void unroute() throws InterruptedException {
        var http = httpRoute();
        if (!routed(http)) {
            return;
        }
        unpin();
        // Where no pod is ready, clients fare the same by either Service.
        var _ = endpoints(workload.name());
        write(http, Map.of(workload.name(), 100));
        Thread.sleep(introduction);
    }

    void forget() throws InterruptedException {
        var http = httpRoute();
        var before = annotation(http);
        if (before != null) {
            edit(
                    http,
                    route -> {
                        route.getSpec().setRules(rules(before));
                        route.getMetadata().getAnnotations().remove(RULES_BEFORE);
                    });
        }
        unpin();
        api.tell(
                "delete the Services of " + workload + "'s versions",
                () -> own().forEach(service -> api.client().resource(service).delete()));
    }

    /// The hash of each version of the route, in the order of the versions.
    private SortedMap<String, String> hashes(Route route, Collection<Pod> pods) {
        var hashes = new TreeMap<String, String>();
        for (var version : route.inOrder().keySet()) {
            var pod =
                    pods.stream()
                            .filter(Pods::ready)
                            .filter(p -> Pods.version(p, workload.name()).equals(version))
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

    private static String leader(Route route) {
        return route.inOrder().entrySet().stream()
                .max(Map.Entry.comparingByValue())
                .orElseThrow()
                .getKey();
    }

    private String name(String hash) {
        return workload.name() + "-" + hash;
    }

    // The Services.

    private void pin(String hash) {
        selecting(selector -> selector.put(HASH, hash));
    }

    private void unpin() {
        selecting(selector -> selector.remove(HASH));
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
        api.tell("create the Service " + name(hash), () -> api.client().resource(service).create());
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
        long deadline = System.nanoTime() + ENDPOINTS.toNanos();
        while (!hasEndpoints(service)) {
            if (System.nanoTime() > deadline) {
                return false;
            }
            Thread.sleep(100);
        }
        return true;
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

    /// The one that leads to the workload.
    private HTTPRoute httpRoute() {
        var leading =
                api
                        .ask(
                                "list the HTTPRoutes",
                                () -> httpRoutes().inNamespace(api.namespace()).list().getItems())
                        .stream()
                        .filter(
                                route ->
                                        route.getSpec().getRules().stream()
                                                .flatMap(Routing::backends)
                                                .anyMatch(this::own))
                        .toList();
        if (leading.size() != 1) {
            throw new RunFailed(
                    "expected one HTTPRoute that leads to the Service %s in namespace %s, saw %d; the component gateway has one"
                            .formatted(workload.name(), api.namespace(), leading.size()));
        }
        return leading.getFirst();
    }

    private boolean own(HTTPBackendRef backend) {
        return workload.name().equals(backend.getName())
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
        for (var rule : http.getSpec().getRules()) {
            if (backends(rule).anyMatch(this::own) && backends(rule).count() > 1) {
                throw new RunFailed(
                        "the HTTPRoute %s shares out requests between %s and others already: two who share out would undo each other's work"
                                .formatted(http.getMetadata().getName(), workload.name()));
            }
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
    private void write(HTTPRoute http, Map<String, Integer> weights) {
        var versions = own();
        edit(
                http,
                route -> {
                    var rules = new ArrayList<HTTPRouteRule>();
                    for (var rule : rules(Objects.requireNonNull(annotation(route)))) {
                        if (backends(rule).noneMatch(this::own)) {
                            rules.add(rule);
                            continue;
                        }
                        var own = backends(rule).findFirst().orElseThrow();
                        for (var service : versions) {
                            rules.add(named(rule, own, service));
                        }
                        var shared = new ArrayList<HTTPBackendRef>();
                        shared.add(weighing(own, workload.name(), weights));
                        for (var service : versions) {
                            shared.add(weighing(own, service.getMetadata().getName(), weights));
                        }
                        rules.add(new HTTPRouteRuleBuilder(rule).withBackendRefs(shared).build());
                    }
                    route.getSpec().setRules(rules);
                });
    }

    private static HTTPBackendRef weighing(
            HTTPBackendRef like, String service, Map<String, Integer> weights) {
        return new HTTPBackendRefBuilder(like)
                .withName(service)
                .withWeight(weights.getOrDefault(service, 0))
                .build();
    }

    /// The rule for those who name a version.
    private static HTTPRouteRule named(HTTPRouteRule rule, HTTPBackendRef own, Service service) {
        var version = service.getMetadata().getAnnotations().get(VERSION);
        var matches = new ArrayList<HTTPRouteMatch>();
        var given = rule.getMatches();
        for (var match : given == null || given.isEmpty() ? List.of(new HTTPRouteMatch()) : given) {
            matches.add(
                    new HTTPRouteMatchBuilder(match)
                            .addNewHeader()
                            .withName(Route.VERSION_HEADER)
                            .withValue(version)
                            .endHeader()
                            .build());
        }
        return new HTTPRouteRuleBuilder(rule)
                .withName(null) // one of each on a route
                .withMatches(matches)
                .withBackendRefs(
                        new HTTPBackendRefBuilder(own)
                                .withName(service.getMetadata().getName())
                                .build())
                .build();
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
