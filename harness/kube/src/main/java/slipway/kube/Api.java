package slipway.kube;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.NamedContext;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.ConfigBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.Resource;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import slipway.core.InvalidSpec;
import slipway.core.RunFailed;
import slipway.core.Workload;

/// The API server, one namespace of it, and how it is spoken to.
record Api(KubernetesClient client, String context, String namespace) implements AutoCloseable {
    /// Who owns the fields that we set (`kubectl get --show-managed-fields`).
    static final String MANAGER = "slipway";

    static Api connect(@Nullable Path kubeconfig, @Nullable String context, String namespace) {
        var config = config(kubeconfig, context);
        var current = config.getCurrentContext();
        return of(config, current == null ? config.getMasterUrl() : current.getName(), namespace);
    }

    /// @param context how messages and reports call the cluster
    static Api of(Config config, String context, String namespace) {
        var bounded =
                new ConfigBuilder(config)
                        .withNamespace(namespace)
                        // A request is answered in milliseconds, or the server is not there.
                        .withConnectionTimeout((int) Pulse.PROBE.toMillis())
                        .withRequestTimeout(10_000)
                        // Waits 0.2, 0.4, 0.8, 1.6 s: a connection that broke is no lost cluster.
                        .withRequestRetryBackoffInterval(200)
                        .withRequestRetryBackoffLimit(4)
                        // A watch is back within half a second of the server (the client's default
                        // is up to 32 s, in which pods come and go unseen).
                        .withWatchReconnectInterval(250)
                        // Watches are WebSockets, which the JDK speaks over HTTP/1.1 only.
                        .withHttp2Disable(true)
                        .build();
        return new Api(
                new KubernetesClientBuilder().withConfig(bounded).build(), context, namespace);
    }

    private static Config config(@Nullable Path kubeconfig, @Nullable String context) {
        if (kubeconfig == null) {
            var config = Config.autoConfigure(context);
            var current = config.getCurrentContext();
            if (context != null && (current == null || !current.getName().equals(context))) {
                throw new InvalidSpec(
                        "no context "
                                + context
                                + " in KUBECONFIG or ~/.kube/config; kubectl config get-contexts"
                                + " lists them");
            }
            return config;
        }
        var contexts = contexts(kubeconfig);
        if (context != null && !contexts.contains(context)) {
            throw new InvalidSpec(
                    "no context " + context + " in " + kubeconfig + ", which has " + contexts);
        }
        return Config.fromKubeconfig(context, kubeconfig.toFile());
    }

    private static List<String> contexts(Path kubeconfig) {
        try (var in = Files.newInputStream(kubeconfig)) {
            return Serialization.unmarshal(in, io.fabric8.kubernetes.api.model.Config.class)
                    .getContexts()
                    .stream()
                    .map(NamedContext::getName)
                    .toList();
        } catch (IOException | RuntimeException e) {
            throw new RunFailed("cannot read the kubeconfig " + kubeconfig + ": " + e, e);
        }
    }

    Resource<? extends HasMetadata> resource(Workload workload) {
        var apps = client.apps();
        var name = workload.name();
        return switch (workload.kind()) {
            case DEPLOYMENT -> apps.deployments().inNamespace(namespace).withName(name);
            case STATEFUL_SET -> apps.statefulSets().inNamespace(namespace).withName(name);
            case DAEMON_SET -> apps.daemonSets().inNamespace(namespace).withName(name);
        };
    }

    /// Asks the API server for something.
    ///
    /// @param what completes "cannot …"
    /// @throws RunFailed when it does not answer, or refuses
    <T> T ask(String what, Supplier<T> call) {
        try {
            return call.get();
        } catch (KubernetesClientException e) {
            throw new RunFailed("cannot " + what + " on " + context + ": " + reason(e), e);
        }
    }

    /// As [#ask(String, Supplier)], where there is no answer to be had.
    void tell(String what, Runnable call) {
        ask(
                what,
                () -> {
                    call.run();
                    return true;
                });
    }

    /// What went wrong, in the server's words where it said any, else in ours, else the root's.
    static String reason(Throwable failure) {
        if (failure instanceof KubernetesClientException e
                && e.getStatus() != null
                && e.getStatus().getMessage() != null) {
            return e.getStatus().getMessage();
        }
        var root = failure;
        while (root.getCause() != null && !(root instanceof RunFailed)) {
            root = root.getCause();
        }
        var message = root.getMessage();
        return message == null ? root.getClass().getSimpleName() : message;
    }

    @Override
    public void close() {
        client.close();
    }
}
