package io.sluice.cli;

import java.io.BufferedWriter;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.io.Writer;
import java.nio.charset.StandardCharsets;

/** Standard output as UTF-8 text; tells a closed pipe from other failures. */
final class Output {
    private static final int BUFFER = 64 * 1024;

    private final Writer writer;

    Output(OutputStream out) {
        this.writer = new BufferedWriter(new OutputStreamWriter(new Pipe(out), StandardCharsets.UTF_8), BUFFER);
    }

    Output line(String text) throws IOException {
        writer.write(text);
        writer.write('\n');
        return this;
    }

    void flush() throws IOException {
        writer.flush();
    }

    private static final class Pipe extends FilterOutputStream {
        private Pipe(OutputStream out) {
            super(out);
        }

        @Override
        public void write(byte[] bytes, int offset, int length) throws IOException {
            try {
                out.write(bytes, offset, length);
            } catch (IOException e) {
                throw asClosed(e);
            }
        }

        /** Java has no type for EPIPE. The words are those of the C library, which may be translated. */
        private static IOException asClosed(IOException failure) {
            boolean full = String.valueOf(failure.getMessage()).contains("No space left");
            return full ? failure : new OutputClosedException(failure);
        }
    }
}
