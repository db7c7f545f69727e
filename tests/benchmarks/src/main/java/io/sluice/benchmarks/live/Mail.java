package io.sluice.benchmarks.live;

import io.sluice.testkit.mail.ProbeMail;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * A mail that is to be submitted.
 *
 * @param kind to whom, see the constants
 * @param at when, from the begin of the run
 * @param probe the mail
 */
record Mail(String kind, Duration at, ProbeMail probe) {
    /** To tenants of Exchange Online. */
    static final String BUSINESS = "business";
    /** To Outlook.com. */
    static final String CONSUMER = "consumer";
    /** To somebody else. */
    static final String OTHER = "other";

    static final Map<String, List<String>> DOMAINS = Map.of(
            BUSINESS, List.of("contoso.com", "fabrikam.com"),
            CONSUMER, List.of("hotmail.com", "outlook.com"),
            OTHER, List.of("example.org"));

    private static final int SIZE = 4096;

    /** Mails that are there at the begin, as many as the server takes in a second. */
    static Stream<Mail> atOnce(String kind, long count) {
        return IntStream.range(0, (int) count).mapToObj(i -> mail(kind, i, Duration.ZERO));
    }

    /** Mails that come in at equal distances. */
    static Stream<Mail> steadily(String kind, double perSecond, Duration from, Duration to) {
        int count = (int) (to.minus(from).toNanos() / 1e9 * perSecond);
        return IntStream.range(0, count).mapToObj(i -> mail(kind, i, from.plusNanos((long) (i * 1e9 / perSecond))));
    }

    private static Mail mail(String kind, int number, Duration at) {
        List<String> domains = DOMAINS.get(kind);
        String domain = domains.get(number % domains.size());
        ProbeMail probe = ProbeMail.to("reader" + number + "@" + domain)
                .from("sender@example.net")
                .sized(SIZE);
        return new Mail(kind, at, probe);
    }
}
