package io.sluice.watch;

import java.util.Optional;
import java.util.function.Supplier;
import org.apache.james.core.healthcheck.ComponentName;
import org.apache.james.core.healthcheck.HealthCheck;
import org.apache.james.core.healthcheck.Result;
import org.reactivestreams.Publisher;
import reactor.core.publisher.Mono;

/** Degraded while there is some trouble, which is known at once, and healthy otherwise. */
abstract class DegradingCheck implements HealthCheck {
    private final ComponentName name;
    private final Supplier<Optional<String>> trouble;

    /** @param trouble says what is wrong, if anything is */
    DegradingCheck(String name, Supplier<Optional<String>> trouble) {
        this.name = new ComponentName(name);
        this.trouble = trouble;
    }

    @Override
    public final ComponentName componentName() {
        return name;
    }

    @Override
    public final Publisher<Result> check() {
        return Mono.fromCallable(
                () -> trouble.get().map(why -> Result.degraded(name, why)).orElseGet(() -> Result.healthy(name)));
    }
}
