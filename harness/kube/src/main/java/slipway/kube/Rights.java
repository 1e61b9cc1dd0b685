package slipway.kube;

import io.fabric8.kubernetes.api.model.authorization.v1.SelfSubjectAccessReview;
import io.fabric8.kubernetes.api.model.authorization.v1.SelfSubjectAccessReviewBuilder;
import slipway.core.InvalidSpec;

/// What this client may do on the cluster (`SelfSubjectAccessReview`).
record Rights(Api api) {
    /// Asks for a right to what is in the suite's namespace.
    ///
    /// @param group of the resource; empty for the core one
    /// @param resource in the plural; `pods/eviction` for a part of it
    /// @throws InvalidSpec where there is none
    void require(String verb, String group, String resource) {
        require(verb, group, resource, api.namespace());
    }

    /// The same of the whole cluster.
    void requireEverywhere(String verb, String group, String resource) {
        require(verb, group, resource, "");
    }

    private void require(String verb, String group, String resource, String namespace) {
        var parts = resource.split("/", 2);
        var question =
                new SelfSubjectAccessReviewBuilder()
                        .withNewSpec()
                        .withNewResourceAttributes()
                        .withVerb(verb)
                        .withGroup(group)
                        .withResource(parts[0])
                        .withSubresource(parts.length == 2 ? parts[1] : "")
                        .withNamespace(namespace)
                        .endResourceAttributes()
                        .endSpec()
                        .build();
        var answer =
                api.ask(
                        "ask for the right to %s %s".formatted(verb, resource),
                        () ->
                                api.client()
                                        .authorization()
                                        .v1()
                                        .selfSubjectAccessReview()
                                        .create(question));
        if (denied(answer)) {
            throw new InvalidSpec(
                    "%s gives no right to %s %s%s: kubectl auth can-i %s %s"
                            .formatted(
                                    api.context(),
                                    verb,
                                    resource,
                                    namespace.isEmpty() ? "" : " in the namespace " + namespace,
                                    verb,
                                    resource));
        }
    }

    private static boolean denied(SelfSubjectAccessReview answer) {
        return answer.getStatus() != null && Boolean.FALSE.equals(answer.getStatus().getAllowed());
    }
}
