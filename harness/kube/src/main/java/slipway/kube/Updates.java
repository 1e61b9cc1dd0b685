package slipway.kube;

import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.IntOrString;
import io.fabric8.kubernetes.api.model.apps.DaemonSet;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.apps.StatefulSet;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import slipway.core.EnvVar;
import slipway.core.Image;
import slipway.core.InvalidSpec;
import slipway.core.RunFailed;
import slipway.core.Strategy;
import slipway.core.UpdateSpec;
import slipway.core.Workload;
import slipway.core.Workload.Kind;

/// An [UpdateSpec] as the fields of the three kinds, which differ.
final class Updates {
    private Updates() {}

    static UpdateSpec of(HasMetadata object) {
        var controller = Controller.of(object);
        var own = own(controller);
        var template = new UpdateSpec.Template(Image.parse(own.getImage()), environment(own));
        return switch (object) {
            case Deployment deployment -> {
                var spec = deployment.getSpec();
                yield new UpdateSpec(
                        template,
                        strategy(deployment),
                        orZero(spec.getMinReadySeconds()),
                        orZero(spec.getProgressDeadlineSeconds()),
                        Boolean.TRUE.equals(spec.getPaused()));
            }
            case StatefulSet set ->
                    new UpdateSpec(
                            template,
                            strategy(set),
                            orZero(set.getSpec().getMinReadySeconds()),
                            0,
                            false);
            case DaemonSet set ->
                    new UpdateSpec(
                            template,
                            strategy(set),
                            orZero(set.getSpec().getMinReadySeconds()),
                            0,
                            false);
            default -> throw new IllegalArgumentException(object.getKind() + " is no workload");
        };
    }

    private static Strategy strategy(Deployment deployment) {
        var strategy = deployment.getSpec().getStrategy();
        if (strategy != null && "Recreate".equals(strategy.getType())) {
            return new Strategy.Recreate();
        }
        var rolling = strategy == null ? null : strategy.getRollingUpdate();
        return rolling == null
                ? new Strategy.RollingUpdate("", "", 0)
                : new Strategy.RollingUpdate(
                        text(rolling.getMaxSurge()), text(rolling.getMaxUnavailable()), 0);
    }

    private static Strategy strategy(StatefulSet set) {
        var strategy = set.getSpec().getUpdateStrategy();
        if (strategy != null && "OnDelete".equals(strategy.getType())) {
            return new Strategy.OnDelete();
        }
        var rolling = strategy == null ? null : strategy.getRollingUpdate();
        return rolling == null
                ? new Strategy.RollingUpdate("", "", 0)
                : new Strategy.RollingUpdate(
                        "", text(rolling.getMaxUnavailable()), orZero(rolling.getPartition()));
    }

    private static Strategy strategy(DaemonSet set) {
        var strategy = set.getSpec().getUpdateStrategy();
        if (strategy != null && "OnDelete".equals(strategy.getType())) {
            return new Strategy.OnDelete();
        }
        var rolling = strategy == null ? null : strategy.getRollingUpdate();
        return rolling == null
                ? new Strategy.RollingUpdate("", "", 0)
                : new Strategy.RollingUpdate(
                        text(rolling.getMaxSurge()), text(rolling.getMaxUnavailable()), 0);
    }

    /// The change as a JSON patch, which the API server takes as a whole or not at all.
    static List<Map<String, Object>> patch(HasMetadata object, UpdateSpec spec) {
        var controller = Controller.of(object);
        var workload = controller.workload();
        var container = "/spec/template/spec/containers/" + container(controller);
        var deployment = workload.kind() == Kind.DEPLOYMENT;
        var patch = new ArrayList<Map<String, Object>>();
        // Refused, rather than applied to the wrong container, if somebody changed the list since.
        patch.add(op("test", container + "/name", workload.name()));
        patch.add(op("replace", container + "/image", spec.image().reference()));
        var own = own(controller);
        if (!environment(own).equals(spec.template().environment())) {
            refuseUnknown(workload, own, spec.template());
            patch.add(op("add", container + "/env", env(own, spec.template())));
        }
        patch.add(
                op(
                        "add",
                        deployment ? "/spec/strategy" : "/spec/updateStrategy",
                        fields(workload, spec.strategy())));
        patch.add(op("add", "/spec/minReadySeconds", spec.minReadySeconds()));
        if (deployment) {
            patch.add(op("add", "/spec/paused", spec.paused()));
            if (spec.progressDeadlineSeconds() > 0) {
                patch.add(
                        op("add", "/spec/progressDeadlineSeconds", spec.progressDeadlineSeconds()));
            }
        }
        return patch;
    }

    private static Map<String, Object> op(String op, String path, Object value) {
        return Map.of("op", op, "path", path, "value", value);
    }

