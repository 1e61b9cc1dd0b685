package slipway.core;

/// Where a variable of a container's environment gets its value: `env[]` of Kubernetes' container.
public sealed interface EnvVar {
    /// From the pod template itself.
    record Literal(String value) implements EnvVar {}

    /// From an entry of a Secret, when the container starts. Where there is none, it does not.
    record FromSecret(String secret, String key) implements EnvVar {}
}
