package io.sluice.watch;

import javax.inject.Inject;

/**
 * Degraded while a sender domain or a source address in use is not as Microsoft wants it: a warning before Microsoft
 * refuses mail. Answers with what was looked up before, at once. Named in {@code conf/healthcheck.properties}:
 *
 * <pre>additional.healthchecks=io.sluice.watch.PostureHealthCheck</pre>
 */
public class PostureHealthCheck extends DegradingCheck {
    @Inject
    public PostureHealthCheck(PostureWatch watch) {
        super("Sluice senders", watch::trouble);
    }
}
