package io.sluice.delivery;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;

/** The headers of a stored message, with the blank line after them; at most 64 KiB. */
final class HeaderStream {
    private static final int MOST = 64 * 1024;

    private HeaderStream() {}

    static InputStream of(InputStream message) throws IOException {
        ByteArrayOutputStream headers = new ByteArrayOutputStream(4096);
        int lineLength = 0;
        int next = message.read();
        while (next >= 0 && headers.size() < MOST) {
            headers.write(next);
            if (next == '\n') {
                if (lineLength == 0) {
                    return new ByteArrayInputStream(headers.toByteArray());
                }
                lineLength = 0;
            } else if (next != '\r') {
                lineLength++;
            }
            next = message.read();
        }
        headers.writeBytes(new byte[] {'\r', '\n', '\r', '\n'});
        return new ByteArrayInputStream(headers.toByteArray());
    }
}
