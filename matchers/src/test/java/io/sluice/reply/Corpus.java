package io.sluice.reply;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** Microsoft's replies in a table that was written from their meaning, not from the rules. */
final class Corpus {
    static final String TAIL =
            "[AM6EUR05FT040.eop-eur05.prod.protection.outlook.com 2026-01-02T03:04:05.678Z 08DE4A1B2C3D4E5F]";

    private static final String TAIL_HERE = "{tail}";
    private static final String CODE_MATTERS = "{code}";
    private static final int COLUMNS = 6;

    /**
     * One line of the table.
     *
     * @param codeMatters whether nothing but the enhanced code tells the reply from others
     * @param text the reply, with a placeholder for the tail
     */
    record Line(
            Optional<Service> service,
            DeferralClass expected,
            boolean temporary,
            Scope scope,
            Remedy remedy,
            boolean codeMatters,
            String text) {
        String reply() {
            return withTail(TAIL);
        }

        String withTail(String tail) {
            return text.replace(TAIL_HERE, tail);
        }

        boolean hasTail() {
            return text.contains(TAIL_HERE);
        }

        @Override
        public String toString() {
            return text;
        }
    }

    private Corpus() {}

    static List<Line> lines() {
        return lines("corpus.txt");
    }

    static List<Line> lines(String file) {
        try (InputStream in = Corpus.class.getResourceAsStream(file)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .filter(line -> !line.isBlank() && !line.startsWith("#"))
                    .map(Corpus::line)
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Line line(String line) {
        String[] columns = line.split(" \\| ", COLUMNS);
        return new Line(
                Arrays.stream(Service.values())
                        .filter(service -> service.token().equals(columns[0]))
                        .findFirst(),
                DeferralClass.ofToken(columns[1]).orElseThrow(),
                columns[2].equals("temporary"),
                Scope.ofToken(columns[3]).orElseThrow(),
                Remedy.ofToken(columns[4]).orElseThrow(),
                columns[5].startsWith(CODE_MATTERS),
                columns[5].replace(CODE_MATTERS, ""));
    }
}
