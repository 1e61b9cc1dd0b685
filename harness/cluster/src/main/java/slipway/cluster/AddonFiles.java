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
    static final String CERTIFICATES = "2-certificates";
    static final String WORKLOADS = "3-workloads";

    /// The few of the Gateway API that are used (contour.yaml turns the others off).
    private static final List<String> GATEWAY_API =
            List.of("gatewayclasses", "gateways", "httproutes", "referencegrants");

    /// Contour's pair of keys: with it its proxy can start, so it goes ahead of the rest.
    private static final List<String> FIRST =
            List.of("namespace.yaml", "rbac.yaml", "certgen.yaml");

    String key() {
        return Key.of(List.of(addons(), contour.folder().resolve("go.mod")), images.toString());
    }

    void into(Path folder) throws IOException, InterruptedException {
        for (var part : List.of(DEFINITIONS, CERTIFICATES, WORKLOADS)) {
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
                var part = FIRST.contains(name) ? CERTIFICATES : WORKLOADS;
                Files.writeString(
                        folder.resolve(part).resolve(name), renamed(Files.readString(file)));
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
