package io.sluice.matchers;

import com.google.inject.ImplementedBy;
import io.sluice.reply.LaneCondition;
import java.util.Set;

/**
 * Says how lanes stand. Bound by {@code io.sluice.SluiceModule}; without that module the stand-in says what to add. Safe
 * for several threads; does not wait.
 */
@ImplementedBy(ModuleMissing.class)
public interface LaneConditions {
    /** How the lane of that name stands; a lane that had no mail yet is open. */
    LaneCondition of(String lane);

    /** How the lanes to that destination stand, from all sources; open, when none had mail yet. */
    Set<LaneCondition> to(String destination);
}
