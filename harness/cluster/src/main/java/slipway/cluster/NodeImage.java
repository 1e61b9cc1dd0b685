package slipway.cluster;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/// The image that kind's nodes run, with every image of the control plane and the add-ons inside,
/// so that creating a cluster needs nothing else.
///
/// @param node the module that Kubernetes, containerd and the rest come from
/// @param parts folders of the earlier steps, whose files become the build's `bin/`, and
///   `debian.tar`
record NodeImage(Settings settings, Engine engine, GoModule node, List<Path> parts) {
    private static final Duration PATIENCE = Duration.ofMinutes(20);

    /// Those that the add-ons run; their names are in the manifests.
    private static final List<String> ADDONS =
            List.of("shell", "envoy", "metrics-server", "local-path", "contour", "cilium");

    /// Cilium's own resources that an agent insists on when it enforces plain NetworkPolicies only.
    private static final List<String> CILIUM =
            List.of(
                    "v2/ciliumidentities",
                    "v2/ciliumendpoints",
                    "v2/ciliumnodes",
                    "v2/ciliumloadbalancerippools",
                    "v2alpha1/ciliumpodippools",
                    "v2alpha1/ciliuml2announcementpolicies");

    /// What stands under the images that are not static.
    private static final Carried BASE = new Carried("localhost/slipway-base:node", "base");

    private static final Pattern PAUSE = Pattern.compile("sandbox_image = \"([^\"]+)\"");

    /// Builds it under a name.
    void build(String name) throws IOException, InterruptedException {
        var context = settings.cache().resolve("node.context");
        Steps.remove(context);
        Files.createDirectories(context);
        gather(context);
        var carried = carried(context);
        // These two without the engine's cache: to podman a COPY from another stage, and a RUN with
        // a
        // mount, are the same whatever is copied or mounted.
        engine(context, BASE, "--no-cache");
        for (var image : carried) {
            engine(context, image, "--build-arg", "BASE=" + BASE.name());
        }
        save(context, carried.stream().map(Carried::name).toList());
        engine(context, new Carried(name, "node"), "--no-cache");
        forget(carried);
        Steps.remove(context);
    }

    /// An image inside the node image: what it is called there, and which target of the
    /// Containerfile it is.
    record Carried(String name, String target) {}

    private void gather(Path context) throws IOException, InterruptedException {
        Files.createDirectory(context.resolve("bin"));
        for (var part : parts) {
            try (var files = Files.list(part)) {
                for (var file : files.toList()) {
                    var name = file.getFileName().toString();
                    var into = name.equals("debian.tar") ? context : context.resolve("bin");
                    Files.createLink(into.resolve(name), file);
                }
            }
        }
        kindFiles(context.resolve("kind"));
        ciliumPrograms(context.resolve("bpf"));
        Files.copy(
                settings.recipe().resolve("node/clang"),
                context.resolve("clang"),
                StandardCopyOption.COPY_ATTRIBUTES);
        manifests(context.resolve("manifests"));
        Files.writeString(context.resolve("version"), version());
    }

    private String version() {
        return node.version("k8s.io/kubernetes");
    }

    private void kindFiles(Path into) throws IOException, InterruptedException {
        copy(node.dependency("sigs.k8s.io/kind").resolve("images/base/files"), into);
        Steps.remove(into.resolve("LICENSES"));
        for (var folder : List.of("usr/local/bin", "kind/bin")) {
            try (var files = Files.list(into.resolve(folder))) {
                files.forEach(file -> file.toFile().setExecutable(true, false));
            }
        }
    }

    private void ciliumPrograms(Path into) throws IOException, InterruptedException {
        var bpf = node.dependency("github.com/cilium/cilium").resolve("bpf");
        Files.createDirectory(into);
        copy(bpf.resolve("include"), into.resolve("include"));
        copy(bpf.resolve("lib"), into.resolve("lib"));
        try (var files = Files.list(bpf)) {
            for (var file : files.filter(file -> file.toString().matches(".*\\.[ch]")).toList()) {
                Files.copy(file, into.resolve(file.getFileName()));
            }
        }
    }

