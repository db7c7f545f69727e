package io.sluice.dsn;

import io.sluice.reply.PrintableLine;
import java.io.IOException;
import java.io.InputStream;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.james.mime4j.MimeException;
import org.apache.james.mime4j.MimeIOException;
import org.apache.james.mime4j.stream.EntityState;
import org.apache.james.mime4j.stream.Field;
import org.apache.james.mime4j.stream.MimeConfig;
import org.apache.james.mime4j.stream.MimeTokenStream;
import org.apache.james.mime4j.stream.RecursionMode;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One pass over one message, that looks for the status and for the Message-ID of the mail that it is about. */
final class MessageWalk {
    private static final Logger LOGGER = LoggerFactory.getLogger(MessageWalk.class);

    private static final Set<String> STATUS = Set.of("message/delivery-status", "message/global-delivery-status");
    private static final Set<String> RETURNED = Set.of(
            "message/rfc822",
            "message/global",
            "text/rfc822-headers",
            "message/rfc822-headers",
            "text/rfc822-header",
            "message/global-headers");

    private static final MimeConfig TOLERANT = MimeConfig.custom()
            .setMaxLineLen(64 * 1024)
            .setMaxHeaderLen(256 * 1024)
            .setMaxHeaderCount(2000)
            .build();
    private static final int LONGEST_ID = 998;

    private final InputStream message;
    private int depth;
    private Optional<DeliveryStatus> status = Optional.empty();
    private Optional<String> inReplyTo = Optional.empty();
    private Optional<String> returned = Optional.empty();

    MessageWalk(InputStream message) {
        this.message = message;
    }

    Optional<DeliveryStatus> status() throws IOException {
        try {
            walk();
        } catch (MimeException | MimeIOException e) {
            LOGGER.debug("A message that cannot be read to its end", e);
        } catch (RuntimeException e) {
            // The parser is not ours, and the input is anybody's.
            LOGGER.debug("A message that the parser cannot read", e);
        }
        return status.map(found -> found.about(returned.or(() -> inReplyTo)));
    }

    private void walk() throws IOException, MimeException {
        MimeTokenStream tokens = new MimeTokenStream(TOLERANT);
        tokens.setRecursionMode(RecursionMode.M_NO_RECURSE);
        tokens.parse(message);
        EntityState state = tokens.getState();
        while (state != EntityState.T_END_OF_STREAM && depth <= DeliveryStatusReader.DEEPEST && returned.isEmpty()) {
            switch (state) {
                case T_START_MULTIPART -> depth++;
                case T_END_MULTIPART -> depth--;
                case T_FIELD -> field(tokens.getField());
                case T_BODY -> body(tokens);
                default -> {}
            }
            state = tokens.next();
        }
    }

    private void field(Field field) {
        if (depth == 0 && field.getName().equalsIgnoreCase("In-Reply-To") && field.getBody() != null) {
            inReplyTo = messageId(field.getBody());
        }
    }

    private void body(MimeTokenStream tokens) throws IOException {
        String type = String.valueOf(tokens.getBodyDescriptor().getMimeType()).toLowerCase(Locale.ROOT);
        if (status.isEmpty() && STATUS.contains(type)) {
            status = StatusFields.read(tokens.getDecodedInputStream());
        } else if (status.isPresent() && RETURNED.contains(type)) {
            Optional<Map<String, String>> headers = new FieldReader(tokens.getDecodedInputStream()).group();
            returned = headers.map(fields -> fields.get("message-id")).flatMap(MessageWalk::messageId);
        }
    }

    /** The first thing in angle brackets. */
    private static Optional<String> messageId(String field) {
        int open = field.indexOf('<');
        int close = field.indexOf('>', open + 1);
        if (open < 0 || close < 0 || close - open > LONGEST_ID) {
            return Optional.empty();
        }
        return Optional.of(PrintableLine.of(field.substring(open, close + 1), LONGEST_ID + 1));
    }
}
