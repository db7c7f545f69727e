package io.sluice.delivery.transport;

import java.io.IOException;
import java.io.InputStream;

/** A message in wire format that can be read as often as needed. */
public interface MessageBody {
    /** Length in bytes. */
    long size();

    /** Whether there are bytes above 127, so that the receiver must offer 8BITMIME (RFC 6152). */
    boolean eightBit();

    /** From the beginning; the caller closes it. */
    InputStream open() throws IOException;
}