    /// What kind itself applies to a new cluster.
    private void manifests(Path into) throws IOException, InterruptedException {
        Files.createDirectory(into);
        var crds =
                node.dependency("github.com/cilium/cilium")
                        .resolve("pkg/k8s/apis/cilium.io/client/crds");
        var cni = new ArrayList<Path>();
        CILIUM.forEach(name -> cni.add(crds.resolve(name + ".yaml")));
        for (var name : List.of("config", "rbac", "agent")) {
            cni.add(settings.recipe().resolve("addons/cilium/" + name + ".yaml"));
        }
        join(cni, into.resolve("default-cni.yaml"));
        Files.copy(
                settings.recipe().resolve("addons/storage/local-path.yaml"),
                into.resolve("default-storage.yaml"));
    }

    private static void join(List<Path> files, Path into) throws IOException {
        var joined = new StringBuilder();
        for (var file : files) {
            joined.append("---\n").append(Files.readString(file)).append('\n');
        }
        Files.writeString(into, joined);
    }

    private static void copy(Path from, Path into) throws IOException {
        try (var files = Files.walk(from)) {
            for (var file : files.toList()) {
                var there = into.resolve(from.relativize(file).toString());
                if (Files.isDirectory(file)) {
                    Files.createDirectories(there);
                } else {
                    Files.write(
                            there,
                            Files.readAllBytes(file)); // modules are read-only: modes stay behind
                }
            }
        }
    }

    /// The names are those that kubeadm and containerd will ask for; they say so themselves.
    private List<Carried> carried(Path context) throws IOException, InterruptedException {
        var kubeadm = context.resolve("kubeadm");
        Files.createLink(kubeadm, context.resolve("bin/kubernetes"));
        var names =
                Command.of(kubeadm.toString(), "config", "images", "list")
                        .and("--kubernetes-version", version())
                        .run();
        Files.delete(kubeadm);
        var containerd = Files.readString(context.resolve("kind/etc/containerd/config.toml"));
        var carried = new ArrayList<>(controlPlane(names, containerd));
        ADDONS.forEach(name -> carried.add(new Carried("localhost/" + name + ":node", name)));
        return carried;
    }

    /// @param kubeadm what `kubeadm config images list` prints
    /// @param containerd kind's configuration of containerd, which names the pause image
    static List<Carried> controlPlane(String kubeadm, String containerd) {
        var carried = new ArrayList<Carried>();
        for (var line :
                kubeadm.lines().map(String::strip).filter(line -> !line.isEmpty()).toList()) {
            var target = target(line);
            if (!target.equals(
                    "pause")) { // kubeadm's may be another than containerd's, which counts
                carried.add(new Carried(line, target));
            }
        }
        var pause = PAUSE.matcher(containerd);
        if (!pause.find()) {
            throw new ClusterFailure("kind's containerd configuration names no sandbox_image");
        }
        carried.add(new Carried(pause.group(1), "pause"));
        return carried;
    }

    private static String target(String image) {
        var name = image.replaceFirst(":[^:/]*$", "").replaceFirst(".*/", "");
        if (name.startsWith("kube-")) {
            return "kubernetes";
        }
        if (List.of("etcd", "coredns", "pause").contains(name)) {
            return name;
        }
        throw new ClusterFailure("kubeadm asks for an image that is not built here: " + image);
    }

    private void engine(Path context, Carried image, String... options)
            throws InterruptedException {
        var file = settings.recipe().resolve("node/Containerfile").toString();
        engine.command("build", "--network=none", "-f", file)
                .and(options)
                .and("--target", image.target(), "-t", image.name(), ".")
                .in(context)
                .within(PATIENCE)
                .logging(settings.logs().resolve("node.log"))
                .run();
    }

    private void save(Path context, List<String> names) throws InterruptedException {
        engine.save(names, context.resolve("images.tar"))
                .logging(settings.logs().resolve("node.log"))
                .run();
    }

    /// Only the node image is kept under a name; its layers stay for the next build.
    private void forget(List<Carried> carried) throws InterruptedException {
        engine.command("rmi", "--force")
                .and(carried.stream().map(Carried::name).toList())
                .and(BASE.name())
                .attempt();
    }
}
