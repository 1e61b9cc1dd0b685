package slipway.sim;

import org.jspecify.annotations.Nullable;
import slipway.core.Baseline;
import slipway.core.Fault;
import slipway.core.Image;
import slipway.core.Outcome;
import slipway.core.Served;
import slipway.core.UpdateSpec;

/// One pod: its place in life, and the requests that it has in hand.
final class SimPod {
    enum Life {
        STARTING,
        READY,
        DRAINING,
        GONE
    }

    /// How many requests a JVM takes to get going.
    private static final int COLD = 30;

    private static final long LONG_AGO = Long.MIN_VALUE / 2;

    final String name;
    final String node;
    final boolean baseline;
    final UpdateSpec.Template template;
    final Image image;
    Life life = Life.STARTING;
    long readySince = LONG_AGO;
    int restarts;
    boolean frozen;
    boolean ownDisk;

    /// What it bears without an effect on its clients; null while it is well.
    Fault.AtPod.@Nullable Kind plague;

    private long answered;
    private long failed;

    SimPod(String name, String node, boolean baseline, UpdateSpec.Template template) {
        this.name = name;
        this.node = node;
        this.baseline = baseline;
        this.template = template;
        this.image = template.image();
    }

    /// Counts an answer, as its metrics would.
    void count(Outcome outcome) {
        answered++;
        failed += outcome instanceof Outcome.Uncertain ? 1 : 0;
    }

    Served served() {
        return new Served(name, routed(), answered, failed);
    }

    /// Its version, as a route calls it.
    String routed() {
        return baseline ? Baseline.version(image.version()) : image.version();
    }

    /// Whether it has just started, and takes its time for each request.
    boolean cold() {
        return readySince != LONG_AGO && answered < COLD;
    }

    /// Whether it answers a request that reaches it: while it drains it still does.
    boolean serves() {
        return life == Life.READY || life == Life.DRAINING;
    }

    boolean ready() {
        return life == Life.READY;
    }

    /// Whether it is not being deleted.
    boolean stays() {
        return life == Life.STARTING || life == Life.READY;
    }

    /// Whether this bug was planted in its version, as in `services/planted`.
    boolean has(String bug) {
        return image.version().endsWith("-" + bug);
    }

    /// Whether its image is there, and does not end each time that it is started: the simulated
    /// service bears no setting.
    boolean runs() {
        return !has("crashloop") && !has("unpublished") && template.environment().isEmpty();
    }

    /// The sabotaged twin is a build without drain, as in `services/`.
    boolean drains() {
        return !has("drainless");
    }
}
