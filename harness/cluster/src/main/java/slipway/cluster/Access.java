package slipway.cluster;

import java.net.URI;
import java.nio.file.Path;

/// How to reach a cluster that is up: its kubeconfig, the context in it, and the Gateway's loopback
/// address.
public record Access(Path kubeconfig, String context, URI gateway) {}
