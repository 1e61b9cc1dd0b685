package slipway.cluster;

import java.nio.file.Path;

/// All that a cluster is made from, whichever source it came from.
///
/// @param key names the lot: two clusters of the same key are alike
/// @param kind kind's binary
/// @param kubectl kubectl's binary, of the cluster's version
/// @param nodeImage in the engine's store
/// @param addons folder of the manifests that are applied to a new cluster, in the order of their
///   names
/// @param suite images of the suite that came along, from a bundle; else none
record Material(
        String key, Path kind, Path kubectl, String nodeImage, Path addons, GivenImages suite) {}
