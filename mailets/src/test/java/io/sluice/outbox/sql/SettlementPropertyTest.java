package io.sluice.outbox.sql;

import static io.sluice.outbox.Mails.LANE;
import static io.sluice.outbox.Mails.LEASE_END;
import static io.sluice.outbox.Mails.NOW;
import static io.sluice.outbox.Mails.OUTGOING;
import static io.sluice.outbox.Mails.deferral;
import static io.sluice.outbox.Mails.entry;
import static io.sluice.outbox.Mails.message;
import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.outbox.Entry;
import io.sluice.outbox.Postponement;
import io.sluice.outbox.Recipient;
import io.sluice.outbox.Settlement;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;

/** However an attempt's outcome divides the recipients, none is lost and none is doubled. */
class SettlementPropertyTest {
    /** {@code fates} holds for each recipient and each of two rounds: 0 done, otherwise the postponement it is in. */
    @Property(tries = 25)
    void noRecipientIsLostOrDoubled(
            @ForAll @Size(min = 1, max = 12) List<@IntRange(max = 3) Integer> first,
            @ForAll @Size(min = 12, max = 12) List<@IntRange(max = 3) Integer> second)
            throws Exception {
        Path directory = Files.createTempDirectory("outbox");
        try (SqlOutbox outbox = SqlOutbox.open(OutboxSettings.in(directory), () -> NOW)) {
            List<String> all = IntStream.range(0, first.size())
                    .mapToObj(i -> i + "@outlook.com")
                    .toList();
            outbox.store(message("m"), List.of(entry(all.toArray(String[]::new))));

            Set<String> done = new HashSet<>(round(outbox, first));
            done.addAll(round(outbox, second));

            List<String> waiting = outbox.lease(OUTGOING, LANE, NOW, 100, LEASE_END).stream()
                    .flatMap(entry -> entry.recipients().stream().map(Recipient::address))
                    .toList();
            assertThat(Stream.concat(done.stream(), waiting.stream())).containsExactlyInAnyOrderElementsOf(all);
            assertThat(new SqliteCli(directory).ask("SELECT count(*) FROM message"))
                    .isEqualTo(waiting.isEmpty() ? "0" : "1");
        } finally {
            delete(directory);
        }
    }

    private static List<String> round(SqlOutbox outbox, List<Integer> fates) {
        List<String> done = new ArrayList<>();
        for (Entry entry : outbox.lease(OUTGOING, LANE, NOW, 100, LEASE_END)) {
            Map<Integer, List<Recipient>> groups = new HashMap<>();
            for (Recipient recipient : entry.recipients()) {
                int number = Integer.parseInt(
                        recipient.address().substring(0, recipient.address().indexOf('@')));
                groups.computeIfAbsent(fates.get(number), fate -> new ArrayList<>())
                        .add(recipient);
            }
            List<String> accepted = groups.getOrDefault(0, List.of()).stream()
                    .map(Recipient::address)
                    .toList();
            groups.remove(0);
            List<Postponement> postponed = groups.values().stream()
                    .map(group -> new Postponement(group, NOW, deferral(NOW)))
                    .toList();
            outbox.settle(new Settlement(entry.id(), Set.copyOf(accepted), postponed))
                    .join();
            done.addAll(accepted);
        }
        return done;
    }

    private static void delete(Path directory) throws IOException {
        try (Stream<Path> files = Files.list(directory)) {
            for (Path file : files.toList()) {
                Files.delete(file);
            }
        }
        Files.delete(directory);
    }
}
