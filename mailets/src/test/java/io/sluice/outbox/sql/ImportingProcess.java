package io.sluice.outbox.sql;

import io.sluice.testkit.postgres.PostgresServer;
import java.nio.file.Path;

/** A process that imports a file into a directory, or into a database when one is named, and prints how many entries. */
final class ImportingProcess {
    private ImportingProcess() {}

    public static void main(String[] arguments) {
        Path file = Path.of(arguments[1]);
        try (StoppedOutbox outbox = arguments.length > 2
                ? StoppedOutbox.postgres(
                        PostgresSettings.at(arguments[2], PostgresServer.USER, PostgresServer.PASSWORD))
                : StoppedOutbox.embeddedOrNew(OutboxSettings.in(Path.of(arguments[0])))) {
            CrashingServer.report(OutboxTransfer.importFrom(file, outbox).entries());
        }
    }
}
