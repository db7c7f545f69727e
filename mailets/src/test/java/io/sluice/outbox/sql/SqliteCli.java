package io.sluice.outbox.sql;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import org.sqlite.SQLiteDataSource;

/** What an operator can do to the database by hand. */
final class SqliteCli {
    private final Path file;

    SqliteCli(Path directory) {
        this.file = directory.resolve("outbox.db");
    }

    void run(String sql) throws SQLException {
        try (Connection connection = connect();
                Statement statement = connection.createStatement()) {
            statement.executeUpdate(sql);
        }
    }

    String ask(String sql) throws SQLException {
        try (Connection connection = connect();
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(sql)) {
            StringBuilder answer = new StringBuilder();
            int columns = rows.getMetaData().getColumnCount();
            while (rows.next()) {
                answer.append(answer.isEmpty() ? "" : "\n").append(rows.getString(columns));
            }
            return answer.toString();
        }
    }

    private Connection connect() throws SQLException {
        SQLiteDataSource source = new SQLiteDataSource();
        source.setUrl("jdbc:sqlite:" + file);
        source.setBusyTimeout(10_000);
        return source.getConnection();
    }
}
