package io.sluice.simulation;

import io.sluice.simulation.sender.ConcurrencyFeedback;
import io.sluice.simulation.sender.FixedDelays;
import io.sluice.simulation.sender.SluiceLane;
import io.sluice.simulation.sender.ThresholdRules;
import java.util.LinkedHashMap;
import java.util.Map;

/** The senders of the tables, by name. */
public final class Senders {
    /** The name of Sluice's own. */
    public static final String SLUICE = "Sluice";

    private Senders() {}

    /** In the order of the columns. */
    public static Map<String, Sender.Maker> all() {
        Map<String, Sender.Maker> senders = new LinkedHashMap<>();
        senders.put("fixed delays (James)", FixedDelays::new);
        senders.put("concurrency feedback (Postfix)", ConcurrencyFeedback::new);
        senders.put("threshold rules (KumoMTA)", ThresholdRules::new);
        senders.put(SLUICE, SluiceLane::new);
        return senders;
    }
}
