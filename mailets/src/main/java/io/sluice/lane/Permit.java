package io.sluice.lane;

import java.util.List;

/**
 * Leave for one attempt; to be given back with what came of it.
 *
 * @param gate the pass of the lane's own gate
 * @param rateEpoch which rate admitted it
 * @param connectionsEpoch which number of connections admitted it
 * @param limited whether the rate was what held the lane back
 * @param narrow the passes of narrower gates that are not at rest
 * @param leave remembers that it came back
 */
public record Permit(
        Pass gate, long rateEpoch, long connectionsEpoch, boolean limited, List<NarrowPass> narrow, Leave leave) {
    /** Whether a single mail tests the lane with it. */
    public boolean probe() {
        return gate.probe();
    }

    Permit with(List<NarrowPass> passes) {
        return new Permit(gate, rateEpoch, connectionsEpoch, limited, passes, leave);
    }

    /** The one leave behind all forms of a permit. Not safe for several threads: the lane guards it. */
    static final class Leave {
        private boolean back;

        /** Whether it is the first time that it comes back. */
        boolean comeBack() {
            boolean first = !back;
            back = true;
            return first;
        }
    }

    /**
     * Leave to pass one gate.
     *
     * @param episode of the gate
     * @param probe a single mail tests the gate with it
     */
    record Pass(long episode, boolean probe) {}

    /** The pass of a gate inside the lane, with the epoch of its rate. */
    record NarrowPass(GateKey key, Pass pass, long rateEpoch, boolean limited) {}
}
