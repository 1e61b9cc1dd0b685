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
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import slipway.core.Board;
import slipway.core.Workload;

/// A board as a ConfigMap beside the workload: `rollout-api`.
record ConfigMapBoard(Api api, Workload workload) implements Board {
    private String name() {
        return Board.name(workload);
    }

    private Resource<ConfigMap> resource() {
        return api.client().configMaps().inNamespace(api.namespace()).withName(name());
    }

    @Override
    public Map<String, String> read() {
        return api.ask("read the ConfigMap " + name(), () -> entries(resource().get()));
    }

    private static Map<String, String> entries(@Nullable ConfigMap map) {
        return map == null || map.getData() == null ? Map.of() : Map.copyOf(map.getData());
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
        return api.ask("create the ConfigMap " + name(), () -> created(map));
    }

    private boolean created(ConfigMap map) {
        try {
            api.client().resource(map).create();
            return true;
        } catch (KubernetesClientException e) {
            if (e.getCode() != HttpURLConnection.HTTP_CONFLICT) {
                throw e;
            }
            return false;
        }
    }

    @Override
    public boolean write(Map<String, String> says, Map<String, String> entries) {
        return api.ask(
                "write into the ConfigMap " + name(),
                () ->
                        changed(
                                says,
                                version ->
                                        resource()
                                                .patch(
                                                        PatchContext.of(PatchType.JSON_MERGE),
                                                        patch(version, entries))));
    }

    /// The API server refuses it where the object is no longer of that version.
    private static String patch(String version, Map<String, String> entries) {
        return Serialization.asJson(
                Map.of("metadata", Map.of("resourceVersion", version), "data", entries));
    }

    @Override
    public boolean takeDown(Map<String, String> says) {
        return api.ask(
                "delete the ConfigMap " + name(),
                () -> changed(says, version -> resource().lockResourceVersion(version).delete()));
    }

    /// Changes the ConfigMap as it was read; where somebody came in between, as it is then.
    ///
    /// @param change is given the version that was read, and fails where it is another by now
    /// @return false where there is none, or it says otherwise
    private boolean changed(Map<String, String> says, Consumer<String> change) {
        while (true) {
            var map = resource().get();
            if (map == null || !entries(map).entrySet().containsAll(says.entrySet())) {
                return false;
            }
            try {
                change.accept(map.getMetadata().getResourceVersion());
                return true;
            } catch (KubernetesClientException e) {
                if (e.getCode() != HttpURLConnection.HTTP_CONFLICT
                        && e.getCode() != HttpURLConnection.HTTP_NOT_FOUND) {
                    throw e;
                }
            }
        }
    }
}
