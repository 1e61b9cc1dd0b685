package slipway.core;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/// A disturbance that does nothing to some other workloads, which begin at the scenario's version
/// all the same.
public record AlsoAt(Disturbance disturbance, List<Workload> others) implements Disturbance {
    public AlsoAt {
        others = List.copyOf(others);
    }

    @Override
    public String description() {
        return disturbance.description();
    }

    @Override
    public Optional<Version> brings() {
        return disturbance.brings();
    }

    @Override
    public Map<Workload, Version> bringsToOthers() {
        return disturbance.bringsToOthers();
    }

    @Override
    public List<Workload> touches() {
        return Stream.concat(disturbance.touches().stream(), others.stream()).distinct().toList();
    }

    @Override
    public Disturbance lasting(Duration time) {
        return new AlsoAt(disturbance.lasting(time), others);
    }

    @Override
    public void rehearse(Stage stage) throws InterruptedException {
        disturbance.rehearse(stage);
    }

    @Override
    public void disturb(Stage stage) throws InterruptedException {
        disturbance.disturb(stage);
    }

    @Override
    public void heal(Stage stage) throws InterruptedException {
        disturbance.heal(stage);
    }
}
