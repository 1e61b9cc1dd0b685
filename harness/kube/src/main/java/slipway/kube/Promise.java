package slipway.kube;

import io.fabric8.kubernetes.api.model.IntOrString;
import io.fabric8.kubernetes.api.model.apps.DaemonSetUpdateStrategy;
import io.fabric8.kubernetes.api.model.apps.DeploymentStrategy;
import io.fabric8.kubernetes.api.model.apps.StatefulSetUpdateStrategy;
import org.jspecify.annotations.Nullable;

/// How many pods an update leaves ready: desired less `maxUnavailable`, with the defaults and the
/// rounding of Kubernetes' own controllers, which differ by kind.
final class Promise {
    private Promise() {}

    /// A percentage of unavailable pods is rounded down, of surplus pods up; if both come to
    /// nothing, one pod may be missing, or no update could begin.
    static int deployment(int desired, @Nullable DeploymentStrategy strategy) {
        if (strategy != null && "Recreate".equals(strategy.getType())) {
            return 0;
        }
        var rolling = strategy == null ? null : strategy.getRollingUpdate();
        var quarter = new IntOrString("25%");
        int surge = scaled(rolling == null ? null : rolling.getMaxSurge(), quarter, desired, true);
        int unavailable =
                scaled(
                        rolling == null ? null : rolling.getMaxUnavailable(),
                        quarter,
                        desired,
                        false);
        return less(desired, surge == 0 && unavailable == 0 ? 1 : unavailable);
    }

    /// One after the other, unless told otherwise; a percentage is rounded down, but not to zero.
    static int statefulSet(int desired, @Nullable StatefulSetUpdateStrategy strategy) {
        if (strategy != null && "OnDelete".equals(strategy.getType())) {
            return desired;
        }
        var rolling = strategy == null ? null : strategy.getRollingUpdate();
        var unavailable = rolling == null ? null : rolling.getMaxUnavailable();
        return less(desired, Math.max(1, scaled(unavailable, new IntOrString(1), desired, false)));
    }

    /// One node after the other, unless told otherwise; a percentage is rounded up.
    static int daemonSet(int desired, @Nullable DaemonSetUpdateStrategy strategy) {
        if (strategy != null && "OnDelete".equals(strategy.getType())) {
            return desired;
        }
        var rolling = strategy == null ? null : strategy.getRollingUpdate();
        var unavailable = rolling == null ? null : rolling.getMaxUnavailable();
        return less(desired, scaled(unavailable, new IntOrString(1), desired, true));
    }

    /// A number, or a percentage of `total`.
    static int scaled(@Nullable IntOrString value, IntOrString otherwise, int total, boolean up) {
        var given = value == null ? otherwise : value;
        var text = given.getStrVal();
        if (text == null) {
            return given.getIntVal();
        }
        if (!text.matches("[0-9]+%")) {
            throw new IllegalArgumentException("expected a percentage such as 25%, got " + text);
        }
        int hundredths = Integer.parseInt(text.substring(0, text.length() - 1)) * total;
        return up ? Math.ceilDiv(hundredths, 100) : hundredths / 100;
    }

    private static int less(int desired, int unavailable) {
        return Math.max(0, desired - unavailable);
    }
}
