package slipway.cluster;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/// A container engine that works here, and the environment that its commands need.
///
/// @param name `podman` or `docker`, which is also its command
/// @param env for every command that ends up in the engine: its own, and kind's
public record Engine(String name, Map<String, String> env) {
    /// kind's label of every node, with the cluster's name.
    private static final String KIND = "io.x-k8s.kind.cluster";

    private static final String ADDRESS =
            "{{range .NetworkSettings.Networks}}{{.IPAddress}}{{end}}";

    public Engine {
        env = Map.copyOf(env);
    }

    /// The words of a command to this engine, to be run with [#env()].
    public List<String> words(String... words) {
        return Stream.concat(Stream.of(name), Stream.of(words)).toList();
    }

    Command command(String... words) {
        return Command.of(words(words)).with(env);
    }

    boolean hasImage(String image) throws InterruptedException {
        return command("image", "inspect", "--format", "{{.Id}}", image).attempt().ok();
    }

    /// Saves images of the engine's store into one archive, layers that they share once.
    Command save(List<String> images, Path archive) {
        var several = podman() ? List.of("--multi-image-archive") : List.<String>of();
        return command("save")
                .and(several)
                .and("-o", archive.toString())
                .and(images)
                .within(Duration.ofMinutes(10));
    }

    boolean podman() {
        return name.equals("podman");
    }

    /// Saves an image as a folder, an OCI image layout, with its layers as they are. Only Podman
    /// can.
    Command saveLayout(String image, Path folder) {
        return command("save", "--format", "oci-dir", "--uncompressed", "-o", folder.toString())
                .and(image)
                .within(Duration.ofMinutes(10));
    }

    /// Deletes the other tags of a node image that was built here, as far as nothing runs from
    /// them: each takes more than a gigabyte. A published one belongs to others as well.
    void forgetOthers(String image) throws InterruptedException {
        if (!image.startsWith(Registries.NODE_IMAGE)) {
            return;
        }
        var repository = image.substring(0, image.lastIndexOf(':'));
        var tags =
                command("images", "--format", "{{.Repository}}:{{.Tag}}")
                        .and("--filter", "reference=" + repository)
                        .attempt()
                        .lines();
        for (var tag : tags) {
            if (!tag.equals(image) && tag.startsWith(repository + ":")) {
                command("rmi", tag).attempt(); // refused while a container uses it
            }
        }
    }

    /// Removes a container with its volumes, running or not; there may be none.
    void remove(String container) throws InterruptedException {
        // Killed first: podman's rm would ask it politely for ten seconds, and how to hurry it
        // Docker has no word for.
        command("kill", container).attempt();
        command("rm", "--force", "--volumes", container).attempt();
    }

    /// The containers that are the nodes of a kind cluster, running or not.
    ///
    /// @throws ClusterFailure where the engine does not say: that is not the same as none
    List<Container> nodes(String cluster) throws InterruptedException {
        var found =
                command(
                                "ps",
                                "--all",
                                "--filter",
                                "label=" + KIND + "=" + cluster,
                                "--format",
                                "{{.Names}} {{.Status}}")
                        .run();
        var nodes = new ArrayList<Container>();
        for (var line : found.lines().toList()) {
            var words = line.strip().split(" ", 2);
            if (words.length == 2) {
                nodes.add(new Container(words[0], running(words[1]), paused(words[1])));
            }
        }
        return nodes;
    }

    /// The addresses of running containers in their network, by name; none of one that is not
    /// running.
    Map<String, String> addresses(List<String> containers) throws InterruptedException {
        var addresses = new TreeMap<String, String>();
        for (var container : containers) {
            var address = command("inspect", "--format", ADDRESS, container).run().strip();
            if (!address.isEmpty()) {
                addresses.put(container, address);
            }
        }
        return addresses;
    }

    /// Whether a container of any kind cluster is there, running or not; where the engine does not
    /// say, there may be.
    boolean holdsAnyCluster() throws InterruptedException {
        var found = command("ps", "--all", "--quiet", "--filter", "label=" + KIND).attempt();
        return !found.ok() || !found.output().isBlank();
    }

    /// Both engines say `Up 5 minutes`, and of a paused one either `Paused` or `Up 5 minutes
    /// (Paused)`.
    static boolean running(String status) {
        return status.startsWith("Up") && !paused(status);
    }

    private static boolean paused(String status) {
        return status.contains("Paused");
    }

    /// @param paused as a fault that nobody has ended yet leaves it
    record Container(String name, boolean running, boolean paused) {}
}
