package io.sluice.demo;

/** Makes text from outside harmless for a terminal. */
final class Printable {
    private Printable() {}

    /** The text in printable ASCII on one line: line ends become spaces, everything else a question mark. */
    static String line(String text) {
        StringBuilder result = new StringBuilder(text.length());
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '\r' || c == '\n' || c == '\t') {
                result.append(' ');
            } else {
                result.append(c < ' ' || c > '~' ? '?' : c);
            }
        }
        return result.toString();
    }

    /** The same, cut where it is longer than that. */
    static String line(String text, int most) {
        String line = line(text.length() > most ? text.substring(0, most) : text);
        return text.length() > most && most > 3 ? line.substring(0, most - 3) + "..." : line;
    }
}
