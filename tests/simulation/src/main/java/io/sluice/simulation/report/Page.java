package io.sluice.simulation.report;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** A page of documentation with a part that is generated, between two marks. */
public final class Page {
    private static final String BEGIN = "<!-- generated: begin -->\n";
    private static final String END = "<!-- generated: end -->";

    private final Path file;

    public Page(Path file) {
        this.file = file;
    }

    /** The generated part. */
    public String generated() throws IOException {
        String text = Files.readString(file);
        return text.substring(begin(text), end(text)).strip() + "\n";
    }

    /** Replaces the generated part. */
    public void generated(String part) throws IOException {
        String text = Files.readString(file);
        Files.writeString(
                file, text.substring(0, begin(text)) + "\n" + part.strip() + "\n\n" + text.substring(end(text)));
    }

    private int begin(String text) {
        int at = text.indexOf(BEGIN);
        if (at < 0) {
            throw new IllegalArgumentException(file + " has no line " + BEGIN.strip());
        }
        return at + BEGIN.length();
    }

    private int end(String text) {
        int at = text.indexOf(END);
        if (at < 0) {
            throw new IllegalArgumentException(file + " has no line " + END);
        }
        return at;
    }
}
