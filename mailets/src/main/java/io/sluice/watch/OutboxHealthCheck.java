package io.sluice.watch;

import javax.inject.Inject;
import org.apache.james.core.healthcheck.ComponentName;
import org.apache.james.core.healthcheck.HealthCheck;
import org.apache.james.core.healthcheck.Result;
import org.reactivestreams.Publisher;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

/**
 * Unhealthy while mail cannot be stored. Named in {@code conf/healthcheck.properties}:
 *
 * <pre>additional.healthchecks=io.sluice.watch.OutboxHealthCheck</pre>
 */
public class OutboxHealthCheck implements HealthCheck {
    private static final ComponentName NAME = new ComponentName("Sluice outbox");

    private final OutboxHealth health;

    @Inject
    public OutboxHealthCheck(OutboxHealth health) {
        this.health = health;
    }

    @Override
    public ComponentName componentName() {
        return NAME;
    }

    @Override
    public Publisher<Result> check() {
        return Mono.fromCallable(() ->
                        health.trouble().map(why -> Result.unhealthy(NAME, why)).orElseGet(() -> Result.healthy(NAME)))
                .subscribeOn(Schedulers.boundedElastic());
    }
}
