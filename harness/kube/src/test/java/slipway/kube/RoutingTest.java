package slipway.kube;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.discovery.v1.EndpointSlice;
import io.fabric8.kubernetes.api.model.gatewayapi.v1.HTTPRoute;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.Watcher;
import io.fabric8.kubernetes.client.WatcherException;
import io.fabric8.kubernetes.client.server.mock.EnableKubernetesMockClient;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import slipway.core.Group;
import slipway.core.Image;
import slipway.core.InvalidSpec;
import slipway.core.Route;
import slipway.core.RunFailed;
import slipway.core.Workload;

@NullUnmarked // the extension sets the field
@EnableKubernetesMockClient(crud = true)
class RoutingTest {
    private static final Image V1 = new Image("api", "v1");
    private static final Image V2 = new Image("api", "v2");

    KubernetesClient client;
    private Routing routing;
    private HTTPRoute before;

    @BeforeEach
    void prepare() {
        routing =
                new Routing(
                        Api.of(client.getConfiguration(), "mock", "test"),
                        Workload.deployment("api"),
                        Duration.ofMillis(1));
        client.resource(
                        Objects.yaml(
                                Service.class,
                                """
                                apiVersion: v1
                                kind: Service
                                metadata: {name: api, namespace: test}
                                spec: {selector: {app: api}, ports: [{name: http, port: 80, targetPort: 8080}]}
                                """))
                .create();
        route("[{backendRefs: [{name: api, port: 80}]}]");
        for (var service : List.of("api", "api-h1", "api-h2", "api-h3")) {
            client.resource(
                            Objects.yaml(
                                    EndpointSlice.class,
                                    """
                                    apiVersion: discovery.k8s.io/v1
                                    kind: EndpointSlice
                                    metadata: {name: %s, namespace: test, labels: {kubernetes.io/service-name: %s}}
                                    addressType: IPv4
                                    endpoints: [{addresses: [10.0.0.1]}]
                                    """
                                            .formatted(service, service)))
                    .create();
        }
    }

    private void route(String rules) {
        before = create("api", rules);
    }

    private HTTPRoute create(String name, String rules) {
        return client.resource(
                        Objects.yaml(
                                HTTPRoute.class,
                                """
                                apiVersion: gateway.networking.k8s.io/v1
                                kind: HTTPRoute
                                metadata: {name: %s, namespace: test}
                                spec: {rules: %s}
                                """
                                        .formatted(name, rules)))
                .createOr(io.fabric8.kubernetes.client.dsl.NonDeletingOperation::update);
    }

    private static List<Pod> pods() {
        return List.of(pod("a", "v1", "h1"), pod("b", "v2", "h2"));
    }

    private static Pod pod(String name, String version, String hash) {
        var pod = Objects.pod(name, version, true);
        pod.getMetadata().setCreationTimestamp("2026-11-22T00:00:00Z");
        pod.getMetadata().setLabels(Map.of("app", "api", "pod-template-hash", hash));
        return pod;
    }

    private HTTPRoute now() {
        return client.resources(HTTPRoute.class).inNamespace("test").withName("api").get();
    }

    /// As `api 0 api-h1 70 api-h2 30`, of the rule for those who name no version.
    private String shared() {
        return shared(now());
    }

    private static String shared(HTTPRoute route) {
        var words = new ArrayList<String>();
        for (var backend : route.getSpec().getRules().getLast().getBackendRefs()) {
            words.add(backend.getName() + " " + backend.getWeight());
        }
        return String.join(" ", words);
    }

    private Map<String, String> selector() {
        return client.services().inNamespace("test").withName("api").get().getSpec().getSelector();
    }

    @Test
    @DisplayName("clients are shared out by weight, and inside all stay with the larger share")
    void shares() throws Exception {
        routing.route(Route.split(V1, V2, 30), pods());
        assertThat(shared()).isEqualTo("api 0 api-h1 70 api-h2 30");
        assertThat(selector()).containsEntry("pod-template-hash", "h1");
        routing.route(Route.split(V1, V2, 100), pods());
        assertThat(shared()).isEqualTo("api 0 api-h1 0 api-h2 100");
        assertThat(selector()).containsEntry("pod-template-hash", "h2");
    }

