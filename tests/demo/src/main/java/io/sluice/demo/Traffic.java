package io.sluice.demo;

import io.sluice.testkit.mail.ProbeMail;
import io.sluice.testkit.smtp.Ledger.Delivery;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;

/**
 * The mails of the demonstration, in the order of submission.
 *
 * @param mails the mails
 * @param expected what has to arrive
 * @param unknown the one recipient that nobody knows
 */
record Traffic(List<ProbeMail> mails, Set<Delivery> expected, String unknown) {
    static final List<String> CONSUMER = List.of("hotmail.com", "outlook.com", "live.com", "msn.com");
    static final List<String> TENANTS = List.of("contoso.com", "fabrikam.com", "adatum.com", "tailspintoys.com");
    static final String BUSY_TENANT = "fabrikam.com";
    static final List<String> OTHERS = List.of("example.org", "example.net");

    static final String SENDER = "newsletter@example.org";
    static final String FULL_MAILBOX = "full";
    static final String BUSY_MAILBOX = "popular";
    static final String NOBODY = "nobody";

    private static final int MAIL_SIZE = 4096;

    /** Mails for everybody, well mixed, always in the same way. */
    static Traffic of(int mails) {
        Random random = new Random(mails);
        List<ProbeMail> all = new ArrayList<>(special());
        while (all.size() < mails) {
            int number = all.size();
            String reader = "reader" + number + "@";
            int dice = random.nextInt(100);
            if (dice < 35) {
                all.add(mail(reader + one(CONSUMER, random)));
            } else if (dice < 77) {
                all.add(mail(reader + one(TENANTS, random)));
            } else if (dice < 92) {
                all.add(mail(reader + one(OTHERS, random)));
            } else {
                all.add(mail(reader + one(CONSUMER, random), reader + one(TENANTS, random), reader + "example.net"));
            }
        }
        java.util.Collections.shuffle(all, random);
        String unknown = NOBODY + "@hotmail.com";
        Set<Delivery> expected = new HashSet<>();
        all.forEach(mail -> mail.recipients().stream()
                .filter(recipient -> !recipient.equals(unknown))
                .forEach(recipient -> expected.add(new Delivery(mail.id(), recipient))));
        return new Traffic(List.copyOf(all), Set.copyOf(expected), unknown);
    }

    private static List<ProbeMail> special() {
        return List.of(
                mail(NOBODY + "@hotmail.com"),
                mail(FULL_MAILBOX + "@contoso.com"),
                mail(FULL_MAILBOX + "@adatum.com", "ann@adatum.com"),
                mail(BUSY_MAILBOX + "@outlook.com"),
                mail("eu.ann@contoso.com", "us.bob@contoso.com"),
                mail("eu.cat@adatum.com", "us.dan@adatum.com", "eu.eve@adatum.com"),
                mail("eu.flo@tailspintoys.com", "us.gus@tailspintoys.com"));
    }

    private static ProbeMail mail(String... recipients) {
        return ProbeMail.to(recipients).from(SENDER).sized(MAIL_SIZE);
    }

    private static String one(List<String> domains, Random random) {
        return domains.get(random.nextInt(domains.size()));
    }

    /** How many recipients have one of these domains. */
    long recipientsIn(List<String> domains) {
        return mails.stream()
                .flatMap(mail -> mail.recipients().stream())
                .filter(recipient -> domains.contains(recipient.substring(recipient.indexOf('@') + 1)))
                .count();
    }

    /** Recipients, the unknown one included. */
    long recipients() {
        return expected.size() + 1L;
    }
}
