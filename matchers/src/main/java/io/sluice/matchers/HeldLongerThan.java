package io.sluice.matchers;

import java.time.Clock;
import javax.inject.Inject;

/**
 * Matches all recipients of a mail that was held in the outbox, first longer ago than the condition says: a whole number and a unit
 * ({@code ms}, {@code s}, {@code min}, {@code hours}, {@code days}, {@code weeks}).
 *
 * <pre><code>
 * &lt;mailet match="io.sluice.matchers.HeldLongerThan=2 hours" class="..."/&gt;
 * </code></pre>
 *
 * <p>Reads the attribute {@code sluice.held-since}; a mail without it does not match.
 */
public class HeldLongerThan extends LongerThan {
    @Inject
    public HeldLongerThan(Clock clock) {
        super(SluiceAttributes.HELD_SINCE, clock);
    }
}