    @Test
    @DisplayName("a baseline gets as much as the next version, and inside nobody meets either")
    void baseline() throws Exception {
        var fresh = pod("c", "v1", "h3");
        fresh.getMetadata().setCreationTimestamp("2026-11-22T00:01:00Z");
        fresh.getMetadata()
                .setLabels(
                        Map.of(
                                "app",
                                "api",
                                "pod-template-hash",
                                "h3",
                                BaselineDeployment.LABEL,
                                "api"));
        var all = new ArrayList<>(pods());
        all.add(fresh);
        routing.route(Route.split(V1, V2, 0), all);
        assertThat(shared()).as("it is none of v1's").isEqualTo("api 0 api-h1 100 api-h2 0");
        routing.route(Route.compare(V1, V2, 40), all);
        assertThat(shared()).isEqualTo("api 0 api-h1 20 api-h2 40 api-h3 40");
        assertThat(selector()).containsEntry("pod-template-hash", "h1");
        routing.route(Route.only(V1), pods());
        assertThat(shared()).isEqualTo("api 0 api-h1 100 api-h2 0 api-h3 0");
        routing.unroute();
        routing.forget();
        assertThat(client.services().inNamespace("test").list().getItems()).hasSize(1);
        assertThatThrownBy(() -> routing.route(Route.compare(V1, V2, 40), pods()))
                .isInstanceOf(RunFailed.class)
                .hasMessageContaining("v1+baseline");
    }

    @Test
    @DisplayName("whoever names a version meets it, whatever its share")
    void named() throws Exception {
        routing.route(Route.split(V1, V2, 0), pods());
        assertThat(now().getSpec().getRules())
                .hasSize(3)
                .element(1)
                .satisfies(
                        rule -> {
                            assertThat(rule.getBackendRefs())
                                    .singleElement()
                                    .satisfies(b -> assertThat(b.getName()).isEqualTo("api-h2"));
                            var header = rule.getMatches().getFirst().getHeaders().getFirst();
                            assertThat(header.getName()).isEqualTo("Slipway-Version");
                            assertThat(header.getValue()).isEqualTo("v2");
                        });
    }

    @Test
    @DisplayName("who bears a mark meets the group's version; of a cookie others may be beside it")
    void groups() throws Exception {
        routing.route(
                Route.split(V1, V2, 0).sending(Group.header("Slipway-Group", "b"), V2), pods());
        assertThat(shared()).isEqualTo("api 0 api-h1 100 api-h2 0");
        assertThat(now().getSpec().getRules()).hasSize(4);
        assertThat(header(2)).isEqualTo("Slipway-Group Exact b");
        assertThat(now().getSpec().getRules().get(2).getBackendRefs())
                .singleElement()
                .satisfies(b -> assertThat(b.getName()).isEqualTo("api-h2"));

        routing.route(Route.split(V1, V2, 0).sending(Group.cookie("tea", "green"), V2), pods());
        assertThat(header(2)).isEqualTo("Cookie RegularExpression ^(.*; *)?tea=green(;.*)?$");
        var pattern = Pattern.compile(header(2).split(" ", 3)[2]);
        assertThat(List.of("tea=green", "a=b; tea=green", "tea=green; a=b", "a=b;tea=green;c=d"))
                .allMatch(pattern.asMatchPredicate());
        assertThat(List.of("tea=greener", "icetea=green", "a=tea=green", "tea=black"))
                .noneMatch(pattern.asMatchPredicate());
    }

    private String header(int rule) {
        var match = now().getSpec().getRules().get(rule).getMatches().getFirst();
        var header = match.getHeaders().getFirst();
        return header.getName() + " " + header.getType() + " " + header.getValue();
    }

