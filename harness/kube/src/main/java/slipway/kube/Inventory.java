package slipway.kube;

import io.fabric8.kubernetes.api.model.APIResource;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Node;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.base.ResourceDefinitionContext;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import slipway.core.RunFailed;

/// Lists what a [Remainder] holds. Asks the API server which kinds there are, so that a kind that
/// nobody thought of (a policy of the network add-on, say) is found too.
record Inventory(Api api, NodeTraces traces, List<String> unseen) {
    /// Measurements, not objects; its server is away now and then.
    private static final String METRICS = "metrics.k8s.io/";

    /// Kinds that come and go by themselves: written by controllers about others' objects.
    private static final Set<String> FLEETING =
            Set.of("Event", "Endpoints", "EndpointSlice", "Lease");

    /// Taints that Kubernetes sets and takes back with a node's conditions. That a node is cordoned
    /// is a field of its own.
    private static final String BY_ITSELF = "node.kubernetes.io/";

    /// Labels and annotations by which the harness marks what it has changed.
    private static final String OURS = "slipway/";

    /// Beside the spec, what matters of an object; a Secret and a ConfigMap have nothing else.
    private static final List<String> FIELDS =
            List.of("data", "binaryData", "stringData", "rules", "subjects", "roleRef");

    Inventory(Api api, NodeHost nodes) {
        this(api, new NodeTraces(nodes), new ArrayList<>());
    }

    Remainder take() throws InterruptedException {
        var things = new TreeMap<String, SortedMap<String, String>>();
        for (var node : api.ask("list the nodes", () -> api.client().nodes().list().getItems())) {
            var fields = node(node);
            try {
                fields.putAll(traces.of(node.getMetadata().getName()));
            } catch (RunFailed e) {
                unseen.add("on %s: %s".formatted(node.getMetadata().getName(), e.getMessage()));
            }
            things.put("Node " + node.getMetadata().getName(), fields);
        }
        var namespace =
                api.ask(
                        "read namespace " + api.namespace(),
                        () -> api.client().namespaces().withName(api.namespace()).get());
        if (namespace != null) {
            var labels = new TreeMap<String, String>();
            fields("labels", namespace.getMetadata().getLabels(), false, labels);
            things.put("Namespace " + api.namespace(), labels);
        }
        groupVersions().forEach(groupVersion -> list(groupVersion, things));
        return new Remainder(things, unseen);
    }

    private Stream<String> groupVersions() {
        return Stream.concat(
                Stream.of("v1"),
                api
                        .ask("list the API groups", () -> api.client().getApiGroups())
                        .getGroups()
                        .stream()
                        .map(group -> group.getPreferredVersion().getGroupVersion())
                        .filter(groupVersion -> !groupVersion.startsWith(METRICS)));
    }

    private void list(String groupVersion, SortedMap<String, SortedMap<String, String>> things) {
        List<APIResource> resources;
        try {
            resources =
                    api.ask(
                                    "list the kinds of " + groupVersion,
                                    () -> api.client().getApiResources(groupVersion))
                            .getResources();
        } catch (RunFailed e) {
            // An aggregated API whose server is away: not silently the same as an empty one.
            unseen.add("API " + groupVersion + ": " + e.getMessage());
            return;
        }
        resources.stream()
                .filter(APIResource::getNamespaced)
                .filter(r -> r.getVerbs().containsAll(List.of("list", "delete")))
                .filter(r -> !FLEETING.contains(r.getKind()))
                .forEach(resource -> list(groupVersion, resource, things));
    }

    private void list(
            String groupVersion,
            APIResource resource,
            SortedMap<String, SortedMap<String, String>> things) {
        var slash = groupVersion.indexOf('/');
        var context =
                new ResourceDefinitionContext.Builder()
                        .withGroup(slash < 0 ? "" : groupVersion.substring(0, slash))
                        .withVersion(groupVersion.substring(slash + 1))
                        .withKind(resource.getKind())
                        .withPlural(resource.getName())
                        .withNamespaced(true)
                        .build();
        List<GenericKubernetesResource> objects;
        try {
            objects =
                    api.ask(
                            "list " + resource.getName() + " of " + api.namespace(),
                            () ->
                                    api.client()
                                            .genericKubernetesResources(context)
                                            .inNamespace(api.namespace())
                                            .list()
                                            .getItems());
        } catch (RunFailed e) {
            if (e.getCause() instanceof KubernetesClientException refused
                    && refused.getCode() > 0) {
                // One kind that the server does not give, such as for want of a right to it.
                unseen.add(
                        "%s of %s: %s".formatted(resource.getKind(), groupVersion, e.getMessage()));
                return;
            }
            throw e;
        }
        objects.stream()
                // What has an owner goes with it: pods, replica sets, revisions.
                .filter(object -> object.getMetadata().getOwnerReferences().isEmpty())
                .forEach(
                        object ->
                                things.put(
                                        resource.getKind() + " " + object.getMetadata().getName(),
                                        object(object)));
    }

    static SortedMap<String, String> object(GenericKubernetesResource object) {
        var fields = new TreeMap<String, String>();
        boolean secret = object.getKind().equals("Secret");
        var all = object.getAdditionalProperties();
        if (all.get("spec") instanceof Map<?, ?> spec) {
            fields("spec", spec, secret, fields);
        }
        for (var field : FIELDS) {
            if (all.get(field) != null) {
                fields.put(field, Remainder.kept(Serialization.asJson(all.get(field)), secret));
            }
        }
        ours("labels", object.getMetadata().getLabels(), fields);
        ours("annotations", object.getMetadata().getAnnotations(), fields);
        leaving(object, fields);
        return fields;
    }

    /// The others are whoever's who made the object, or its controller's.
    private static void ours(
            String prefix, @Nullable Map<String, String> values, SortedMap<String, String> fields) {
        if (values != null) {
            values.forEach(
                    (name, value) -> {
                        if (name.startsWith(OURS)) {
                            fields.put(prefix + "." + name, Remainder.kept(value, false));
                        }
                    });
        }
    }

    private static SortedMap<String, String> node(Node node) {
        var fields = new TreeMap<String, String>();
        boolean cordoned = Boolean.TRUE.equals(node.getSpec().getUnschedulable());
        fields.put("cordoned", String.valueOf(cordoned));
        fields.put(
                "taints",
                node.getSpec().getTaints().stream()
                        .filter(t -> !t.getKey().startsWith(BY_ITSELF))
                        .map(t -> t.getKey() + ":" + t.getEffect())
                        .sorted()
                        .collect(Collectors.joining(" ")));
        leaving(node, fields);
        return fields;
    }

    /// An object that waits for a finalizer is still there, and not as it was.
    private static void leaving(HasMetadata object, SortedMap<String, String> fields) {
        if (object.getMetadata().getDeletionTimestamp() != null) {
            fields.put("leaving", "waits for " + object.getMetadata().getFinalizers());
        }
    }

    private static void fields(
            String prefix, Map<?, ?> values, boolean secret, SortedMap<String, String> fields) {
        values.forEach(
                (name, value) ->
                        fields.put(
                                prefix + "." + name,
                                Remainder.kept(
                                        value instanceof String text
                                                ? text
                                                : Serialization.asJson(value).strip(),
                                        secret)));
    }
}
