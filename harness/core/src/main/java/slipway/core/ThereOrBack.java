package slipway.core;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/// Of two disturbances that bring one subject from one version to the other and back, the one that
/// has something to bring: where the one before did not get there, the way is the same once more.
///
/// @param subject the workload whose version tells
public record ThereOrBack(Workload subject, Disturbance there, Disturbance back)
        implements Disturbance {
    @Override
    public String description() {
        return there.description();
    }

    @Override
    public Optional<Version> brings() {
        return there.brings();
    }

    /// Never: one of the two leads on.
    @Override
    public boolean needless(String now) {
        return false;
    }

    @Override
    public List<Workload> touches() {
        return Stream.of(there, back).flatMap(way -> way.touches().stream()).distinct().toList();
    }

    @Override
    public void rehearse(Stage stage) throws InterruptedException {
        there.rehearse(stage);
        back.rehearse(stage);
    }

    @Override
    public void disturb(Stage stage) throws InterruptedException {
        var now = stage.cluster().image(subject).version();
        (there.needless(now) ? back : there).disturb(stage);
    }
}
