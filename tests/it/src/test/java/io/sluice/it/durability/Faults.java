package io.sluice.it.durability;

import io.sluice.testkit.MicrosoftWorld;
import io.sluice.testkit.mail.ProbeMail;
import io.sluice.testkit.smtp.Ledger.Delivery;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;

/**
 * What a fault did to mail: a row of the fault matrix. Rows go into the directory that the system property
 * {@value #DIRECTORY} names, if it does.
 */
record Faults(int mails, int delivered, int duplicates, int lost, Duration recovery) {
    private static final String DIRECTORY = "sluice.faults.directory";

    /** What became of mails that were answered for; {@code recovery} is the time from the fault's end to the last of them. */
    static Faults seen(MicrosoftWorld world, Collection<ProbeMail> acknowledged, Duration recovery) {
        Set<Delivery> expected = Probes.deliveriesOf(acknowledged);
        Map<Delivery, Integer> arrived = new HashMap<>(world.deliveries());
        arrived.keySet().retainAll(expected);
        return new Faults(
                expected.size(),
                arrived.size(),
                Probes.duplicates(arrived),
                expected.size() - arrived.size(),
                recovery);
    }

    /** Notes the row; {@code remark} says what else is to be known. */
    Faults note(String fault, String remark) {
        String row = "| " + fault + " | " + mails + " | " + delivered + " | " + duplicates + " | " + lost + " | "
                + String.format(java.util.Locale.ROOT, "%.1f", recovery.toMillis() / 1000.0) + " | " + remark + " |\n";
        System.out.print(row);
        String directory = System.getProperty(DIRECTORY);
        if (directory != null && !directory.isBlank()) {
            try {
                Path target = Files.createDirectories(Path.of(directory));
                Files.writeString(target.resolve(fault.replaceAll("[^A-Za-z0-9]+", "-") + ".row"), row);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
        return this;
    }
}
