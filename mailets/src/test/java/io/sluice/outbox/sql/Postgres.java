package io.sluice.outbox.sql;

import io.sluice.testkit.postgres.PostgresServer;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/** Gives test classes a PostgreSQL server, one for all of them; skips them where none is installed. */
final class Postgres implements BeforeAllCallback {
    private Running running;

    @Override
    public void beforeAll(ExtensionContext context) {
        Assumptions.assumeTrue(PostgresServer.isInstalledOrRequired(), PostgresServer.MISSING);
        running = context.getRoot()
                .getStore(ExtensionContext.Namespace.create(Postgres.class))
                .getOrComputeIfAbsent(Running.class, key -> new Running(PostgresServer.start()), Running.class);
    }

    PostgresServer server() {
        return running.server();
    }

    /** How to open an outbox in a new database. */
    PostgresSettings newDatabase() {
        return PostgresSettings.at(server().newDatabase(), PostgresServer.USER, PostgresServer.PASSWORD);
    }

    private record Running(PostgresServer server) implements ExtensionContext.Store.CloseableResource {
        @Override
        public void close() {
            server.close();
        }
    }
}
