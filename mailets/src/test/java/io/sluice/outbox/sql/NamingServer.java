package io.sluice.outbox.sql;

import static io.sluice.outbox.Mails.NOW;
import static io.sluice.outbox.Mails.entry;
import static io.sluice.outbox.Mails.message;

import java.nio.file.Path;
import java.util.List;

/** A process that stores mail n, named by its number, and prints n once that is stored, until it is killed. */
final class NamingServer {
    private NamingServer() {}

    public static void main(String[] arguments) {
        SqlOutbox outbox = SqlOutbox.open(OutboxSettings.in(Path.of(arguments[0])), () -> NOW);
        for (long number = 1; ; number++) {
            outbox.store(message(Long.toString(number)), List.of(entry("a@x")));
            CrashingServer.report(number);
        }
    }
}
