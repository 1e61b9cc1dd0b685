package slipway.kube;

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
import org.jspecify.annotations.Nullable;
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
        var image =
                Image.parse(
                        controller
                                .template()
                                .getSpec()
                                .getContainers()
                                .get(container(controller))
                                .getImage());
        return switch (object) {
            case Deployment deployment -> {
                var spec = deployment.getSpec();
                yield new UpdateSpec(
                        image,
                        strategy(deployment),
                        orZero(spec.getMinReadySeconds()),
                        orZero(spec.getProgressDeadlineSeconds()),
                        Boolean.TRUE.equals(spec.getPaused()));
            }
            case StatefulSet set ->
                    new UpdateSpec(
                            image,
                            strategy(set),
                            orZero(set.getSpec().getMinReadySeconds()),
                            0,
                            false);
            case DaemonSet set ->
                    new UpdateSpec(
                            image,
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
