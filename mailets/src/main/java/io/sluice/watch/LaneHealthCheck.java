package io.sluice.watch;

import javax.inject.Inject;

/**
 * Degraded while a lane stands still. Named in {@code conf/healthcheck.properties}:
 *
 * <pre>additional.healthchecks=io.sluice.watch.LaneHealthCheck</pre>
 */
public class LaneHealthCheck extends DegradingCheck {
    @Inject
    public LaneHealthCheck(LaneHealth health) {
        super("Sluice lanes", health::trouble);
    }
}
