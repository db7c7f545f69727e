package io.sluice.inbound;

import io.sluice.exchange.PublishedRanges;
import io.sluice.exchange.RangesRefusedException;
import java.io.IOException;
import java.util.Optional;

/** Where newer lists of addresses are from. */
public interface RangesSource {
    /**
     * The list, if it is another one than that which is held. May block.
     *
     * @throws IOException when it cannot be had
     * @throws RangesRefusedException when it is no list, or is not plausible
     */
    Optional<PublishedRanges> fetch(PublishedRanges held) throws IOException, RangesRefusedException;

    /** Whether a person put it there, who may also take half of it away. */
    boolean isByHand();
}
