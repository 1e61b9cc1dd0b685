package slipway.kube;

import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.PodSpec;
import io.fabric8.kubernetes.api.model.apps.DaemonSet;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.apps.StatefulSet;
import io.fabric8.kubernetes.api.model.batch.v1.CronJob;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import slipway.core.InvalidSpec;
import slipway.core.RunFailed;

/// The suite as written in `k8s/`.
public final class Manifests {
    /// It reads a handful of local files.
    private static final int RENDER_SECONDS = 60;

    private Manifests() {}

    /// The YAML of an overlay, rendered by `kubectl kustomize`.
    ///
    /// @throws RunFailed when kubectl is not there or refuses, with what it said
    public static String render(Path kubectl, Path overlay) throws InterruptedException {
        var command = List.of(kubectl.toString(), "kustomize", overlay.toString());
        var line = String.join(" ", command);
        Process process;
        try {
            process = new ProcessBuilder(command).start();
        } catch (IOException e) {
            throw new RunFailed("cannot run " + line + ": " + e.getMessage(), e);
        }
        try (var readers = Executors.newVirtualThreadPerTaskExecutor()) {
            var out = readers.submit(() -> process.getInputStream().readAllBytes());
            var err = readers.submit(() -> process.getErrorStream().readAllBytes());
            process.getOutputStream().close();
            if (!process.waitFor(RENDER_SECONDS, TimeUnit.SECONDS)) {
                throw new RunFailed(line + " has not ended after " + RENDER_SECONDS + "s");
            }
            if (process.exitValue() != 0) {
                throw new RunFailed(
                        line
                                + " ended with "
                                + process.exitValue()
                                + ": "
                                + text(err.get()).strip());
            }
            return text(out.get());
        } catch (IOException | ExecutionException e) {
            throw new RunFailed("cannot read what " + line + " says", e);
        } finally {
            process.destroyForcibly();
        }
    }

    private static String text(byte[] bytes) {
        return new String(bytes, StandardCharsets.UTF_8);
    }

    /// The objects of a YAML text, each document one.
    ///
    /// @throws InvalidSpec when it is no YAML, or no object of Kubernetes
    static List<HasMetadata> parse(KubernetesSerialization reader, String yaml) {
        Object parsed;
        try {
            parsed = reader.unmarshal(yaml);
        } catch (RuntimeException e) {
            throw new InvalidSpec("expected Kubernetes objects in YAML, but: " + Api.reason(e));
        }
        return flatten(parsed).toList();
    }

    private static Stream<HasMetadata> flatten(@Nullable Object parsed) {
        return switch (parsed) {
            case null -> Stream.of();
            case Collection<?> objects -> objects.stream().flatMap(Manifests::flatten);
            case HasMetadata object -> Stream.of(object);
            default ->
                    throw new InvalidSpec(
                            "expected Kubernetes objects in YAML, but found a "
                                    + parsed.getClass().getSimpleName());
        };
    }

    /// Gives each container the image that bears the name of its own: `postgres` in the map
    /// replaces `postgres`, `docker.io/library/postgres:18` and `localhost/postgres:dev`. Images
    /// that the map does not name stay.
    static void setImages(List<HasMetadata> objects, Map<String, String> images) {
        for (var object : objects) {
            var pod = podSpec(object);
            if (pod == null) {
                continue;
            }
            for (var container : containers(pod)) {
                var image = images.get(name(container.getImage()));
                if (image != null) {
                    container.setImage(image);
                }
            }
        }
    }

    /// The last part of a reference, without tag and digest.
    static String name(String reference) {
        return reference.substring(reference.lastIndexOf('/') + 1).split("[:@]", 2)[0];
    }

    private static List<Container> containers(PodSpec pod) {
        var all = new ArrayList<>(pod.getInitContainers());
        all.addAll(pod.getContainers());
        return all.stream().filter(c -> Objects.nonNull(c.getImage())).toList();
    }

    private static @Nullable PodSpec podSpec(HasMetadata object) {
        return switch (object) {
            case Deployment deployment -> deployment.getSpec().getTemplate().getSpec();
            case StatefulSet set -> set.getSpec().getTemplate().getSpec();
            case DaemonSet set -> set.getSpec().getTemplate().getSpec();
            case Job job -> job.getSpec().getTemplate().getSpec();
            case CronJob job -> job.getSpec().getJobTemplate().getSpec().getTemplate().getSpec();
            default -> null;
        };
    }
}
