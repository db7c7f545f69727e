package io.sluice.it.durability;

import io.sluice.testkit.mail.ProbeMail;
import io.sluice.testkit.smtp.Ledger.Delivery;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.IntFunction;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** Mails in numbers. */
final class Probes {
    private Probes() {}

    static List<ProbeMail> many(int count, IntFunction<String> recipient) {
        return IntStream.range(0, count)
                .mapToObj(number -> ProbeMail.to(recipient.apply(number)).sized(4096))
                .toList();
    }

    static Set<Delivery> deliveriesOf(Collection<ProbeMail> mails) {
        return mails.stream()
                .flatMap(mail -> mail.recipients().stream().map(recipient -> new Delivery(mail.id(), recipient)))
                .collect(Collectors.toSet());
    }

    /** How many copies arrived that should not have. */
    static int duplicates(Map<Delivery, Integer> deliveries) {
        return deliveries.values().stream().mapToInt(copies -> copies - 1).sum();
    }
}
