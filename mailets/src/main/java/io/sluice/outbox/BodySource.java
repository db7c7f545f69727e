package io.sluice.outbox;

import java.io.IOException;
import java.io.OutputStream;

/** Writes a message's body once, from its beginning; may be asked again when a transaction is repeated. */
@FunctionalInterface
public interface BodySource {
    void writeTo(OutputStream out) throws IOException;
}