    @Test
    @DisplayName("only reads are mirrored, until the next route")
    void mirrored() throws Exception {
        routing.route(Route.split(V1, V2, 0).mirroring(V2), pods());
        var mirroring = now().getSpec().getRules().get(2);
        assertThat(mirroring.getMatches())
                .singleElement()
                .satisfies(match -> assertThat(match.getMethod()).isEqualTo("GET"));
        assertThat(mirroring.getFilters())
                .singleElement()
                .satisfies(
                        filter -> {
                            assertThat(filter.getType()).isEqualTo("RequestMirror");
                            var backend = filter.getRequestMirror().getBackendRef();
                            assertThat(backend.getName()).isEqualTo("api-h2");
                            assertThat(backend.getPort()).isEqualTo(80);
                        });
        assertThat(mirroring.getBackendRefs())
                .isEqualTo(now().getSpec().getRules().getLast().getBackendRefs());
        assertThat(now().getSpec().getRules().getLast().getFilters()).isNullOrEmpty();

        routing.route(Route.split(V1, V2, 0), pods());
        assertThat(now().getSpec().getRules())
                .hasSize(3)
                .allSatisfy(rule -> assertThat(rule.getFilters()).isNullOrEmpty());
    }

    @Test
    @DisplayName("afterwards all is as before: rules, selector, Services")
    void restored() throws Exception {
        routing.route(Route.only(V1), pods());
        routing.route(Route.only(V2), pods());
        routing.unroute();
        assertThat(now().getSpec()).isEqualTo(before.getSpec());
        assertThat(selector()).isEqualTo(Map.of("app", "api"));
        routing.forget();
        assertThat(now().getSpec()).isEqualTo(before.getSpec());
        assertThat(now().getMetadata().getAnnotations()).isNullOrEmpty();
        assertThat(client.services().inNamespace("test").list().getItems()).hasSize(1);
        // Done again, as after a kill in the middle of it.
        routing.unroute();
        routing.forget();
        assertThat(now().getSpec()).isEqualTo(before.getSpec());
    }

    @Test
    @DisplayName("in the end the workload's own Service gets everybody before the others vanish")
    void end() throws Exception {
        routing.route(Route.split(V1, V2, 30), pods());
        var seen = new LinkedBlockingQueue<String>();
        try (var _ =
                client.resources(HTTPRoute.class)
                        .inNamespace("test")
                        .withName("api")
                        .watch(
                                new Watcher<>() {
                                    @Override
                                    public void eventReceived(Action action, HTTPRoute route) {
                                        seen.add(shared(route));
                                    }

                                    @Override
                                    public void onClose(WatcherException cause) {
                                        seen.add(cause.toString());
                                    }
                                })) {
            routing.unroute();
            var all = new ArrayList<String>();
            while (!all.contains("api null")) {
                all.add(String.valueOf(seen.poll(5, TimeUnit.SECONDS)));
                assertThat(all).hasSizeLessThan(10);
            }
            assertThat(all).endsWith("api 100 api-h1 0 api-h2 0", "api null");
        }
    }

    @Test
    @DisplayName("nobody is sent to a version without a ready pod, and nothing is touched for it")
    void absent() {
        assertThatThrownBy(() -> routing.route(Route.split(V1, new Image("api", "v3"), 10), pods()))
                .isInstanceOf(RunFailed.class)
                .hasMessageContaining("v3");
        assertThat(now()).isEqualTo(before);
    }

    @Test
    @DisplayName("a route that somebody else shares out already is left alone")
    void mixed() {
        route("[{backendRefs: [{name: api, port: 80}, {name: other, port: 80}]}]");
        assertThatThrownBy(() -> routing.route(Route.only(V1), pods()))
                .isInstanceOf(RunFailed.class)
                .hasMessageContaining("shares out requests");
        assertThat(now().getSpec()).isEqualTo(before.getSpec());
    }

    @Test
    @DisplayName("where a route has no room for all that a rollout may add, nothing is begun")
    void full() throws Exception {
        var rule = "{backendRefs: [{name: api, port: 80}]}";
        route("[%s, %s, %s]".formatted(rule, rule, rule));
        assertThatThrownBy(routing::rehearse)
                .isInstanceOf(InvalidSpec.class)
                .hasMessageContaining("18 of 16");
        refusedUntouched("too many rules");
        route("[%s, %s]".formatted(rule, rule));
        routing.rehearse();
    }

