package io.sluice.watch;

import io.sluice.incident.Chronicle;
import io.sluice.incident.Conclusion;
import io.sluice.reply.MaskedAddresses;
import java.util.List;
import java.util.stream.Collectors;
import javax.inject.Inject;
import org.apache.james.core.healthcheck.ComponentName;
import org.apache.james.core.healthcheck.HealthCheck;
import org.apache.james.core.healthcheck.Result;
import org.reactivestreams.Publisher;
import reactor.core.publisher.Mono;

/**
 * Degraded while it is concluded why mail is refused; the cause says so. Named in {@code conf/healthcheck.properties}:
 *
 * <pre>additional.healthchecks=io.sluice.watch.IncidentHealthCheck</pre>
 */
public class IncidentHealthCheck implements HealthCheck {
    private static final ComponentName NAME = new ComponentName("Sluice incidents");
    private static final int MOST_NAMED = 3;

    private final IncidentWatch watch;

    @Inject
    public IncidentHealthCheck(IncidentWatch watch) {
        this.watch = watch;
    }

    @Override
    public ComponentName componentName() {
        return NAME;
    }

    @Override
    public Publisher<Result> check() {
        return Mono.fromCallable(() -> result(watch.chronicle().current()));
    }

    private static Result result(List<Chronicle.Episode> current) {
        if (current.isEmpty()) {
            return Result.healthy(NAME);
        }
        String causes = current.stream()
                .limit(MOST_NAMED)
                .map(Chronicle.Episode::conclusion)
                .map(IncidentHealthCheck::text)
                .collect(Collectors.joining(" "));
        return Result.degraded(NAME, MaskedAddresses.in(causes));
    }

    private static String text(Conclusion conclusion) {
        return conclusion.what() + " " + conclusion.advice();
    }
}
