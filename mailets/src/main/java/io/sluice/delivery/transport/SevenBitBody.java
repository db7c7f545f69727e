package io.sluice.delivery.transport;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Locale;
import java.util.Properties;
import javax.activation.DataHandler;
import javax.mail.MessagingException;
import javax.mail.Session;
import javax.mail.internet.MimeMessage;
import javax.mail.internet.MimeMultipart;
import javax.mail.internet.MimePart;
import javax.mail.util.ByteArrayDataSource;

/**
 * A message for a receiver without 8BITMIME: its eight-bit parts are encoded anew, as quoted-printable where they are
 * text and as base64 elsewhere; their bytes stay the same. A signature over the old form does not survive that.
 *
 * <p>Held in memory: such receivers are rare, and not Microsoft's.
 */
final class SevenBitBody implements MessageBody {
    private static final int DEEPEST = 64;

    private final byte[] bytes;

    private SevenBitBody(byte[] bytes) {
        this.bytes = bytes;
    }

    /**
     * Converts a message.
     *
     * @throws MessagingException when it is malformed
     */
    static SevenBitBody of(InputStream message) throws MessagingException, IOException {
        Message parsed = new Message(message);
        convert(parsed, 0);
        parsed.saveChanges();
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        parsed.writeTo(out);
        return new SevenBitBody(out.toByteArray());
    }

    private static void convert(MimePart part, int depth) throws MessagingException, IOException {
        if (depth > DEEPEST) {
            throw new MessagingException("Parts are nested more than " + DEEPEST + " deep");
        }
        if (part.isMimeType("multipart/*")) {
            MimeMultipart parts = (MimeMultipart) part.getContent();
            for (int i = 0; i < parts.getCount(); i++) {
                convert((MimePart) parts.getBodyPart(i), depth + 1);
            }
            declareSevenBit(part);
        } else if (part.isMimeType("message/rfc822")) {
            Message inner = new Message(part.getInputStream());
            convert(inner, depth + 1);
            inner.saveChanges();
            part.setContent(inner, part.getContentType());
            declareSevenBit(part);
        } else if (isEightBit(part)) {
            String type = part.getContentType();
            byte[] content = part.getInputStream().readAllBytes();
            part.setDataHandler(new DataHandler(new ByteArrayDataSource(content, type)));
            part.setHeader("Content-Type", type);
            part.setHeader("Content-Transfer-Encoding", part.isMimeType("text/*") ? "quoted-printable" : "base64");
        }
    }

    private static void declareSevenBit(MimePart part) throws MessagingException {
        if (part.getHeader("Content-Transfer-Encoding") != null) {
            part.setHeader("Content-Transfer-Encoding", "7bit");
        }
    }

    /** What is not encoded may hold anything, whatever it declares. */
    private static boolean isEightBit(MimePart part) throws MessagingException {
        String encoding = part.getEncoding();
        if (encoding == null) {
            return true;
        }
        String name = encoding.strip().toLowerCase(Locale.ROOT);
        return !name.equals("quoted-printable") && !name.equals("base64");
    }

    @Override
    public long size() {
        return bytes.length;
    }

    @Override
    public boolean eightBit() {
        return false;
    }

    @Override
    public InputStream open() {
        return new ByteArrayInputStream(bytes);
    }

    /** Keeps its Message-ID when it is saved. */
    private static final class Message extends MimeMessage {
        private Message(InputStream source) throws MessagingException {
            super(Session.getInstance(new Properties()), source);
        }

        @Override
        protected void updateMessageID() {
            // The identity of a message does not change with its encoding.
        }
    }
}
