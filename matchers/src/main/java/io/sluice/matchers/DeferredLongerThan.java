package io.sluice.matchers;

import java.time.Clock;
import javax.inject.Inject;

/**
 * Matches all recipients of a mail whose first deferral is longer ago than the condition says: a whole number and a unit
 * ({@code ms}, {@code s}, {@code min}, {@code hours}, {@code days}, {@code weeks}).
 *
 * <pre><code>
 * &lt;mailet match="io.sluice.matchers.DeferredLongerThan=4 hours" class="..."/&gt;
 * </code></pre>
 *
 * <p>Reads the attribute {@code sluice.first-deferred}; a mail without it does not match.
 */
public class DeferredLongerThan extends LongerThan {
    @Inject
    public DeferredLongerThan(Clock clock) {
        super(SluiceAttributes.FIRST_DEFERRED, clock);
    }
}
