package io.sluice.dsn;

import com.google.common.io.ByteStreams;
import java.io.IOException;
import java.io.InputStream;
import java.util.Optional;

/**
 * Reads delivery status notifications: messages with a part {@code message/delivery-status} (RFC 3464) or {@code
 * message/global-delivery-status} (RFC 6533), wherever a list or a gateway has wrapped it. Bounces in prose, as of
 * qmail or of an old Exim, are not guessed at.
 *
 * <p>Nothing of the input is trusted. At most {@value #MOST_BYTES} bytes of a message are read, which ends soon after
 * the status; at most {@value #MOST_RECIPIENTS} recipients are kept, multiparts are followed {@value #DEEPEST} levels
 * deep. The returned message is never held in memory. Has no state; safe for use by several threads.
 */
public final class DeliveryStatusReader {
    /** Recipients beyond are passed over. */
    public static final int MOST_RECIPIENTS = 100;
    /** A message that has no status within so many bytes counts as none. */
    public static final int MOST_BYTES = 4 << 20;
    /** Multiparts inside one another. */
    public static final int DEEPEST = 8;

    /**
     * Reads a whole message. Does not close the stream.
     *
     * @return empty when it is no notification, or one that says nothing about any recipient
     * @throws IOException only if the stream throws it; whatever comes out of the stream is no reason
     */
    public Optional<DeliveryStatus> read(InputStream message) throws IOException {
        return new MessageWalk(ByteStreams.limit(message, MOST_BYTES)).status();
    }

    /**
     * Reads fields alone: the body of a {@code message/delivery-status} part, saved as a file. Does not close the stream.
     *
     * @return empty when they say nothing about any recipient
     * @throws IOException only if the stream throws it
     */
    public Optional<DeliveryStatus> readFields(InputStream fields) throws IOException {
        return StatusFields.read(ByteStreams.limit(fields, MOST_BYTES));
    }
}
