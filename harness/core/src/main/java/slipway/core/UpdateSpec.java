package slipway.core;

import java.time.Duration;

/// What of a workload's spec decides which pods there are to be, and how they come to be. One value
/// that is changed as a whole, so that no controller sees half of it.
///
/// @param image of the container that bears the workload's name
/// @param minReadySeconds how long a new pod is ready before it counts as available
/// @param progressDeadlineSeconds after how long without progress a rollout has failed; Deployments
///   only, 0 elsewhere
/// @param paused whether the controller leaves the template's change alone; Deployments only
public record UpdateSpec(
        Image image,
        Strategy strategy,
        int minReadySeconds,
        int progressDeadlineSeconds,
        boolean paused) {
    public UpdateSpec {
        if (minReadySeconds < 0 || progressDeadlineSeconds < 0) {
            throw new InvalidSpec(
                    "seconds are 0 or more, not %d and %d"
                            .formatted(minReadySeconds, progressDeadlineSeconds));
        }
    }

    /// The same with another image.
    public UpdateSpec to(Image image) {
        return new UpdateSpec(image, strategy, minReadySeconds, progressDeadlineSeconds, paused);
    }

    /// The same by another strategy.
    public UpdateSpec by(Strategy strategy) {
        return new UpdateSpec(image, strategy, minReadySeconds, progressDeadlineSeconds, paused);
    }

    /// The same, with new pods that count as available only after this time: until then none of the
    /// old ones has to go for them.
    public UpdateSpec holding(Duration time) {
        int seconds = Math.toIntExact(time.toSeconds());
        // Kubernetes refuses a deadline that a new pod could not meet.
        return new UpdateSpec(
                image, strategy, seconds, Math.max(progressDeadlineSeconds, seconds + 1), paused);
    }
}