    private static Map<String, Object> fields(Workload workload, Strategy strategy) {
        var deployment = workload.kind() == Kind.DEPLOYMENT;
        switch (strategy) {
            case Strategy.Recreate _ -> {
                refuseUnless(deployment, workload, "recreate");
                return Map.of("type", "Recreate");
            }
            case Strategy.OnDelete _ -> {
                refuseUnless(!deployment, workload, "on delete");
                return Map.of("type", "OnDelete");
            }
            case Strategy.RollingUpdate(var surge, var unavailable, var partition) -> {
                var bounds = new LinkedHashMap<String, Object>();
                if (!surge.isEmpty()) {
                    refuseUnless(
                            workload.kind() != Kind.STATEFUL_SET, workload, "with surplus pods");
                    bounds.put("maxSurge", count(surge));
                }
                if (!unavailable.isEmpty()) {
                    bounds.put("maxUnavailable", count(unavailable));
                }
                if (workload.kind() == Kind.STATEFUL_SET) {
                    bounds.put("partition", partition);
                } else {
                    refuseUnless(partition == 0, workload, "by partitions");
                }
                return Map.of("type", "RollingUpdate", "rollingUpdate", bounds);
            }
        }
    }

    private static void refuseUnless(boolean possible, Workload workload, String how) {
        if (!possible) {
            throw new InvalidSpec(
                    "a %s cannot be updated %s: %s"
                            .formatted(workload.kind().word(), how, workload.name()));
        }
    }

    private static Container own(Controller controller) {
        return controller.template().getSpec().getContainers().get(container(controller));
    }

    private static Map<String, EnvVar> environment(Container container) {
        var environment = new LinkedHashMap<String, EnvVar>();
        for (var variable : variables(container)) {
            var known = known(variable);
            if (known != null) {
                environment.put(variable.getName(), known);
            }
        }
        return environment;
    }

    private static List<io.fabric8.kubernetes.api.model.EnvVar> variables(Container container) {
        return Objects.requireNonNullElse(container.getEnv(), List.of());
    }

    /// Null where its value comes from elsewhere.
    private static @Nullable EnvVar known(io.fabric8.kubernetes.api.model.EnvVar variable) {
        var from = variable.getValueFrom();
        if (from == null) {
            return new EnvVar.Literal(Objects.requireNonNullElse(variable.getValue(), ""));
        }
        var secret = from.getSecretKeyRef();
        return secret == null || Boolean.TRUE.equals(secret.getOptional())
                ? null
                : new EnvVar.FromSecret(secret.getName(), secret.getKey());
    }

    /// A variable that is not [#known] is not among those of before, and would not be put back.
    private static void refuseUnknown(
            Workload workload, Container container, UpdateSpec.Template template) {
        for (var variable : variables(container)) {
            if (known(variable) == null && template.environment().containsKey(variable.getName())) {
                throw new InvalidSpec(
                        "the variable %s of %s comes from elsewhere than its template or an entry of a Secret that has to be there, and could not be put back: give it such a value in the manifests first, or set another variable"
                                .formatted(variable.getName(), workload));
            }
        }
    }

    /// The list as it is, with what is to be otherwise. Its order matters: a variable may refer to
    /// those before it.
    private static List<Object> env(Container container, UpdateSpec.Template template) {
        var left = new TreeMap<>(template.environment());
        var env = new ArrayList<Object>();
        for (var variable : variables(container)) {
            var wanted = left.remove(variable.getName());
            if (wanted != null) {
                env.add(
                        wanted.equals(known(variable))
                                ? variable
                                : env(variable.getName(), wanted));
            } else if (known(variable) == null) {
                env.add(variable);
            }
        }
        left.forEach((name, wanted) -> env.add(env(name, wanted)));
        return env;
    }

    private static Map<String, Object> env(String name, EnvVar wanted) {
        return switch (wanted) {
            case EnvVar.Literal(var value) -> Map.of("name", name, "value", value);
            case EnvVar.FromSecret(var secret, var key) ->
                    Map.of(
                            "name",
                            name,
                            "valueFrom",
                            Map.of("secretKeyRef", Map.of("name", secret, "key", key)));
        };
    }

    /// The place of the container that bears the workload's name.
    private static int container(Controller controller) {
        var names =
                controller.template().getSpec().getContainers().stream()
                        .map(c -> c.getName())
                        .toList();
        int index = names.indexOf(controller.workload().name());
        if (index < 0) {
            throw new RunFailed(
                    controller.workload()
                            + " has no container of its own name, only "
                            + names
                            + "; name the container like the workload");
        }
        return index;
    }

    private static Object count(String text) {
        return text.endsWith("%") ? text : Integer.valueOf(text);
    }

    private static String text(@Nullable IntOrString count) {
        if (count == null) {
            return "";
        }
        var share = count.getStrVal();
        return share == null ? String.valueOf(count.getIntVal()) : share;
    }

    private static int orZero(@Nullable Integer number) {
        return Objects.requireNonNullElse(number, 0);
    }
}
