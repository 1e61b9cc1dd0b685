package slipway.rollout;

import slipway.core.Image;
import slipway.core.RunFailed;
import slipway.core.Stage;
import slipway.core.UpdateSpec;
import slipway.core.Version;
import slipway.core.Workload;

/// Where a rollout begins, and what it brings.
record Beginning(UpdateSpec before, Image image) {
    /// @throws RunFailed where that is running already
    static Beginning of(Stage stage, Workload workload, Version next) {
        var image = stage.images().of(workload, next);
        var before = stage.cluster().updateSpec(workload);
        if (before.image().equals(image)) {
            throw new RunFailed(
                    workload
                            + " runs "
                            + image.version()
                            + " already: there is nothing to roll out");
        }
        return new Beginning(before, image);
    }
}
