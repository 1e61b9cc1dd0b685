package slipway.cluster;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/// The manifests of the add-ons that the harness applies, in the order in which it does: the
/// definitions that the pinned modules bring, then what `k8s/cluster/addons` says.
///
/// @param contour the module whose `go.mod` pins Contour, and by it the Gateway API
/// @param images other names for the images, for a source that does not carry them in the node
///   image
record AddonFiles(Settings settings, GoModule contour, Map<String, String> images) {
    static final String DEFINITIONS = "1-definitions";
    static final String EARLY = "2-early";
    static final String WORKLOADS = "3-workloads";
    private static final List<String> PARTS = List.of(DEFINITIONS, EARLY, WORKLOADS);

    /// The few of the Gateway API that are used (contour.yaml turns the others off).
    private static final List<String> GATEWAY_API =
            List.of("gatewayclasses", "gateways", "httproutes", "referencegrants");

    /// What takes longest goes ahead of the rest, in this order: metrics-server measures twice
    /// before it answers, and only with Contour's pair of keys can its proxy start.
    private static final List<String> EARLY_ONES =
            List.of("metrics-server.yaml", "namespace.yaml", "rbac.yaml", "certgen.yaml");

    String key() {
        return Key.of(
                List.of(addons(), contour.folder().resolve("go.mod")),
                images.toString(),
                GATEWAY_API.toString(),
                PARTS.toString(),
                EARLY_ONES.toString());
    }

    void into(Path folder) throws IOException, InterruptedException {
        for (var part : PARTS) {
            Files.createDirectory(folder.resolve(part));
        }
        var gatewayApi =
                contour.dependency("sigs.k8s.io/gateway-api").resolve("config/crd/standard");
        for (var name : GATEWAY_API) {
            var file = "gateway.networking.k8s.io_%s.yaml".formatted(name);
            Files.copy(gatewayApi.resolve(file), folder.resolve(DEFINITIONS).resolve(file));
        }
        Files.copy(
                contour.dependency("github.com/projectcontour/contour")
                        .resolve("examples/contour/01-crds.yaml"),
                folder.resolve(DEFINITIONS).resolve("contour.yaml"));
        own(addons().resolve("metrics"), folder);
        own(addons().resolve("gateway"), folder);
    }

    private void own(Path from, Path folder) throws IOException {
        try (var files = Files.list(from)) {
            for (var file : files.sorted().toList()) {
                var name = file.getFileName().toString();
                var place = EARLY_ONES.indexOf(name);
                // kubectl takes a folder's files by their names.
                var into =
                        place < 0
                                ? folder.resolve(WORKLOADS).resolve(name)
                                : folder.resolve(EARLY).resolve((place + 1) + "-" + name);
                Files.writeString(into, renamed(Files.readString(file)));
            }
        }
    }

    /// Where images are published they may be pulled, too.
    private String renamed(String manifest) {
        var text = manifest;
        for (var image : images.entrySet()) {
            text = text.replace("localhost/" + image.getKey() + ":node", image.getValue());
        }
        return images.isEmpty()
                ? text
                : text.replace("imagePullPolicy: Never", "imagePullPolicy: IfNotPresent");
    }

    private Path addons() {
        return settings.recipe().resolve("addons");
    }
}
