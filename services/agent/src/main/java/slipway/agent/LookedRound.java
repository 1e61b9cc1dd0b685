package slipway.agent;

import jakarta.enterprise.context.ApplicationScoped;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Readiness;

/// Ready once every probe was asked: a view with holes would be taken for a partition. What the
/// probes saw does not count, for an agent that reports an outage does its work.
@Readiness
@ApplicationScoped
class LookedRound implements HealthCheck {
    private final Lookout lookout;

    LookedRound(Lookout lookout) {
        this.lookout = lookout;
    }

    @Override
    public HealthCheckResponse call() {
        return HealthCheckResponse.named("looked round").status(lookout.lookedRound()).build();
    }
}
