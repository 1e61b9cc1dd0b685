package slipway.core;

import org.jspecify.annotations.Nullable;

/// A version of a service, by the label that scenarios use: `v1`, `v2`, `v2-drainless`. The image's
/// tag adds the hash of the sources that it was built from, so a tag never changes its meaning.
public record Version(String label) {
    public Version {
        if (!label.matches("v[0-9]+(-[a-z]+)?")) {
            throw new InvalidSpec(
                    "a version's label is like v2 or v2-drainless, but this is " + label);
        }
    }

    /// Whether an answer, or an image, names this version: its tag is the label, then the hash of
    /// its sources.
    public boolean named(@Nullable String tag) {
        return tag != null && (tag.equals(label) || tag.matches(label + "-[0-9a-f]{8}"));
    }

    @Override
    public String toString() {
        return label;
    }
}
