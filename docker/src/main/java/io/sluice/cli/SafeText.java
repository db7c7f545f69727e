package io.sluice.cli;

import io.sluice.reply.RemoteHost;

/** Text from outside on its way to a terminal. */
final class SafeText {
    private SafeText() {}

    /** One line without control characters, escape sequences and characters that change the direction of writing. */
    static String oneLine(String text) {
        return new RemoteHost(text, "").name();
    }
}
