package io.sluice.cli.input;

import java.util.Locale;

/** What an input is. */
public enum InputFormat {
    /** Found out: bounces by their beginning, everything else line by line. */
    AUTO,
    /** Replies, one on each line, with or without the words of who reports them. */
    REPLIES,
    POSTFIX,
    /** Sluice's own log lines, and those of stock James. */
    JAMES,
    /** One message: a bounce or a delay report, or its {@code message/delivery-status} part alone. */
    DSN,
    /** Many messages, each after a line that begins with {@code From }. */
    MBOX;

    /** The name on the command line. */
    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
