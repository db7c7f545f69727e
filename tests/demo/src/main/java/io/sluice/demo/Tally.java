package io.sluice.demo;

import io.sluice.testkit.MicrosoftWorld;
import io.sluice.testkit.smtp.AcceptedMail;
import io.sluice.testkit.smtp.Ledger.Delivery;
import java.util.List;
import java.util.Map;

/**
 * What has arrived at the receivers.
 *
 * @param expected how many deliveries have to come, the bounce not counted
 * @param once how many of them came exactly once
 * @param duplicated how many of them came more than once
 * @param unexpected how many deliveries came that nobody had ordered
 * @param bounces the bounces that reached the sender
 */
record Tally(int expected, int once, int duplicated, int unexpected, List<AcceptedMail> bounces) {

    static Tally of(MicrosoftWorld world, Traffic traffic) {
        int once = 0;
        int duplicated = 0;
        int unexpected = 0;
        for (Map.Entry<Delivery, Integer> delivery : world.deliveries().entrySet()) {
            if (!traffic.expected().contains(delivery.getKey())) {
                unexpected++;
            } else if (delivery.getValue() == 1) {
                once++;
            } else {
                duplicated++;
            }
        }
        List<AcceptedMail> bounces = world.other().ledger().accepted().stream()
                .filter(mail -> mail.sender().isEmpty() && mail.recipients().contains(Traffic.SENDER))
                .toList();
        return new Tally(traffic.expected().size(), once, duplicated, unexpected, bounces);
    }

    int arrived() {
        return once + duplicated;
    }

    int missing() {
        return expected - arrived();
    }

    /** Whether nothing is to come any more. */
    boolean complete() {
        return missing() == 0 && !bounces.isEmpty();
    }

    /** Whether everything came, and nothing twice. */
    boolean perfect() {
        return once == expected && unexpected == 0 && bounces.size() == 1;
    }
}
