package io.sluice.it.durability;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * What kills leave behind, and why mail arrived twice after them. The log names a mail once the receiver's answer has been
 * read, before that is noted on disk; so what the receivers took and the log does not have was in flight. A mail that the log
 * has twice was sent again: because the outbox still had it after the kill, or because James's spool handed it over again.
 */
final class KillTraces {
    private static final Pattern DELIVERED = Pattern.compile("Mail (\\S+) delivered over lane");

    private final List<Trace> traces = new ArrayList<>();

    /**
     * One kill.
     *
     * @param taken mails that receivers took, from the beginning
     * @param logged how many of them the log has
     * @param logEnd where the log ended
     * @param inOutbox names of the mails that the outbox had
     */
    private record Trace(int taken, int logged, int logEnd, Set<String> inOutbox) {}

    /**
     * Duplicates that kills explain.
     *
     * @param inFlight the receiver had taken them, the answer was not read
     * @param notNoted the answer was read, and not yet on disk
     * @param spooled in the outbox already, and not yet taken off the spool
     */
    record Causes(int inFlight, int notNoted, int spooled) {
        int sum() {
            return inFlight + notNoted + spooled;
        }

        String describe() {
            return inFlight + " in flight at the kill, " + notNoted + " accepted and not yet noted on disk, " + spooled
                    + " stored and not yet taken off the spool";
        }
    }

    /**
     * Notes a kill, before the next start.
     *
     * @param taken mails of one recipient that receivers took so far
     */
    void killed(int taken, String log, Path outbox) {
        int logged = (int) DELIVERED.matcher(log).results().count();
        traces.add(new Trace(taken, logged, log.length(), names(outbox)));
    }

    Causes causes(String log) {
        int inFlight = traces.isEmpty()
                ? 0
                : traces.get(traces.size() - 1).taken()
                        - traces.get(traces.size() - 1).logged();
        int notNoted = 0;
        int spooled = 0;
        Map<String, Integer> before = new HashMap<>();
        Matcher line = DELIVERED.matcher(log);
        while (line.find()) {
            Integer first = before.put(line.group(1), line.start());
            if (first != null && wasInOutboxAtKillAfter(first, line.group(1))) {
                notNoted++;
            } else if (first != null) {
                spooled++;
            }
        }
        return new Causes(inFlight, notNoted, spooled);
    }

    private boolean wasInOutboxAtKillAfter(int place, String name) {
        return traces.stream()
                .filter(trace -> trace.logEnd() > place)
                .findFirst()
                .filter(trace -> trace.inOutbox().contains(name))
                .isPresent();
    }

    /** Read from a copy, so that the files stay as the kill left them. */
    private static Set<String> names(Path outbox) {
        try {
            Path copy = Files.createTempDirectory("sluice-killed");
            try (Stream<Path> files = Files.list(outbox)) {
                for (Path file : files.filter(
                                file -> file.getFileName().toString().matches("outbox\\.db(-wal)?"))
                        .toList()) {
                    Files.copy(file, copy.resolve(file.getFileName()));
                }
                return query(copy.resolve("outbox.db"));
            } finally {
                delete(copy);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (SQLException e) {
            throw new IllegalStateException("The outbox cannot be read after the kill", e);
        }
    }

    private static Set<String> query(Path database) throws SQLException {
        Set<String> names = new HashSet<>();
        try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + database);
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery("SELECT name FROM message")) {
            while (rows.next()) {
                names.add(rows.getString(1));
            }
        }
        return names;
    }

    private static void delete(Path directory) throws IOException {
        try (Stream<Path> files = Files.walk(directory)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }
}
