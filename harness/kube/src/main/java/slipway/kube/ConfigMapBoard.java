package slipway.kube;

import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.ConfigMapBuilder;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.Resource;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.net.HttpURLConnection;
import java.util.Map;
import slipway.core.Board;
import slipway.core.Workload;

/// A board as a ConfigMap beside the workload: `rollout-api`.
record ConfigMapBoard(Api api, Workload workload) implements Board {
    private String name() {
        return "rollout-" + workload.name();
    }

    private Resource<ConfigMap> resource() {
        return api.client().configMaps().inNamespace(api.namespace()).withName(name());
    }

    @Override
    public Map<String, String> read() {
        return api.ask(
                "read the ConfigMap " + name(),
                () -> {
                    var map = resource().get();
                    return map == null || map.getData() == null
                            ? Map.of()
                            : Map.copyOf(map.getData());
                });
    }

    @Override
    public boolean putUp(Map<String, String> entries) {
        var map =
                new ConfigMapBuilder()
                        .withNewMetadata()
                        .withName(name())
                        .withNamespace(api.namespace())
                        .endMetadata()
                        .withData(entries)
                        .build();
        return api.ask(
                "create the ConfigMap " + name(),
                () -> unless(HttpURLConnection.HTTP_CONFLICT, () -> resource(map).create()));
    }

    private Resource<ConfigMap> resource(ConfigMap map) {
        return api.client().resource(map);
    }

    @Override
    public boolean write(String entry, String text) {
        var patch = Serialization.asJson(Map.of("data", Map.of(entry, text)));
        return api.ask(
                "write into the ConfigMap " + name(),
                () ->
                        unless(
                                HttpURLConnection.HTTP_NOT_FOUND,
                                () ->
                                        resource()
                                                .patch(
                                                        PatchContext.of(PatchType.JSON_MERGE),
                                                        patch)));
    }

    @Override
    public void takeDown() {
        api.tell("delete the ConfigMap " + name(), () -> resource().delete());
    }

    /// Whether it was done, rather than refused for this reason.
    private static boolean unless(int status, Runnable deed) {
        try {
            deed.run();
            return true;
        } catch (KubernetesClientException e) {
            if (e.getCode() == status) {
                return false;
            }
            throw e;
        }
    }
}
