package io.sluice.watch;

import javax.inject.Inject;
import org.apache.james.core.healthcheck.ComponentName;
import org.apache.james.core.healthcheck.HealthCheck;
import org.apache.james.core.healthcheck.Result;
import org.reactivestreams.Publisher;
import reactor.core.publisher.Mono;

/**
 * Degraded while a sender domain or a source address in use is not as Microsoft wants it: a warning before Microsoft
 * refuses mail. Answers with what was looked up before, at once. Named in {@code conf/healthcheck.properties}:
 *
 * <pre>additional.healthchecks=io.sluice.watch.PostureHealthCheck</pre>
 */
public class PostureHealthCheck implements HealthCheck {
    private static final ComponentName NAME = new ComponentName("Sluice senders");

    private final PostureWatch watch;

    @Inject
    public PostureHealthCheck(PostureWatch watch) {
        this.watch = watch;
    }

    @Override
    public ComponentName componentName() {
        return NAME;
    }

    @Override
    public Publisher<Result> check() {
        return Mono.fromCallable(
                () -> watch.trouble().map(why -> Result.degraded(NAME, why)).orElseGet(() -> Result.healthy(NAME)));
    }
}
