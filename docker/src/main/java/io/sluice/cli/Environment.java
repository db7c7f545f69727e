package io.sluice.cli;

import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.time.InstantSource;
import java.time.ZoneId;

/**
 * What a command has around it.
 *
 * @param in standard input
 * @param out standard output; a failure to write to it must be thrown
 * @param err standard error
 * @param clock tells the year of time stamps that have none
 * @param zone the zone of time stamps that have none
 * @param terminal which of the streams a person is sitting at
 */
record Environment(
        InputStream in, OutputStream out, PrintStream err, InstantSource clock, ZoneId zone, Terminal terminal) {

    /** Which of the streams are a terminal. */
    record Terminal(boolean in, boolean out, boolean err) {
        static final Terminal NONE = new Terminal(false, false, false);

        /** Reads a list of {@code in}, {@code out} and {@code err} with commas, as the start script makes it. */
        static Terminal of(String streams) {
            return new Terminal(streams.contains("in"), streams.contains("out"), streams.contains("err"));
        }
    }
}
