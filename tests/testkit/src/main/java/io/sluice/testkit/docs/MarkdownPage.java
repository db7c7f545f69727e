package io.sluice.testkit.docs;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A page of documentation whose tables a test holds against the code. Immutable. */
public final class MarkdownPage {

    private final Path file;
    private final List<String> lines;

    private MarkdownPage(Path file, List<String> lines) {
        this.file = file;
        this.lines = List.copyOf(lines);
    }

    /** Reads a page. */
    public static MarkdownPage read(Path file) {
        try {
            return new MarkdownPage(file, Files.readAllLines(file));
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot read " + file.toAbsolutePath(), e);
        }
    }

    /** The page {@code docs/reference.md}, as seen from the directory of a module, where Maven runs tests. */
    public static MarkdownPage reference() {
        return read(Path.of("..", "docs", "reference.md"));
    }

    /**
     * The first table under a heading.
     *
     * @param heading the text of the heading, without its hashes
     * @throws IllegalArgumentException when there is no such heading, or no table before the next one
     */
    public List<Row> table(String heading) {
        int start = indexOfHeading(heading) + 1;
        int first = start;
        while (first < lines.size() && !isHeading(first) && !isRow(first)) {
            first++;
        }
        if (first >= lines.size() || isHeading(first)) {
            throw new IllegalArgumentException(file + " has no table under the heading \"" + heading + "\"");
        }
        List<String> columns = cells(lines.get(first));
        List<Row> rows = new ArrayList<>();
        for (int i = first + 2; i < lines.size() && isRow(i); i++) {
            rows.add(row(columns, i));
        }
        return List.copyOf(rows);
    }

    /** The first column of the table under a heading, code marks removed. */
    public List<String> names(String heading) {
        return table(heading).stream().map(Row::name).toList();
    }

    private int indexOfHeading(String heading) {
        for (int i = 0; i < lines.size(); i++) {
            if (isHeading(i) && lines.get(i).replaceFirst("^#+ ", "").equals(heading)) {
                return i;
            }
        }
        throw new IllegalArgumentException(file + " has no heading \"" + heading + "\"");
    }

    private boolean isHeading(int line) {
        return lines.get(line).startsWith("#");
    }

    private boolean isRow(int line) {
        return lines.get(line).startsWith("|");
    }

    private Row row(List<String> columns, int line) {
        List<String> cells = cells(lines.get(line));
        if (cells.size() != columns.size()) {
            throw new IllegalArgumentException(file + ", line " + (line + 1) + ": the row has " + cells.size()
                    + " cells, its table " + columns.size() + " columns");
        }
        Map<String, String> byColumn = new LinkedHashMap<>();
        for (int i = 0; i < cells.size(); i++) {
            byColumn.put(columns.get(i), cells.get(i));
        }
        return new Row(byColumn);
    }

    private static List<String> cells(String line) {
        String inner = line.strip().substring(1, line.strip().length() - 1);
        List<String> cells = new ArrayList<>();
        for (String cell : inner.split("\\|", -1)) {
            cells.add(cell.strip());
        }
        return cells;
    }

    /**
     * A row of a table.
     *
     * @param cells as they are written, by column
     */
    public record Row(Map<String, String> cells) {

        /** The first cell without code marks: what the row is about. */
        public String name() {
            return cells.values().iterator().next().replace("`", "");
        }

        /** A cell as it is written. */
        public String cell(String column) {
            if (!cells.containsKey(column)) {
                throw new IllegalArgumentException("No column " + column + " in " + cells.keySet());
            }
            return cells.get(column);
        }

        /** The first code span of a cell; empty when it has none, as in a cell that says "none". */
        public Optional<String> code(String column) {
            List<String> codes = codes(column);
            return codes.isEmpty() ? Optional.empty() : Optional.of(codes.get(0));
        }

        /** All code spans of a cell. */
        public List<String> codes(String column) {
            String[] parts = cell(column).split("`", -1);
            List<String> codes = new ArrayList<>();
            for (int i = 1; i < parts.length; i += 2) {
                codes.add(parts[i]);
            }
            return codes;
        }
    }
}
