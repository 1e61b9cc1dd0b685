package slipway.core;

/// An image of the suite; `name` is the workload's, `version` is baked in and answered by it.
public record Image(String name, String version) {
    public Image {
        if (!name.matches("[a-z][a-z0-9-]*")
                || !version.matches("[A-Za-z0-9][A-Za-z0-9._-]{0,127}")) {
            throw new InvalidSpec(
                    "an image is a name and a tag such as api:v1-0a1b2c3d, but this is "
                            + name
                            + ":"
                            + version);
        }
    }

    /// The reference in a pod template. `localhost/`, so that no node ever asks a registry for it.
    public String reference() {
        return "localhost/" + name + ":" + version;
    }

    /// The image that a reference such as [#reference()] names; registry and digest are dropped.
    public static Image parse(String reference) {
        var name = reference.substring(reference.lastIndexOf('/') + 1);
        var colon = name.indexOf(':');
        if (colon < 0) {
            throw new InvalidSpec("an image reference ends in :TAG, but this is " + reference);
        }
        var tag = name.substring(colon + 1);
        var at = tag.indexOf('@');
        return new Image(name.substring(0, colon), at < 0 ? tag : tag.substring(0, at));
    }
}
