package io.sluice.incident;

import io.sluice.reply.Service;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Mail as a detector sees it: a stream in which a test changes one thing. */
final class Mails {
    static final Instant START = Instant.parse("2026-11-02T08:00:00Z");

    final Detector detector = new Detector(START);
    Instant now = START;
    private final int sources;
    private final int tenants;
    private final int senders;
    private final int others;
    private long number;

    /** @param others mails to others than Microsoft for each round */
    Mails(int sources, int tenants, int senders, int others) {
        this.sources = sources;
        this.tenants = tenants;
        this.senders = senders;
        this.others = others;
    }

    /** What becomes of a mail to Microsoft. */
    @FunctionalInterface
    interface Fate {
        Sign of(String source, Service service, String tenant, String sender);
    }

    static final Fate ACCEPTED = (source, service, tenant, sender) -> Sign.PASSED;

    /** So many minutes of mail: each minute, one mail over each source to each service. */
    List<Conclusion> minutes(int minutes, Fate fate, Sign ofOthers) {
        List<Conclusion> conclusions = List.of();
        for (int minute = 0; minute < minutes; minute++) {
            for (int source = 0; source < sources; source++) {
                for (Service service : List.of(Service.CONSUMER, Service.BUSINESS)) {
                    send("192.0.2." + source, service, fate);
                }
            }
            for (int i = 0; i < others; i++) {
                number++;
                detector.add(new Trial(
                        now,
                        number,
                        "192.0.2.0",
                        Optional.empty(),
                        "other" + number % 7,
                        "",
                        Optional.empty(),
                        ofOthers));
            }
            now = now.plus(Duration.ofMinutes(1));
            conclusions = detector.conclude(now);
        }
        return conclusions;
    }

    List<Conclusion> minutes(int minutes, Fate fate) {
        return minutes(minutes, fate, Sign.PASSED);
    }

    private void send(String source, Service service, Fate fate) {
        number++;
        String tenant = "tenant" + number * 7 % tenants;
        String sender = "sender" + number * 5 % senders + ".example";
        Sign sign = fate.of(source, service, tenant, sender);
        Optional<String> region = sign == Sign.PASSED ? Optional.empty() : Optional.of(regionOf(tenant));
        detector.add(new Trial(now, number, source, Optional.of(service), tenant, sender, region, sign));
    }

    static String regionOf(String tenant) {
        int number = Integer.parseInt(tenant.substring("tenant".length()));
        return number % 2 == 1 ? "nam" : "eur";
    }
}
