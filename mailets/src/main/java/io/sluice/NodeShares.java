package io.sluice;

import io.sluice.lane.Lanes;
import io.sluice.lane.Share;
import io.sluice.outbox.NodeListener;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Gives each of the servers that share an outbox the same part of the lanes' limits, and has each look for mail that
 * another one stored or left. While the outbox cannot be reached the part stays as it is.
 */
final class NodeShares implements NodeListener {
    private final Lanes lanes;
    private final Runnable lookForMail;
    private final AtomicInteger known = new AtomicInteger(1);

    NodeShares(Lanes lanes, Runnable lookForMail) {
        this.lanes = lanes;
        this.lookForMail = lookForMail;
    }

    @Override
    public void counted(int live, boolean mailMayHaveCome) {
        if (known.getAndSet(live) != live) {
            lanes.share(new Share(1.0 / live));
        }
        if (mailMayHaveCome) {
            lookForMail.run();
        }
    }
}
