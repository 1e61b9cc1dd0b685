package slipway.core;

import java.time.Duration;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/// What of a workload's spec decides which pods there are to be, and how they come to be. One value
/// that is changed as a whole, so that no controller sees half of it.
///
/// @param template what each pod is made from
/// @param minReadySeconds how long a new pod is ready before it counts as available
/// @param progressDeadlineSeconds after how long without progress a rollout has failed; Deployments
///   only, 0 elsewhere
/// @param paused whether the controller leaves the template's change alone; Deployments only
public record UpdateSpec(
        Template template,
        Strategy strategy,
        int minReadySeconds,
        int progressDeadlineSeconds,
        boolean paused) {
    /// What of a pod template a rollout changes. Pods of another template are old.
    ///
    /// @param image of the container that bears the workload's name
    /// @param environment of that container, by name; variables that come from elsewhere than
    ///   [EnvVar] knows are not among them, and stay as they are: none of them can be set
    public record Template(Image image, Map<String, EnvVar> environment) {
        public Template {
            environment = Map.copyOf(environment);
        }

        /// In the order of the names.
        public SortedMap<String, EnvVar> inOrder() {
            return new TreeMap<>(environment);
        }

        @Override
        public String toString() {
            return image + " with " + inOrder();
        }
    }

    public UpdateSpec {
        if (minReadySeconds < 0 || progressDeadlineSeconds < 0) {
            throw new InvalidSpec(
                    "seconds are 0 or more, not %d and %d"
                            .formatted(minReadySeconds, progressDeadlineSeconds));
        }
    }

    /// Of a container with an empty environment.
    public UpdateSpec(
            Image image,
            Strategy strategy,
            int minReadySeconds,
            int progressDeadlineSeconds,
            boolean paused) {
        this(
                new Template(image, Map.of()),
                strategy,
                minReadySeconds,
                progressDeadlineSeconds,
                paused);
    }

    public Image image() {
        return template.image();
    }

    /// The same with another image.
    public UpdateSpec to(Image image) {
        return from(new Template(image, template.environment()));
    }

    /// The same with some variables set, or set otherwise.
    public UpdateSpec setting(Map<String, EnvVar> variables) {
        var all = new TreeMap<>(template.environment());
        all.putAll(variables);
        return from(new Template(template.image(), all));
    }

    private UpdateSpec from(Template template) {
        return new UpdateSpec(template, strategy, minReadySeconds, progressDeadlineSeconds, paused);
    }

    /// The same by another strategy.
    public UpdateSpec by(Strategy strategy) {
        return new UpdateSpec(template, strategy, minReadySeconds, progressDeadlineSeconds, paused);
    }

    /// The same, of which the workload's controller takes no further step.
    public UpdateSpec pausing(Workload.Kind kind) {
        return kind == Workload.Kind.DEPLOYMENT
                ? new UpdateSpec(template, strategy, minReadySeconds, progressDeadlineSeconds, true)
                : by(new Strategy.OnDelete());
    }

    /// The same, with new pods that count as available only after this time: until then none of the
    /// old ones has to go for them.
    public UpdateSpec holding(Duration time) {
        int seconds = Math.toIntExact(time.toSeconds());
        // Kubernetes refuses a deadline that a new pod could not meet.
        return new UpdateSpec(
                template,
                strategy,
                seconds,
                Math.max(progressDeadlineSeconds, seconds + 1),
                paused);
    }
}
