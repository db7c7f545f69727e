package io.sluice.watch;

import javax.inject.Inject;
import org.apache.james.core.healthcheck.ComponentName;
import org.apache.james.core.healthcheck.HealthCheck;
import org.apache.james.core.healthcheck.Result;
import org.reactivestreams.Publisher;
import reactor.core.publisher.Mono;

/**
 * Degraded while a lane stands still. Named in {@code conf/healthcheck.properties}:
 *
 * <pre>additional.healthchecks=io.sluice.watch.LaneHealthCheck</pre>
 */
public class LaneHealthCheck implements HealthCheck {
    private static final ComponentName NAME = new ComponentName("Sluice lanes");

    private final LaneHealth health;

    @Inject
    public LaneHealthCheck(LaneHealth health) {
        this.health = health;
    }

    @Override
    public ComponentName componentName() {
        return NAME;
    }

    @Override
    public Publisher<Result> check() {
        return Mono.fromCallable(
                () -> health.trouble().map(why -> Result.degraded(NAME, why)).orElseGet(() -> Result.healthy(NAME)));
    }
}