    @Test
    @DisplayName("a gateway has taken a route once it has looked at it and has nothing against it")
    void taken() {
        assertThat(Routing.untaken(before)).as("nobody says anything of it").isNull();
        assertThat(Routing.untaken(taken(2, "True", "True"))).isNull();
        assertThat(Routing.untaken(taken(1, "True", "True"))).contains("not looked at it yet");
        assertThat(Routing.untaken(taken(2, "False", "True"))).contains("Accepted is False");
        assertThat(Routing.untaken(taken(2, "True", "False"))).contains("ResolvedRefs is False");
    }

    private static HTTPRoute taken(int generation, String accepted, String resolved) {
        return Objects.yaml(
                HTTPRoute.class,
                """
                apiVersion: gateway.networking.k8s.io/v1
                kind: HTTPRoute
                metadata: {name: api, namespace: test, generation: 2}
                status:
                  parents:
                  - controllerName: example.org/gateway
                    parentRef: {name: gateway}
                    conditions:
                    - {type: Accepted, status: "%2$s", reason: A, message: a, observedGeneration: %1$d}
                    - {type: ResolvedRefs, status: "%3$s", reason: R, message: r, observedGeneration: %1$d}
                """
                        .formatted(generation, accepted, resolved));
    }

    @Test
    @DisplayName(
            "where no route leads to the workload, or two do, nothing is done, nor to be undone")
    void notOne() throws Exception {
        create("second", "[{backendRefs: [{name: api, port: 80}]}]");
        refusedUntouched("saw 2");
        assertThat(now().getSpec()).isEqualTo(before.getSpec());

        client.resources(HTTPRoute.class).inNamespace("test").withName("second").delete();
        client.resources(HTTPRoute.class).inNamespace("test").withName("api").delete();
        refusedUntouched("saw 0");
    }

    private void refusedUntouched(String why) throws Exception {
        assertThatThrownBy(() -> routing.route(Route.only(V1), pods()))
                .isInstanceOf(RunFailed.class)
                .hasMessageContaining(why);
        routing.unroute();
        routing.forget();
        assertThat(selector()).isEqualTo(Map.of("app", "api"));
        assertThat(client.services().inNamespace("test").list().getItems()).hasSize(1);
    }

    @Test
    @DisplayName(
            "what was begun is put back, also where a second route came, or the first has gone")
    void overtaken() throws Exception {
        routing.route(Route.only(V1), pods());
        create("second", "[{backendRefs: [{name: api, port: 80}]}]");
        routing.unroute();
        routing.forget();
        assertThat(now().getSpec()).isEqualTo(before.getSpec());
        assertThat(now().getMetadata().getAnnotations()).isNullOrEmpty();
        client.resources(HTTPRoute.class).inNamespace("test").withName("second").delete();

        routing.route(Route.only(V2), pods());
        client.resources(HTTPRoute.class).inNamespace("test").withName("api").delete();
        routing.unroute();
        assertThat(selector()).isEqualTo(Map.of("app", "api"));
        routing.forget();
        assertThat(client.services().inNamespace("test").list().getItems()).hasSize(1);
        client.services().inNamespace("test").withName("api").delete();
        routing.unroute();
        routing.forget();
    }

    @Test
    @DisplayName("a route of another workload is left as it is")
    void another() throws Exception {
        create("ledger", "[{backendRefs: [{name: ledger, port: 80}]}]");
        var http = client.resources(HTTPRoute.class).inNamespace("test").withName("ledger");
        http.edit(
                route -> {
                    route.getMetadata()
                            .setAnnotations(
                                    Map.of(
                                            "slipway/rules-before",
                                            "[{\"backendRefs\": [{\"name\": \"ledger\"}]}]"));
                    return route;
                });
        var other = http.get();
        routing.route(Route.only(V1), pods());
        routing.unroute();
        routing.forget();
        assertThat(http.get()).isEqualTo(other);
    }
}
