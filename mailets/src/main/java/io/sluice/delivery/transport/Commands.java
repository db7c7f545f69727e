package io.sluice.delivery.transport;

import io.sluice.delivery.transport.Envelope.EnvelopeRecipient;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * The commands of a transaction with the parameters that the receiver offers: SIZE (RFC 1870), 8BITMIME (RFC 6152),
 * SMTPUTF8 (RFC 6531), DSN (RFC 3461).
 *
 * @param offers whether the receiver offers an extension
 */
record Commands(Predicate<String> offers) {
    static boolean isInternational(String address) {
        return address.chars().anyMatch(c -> c > 0x7f);
    }

    /** Whether the address would stay within its command line. */
    static boolean isSafe(String address) {
        return address.chars().noneMatch(Character::isISOControl);
    }

    String mail(Envelope envelope, MessageBody body, boolean international) {
        StringBuilder command = new StringBuilder("MAIL FROM:<")
                .append(envelope.sender().orElse(""))
                .append('>');
        if (offers.test("SIZE")) {
            command.append(" SIZE=").append(body.size());
        }
        if (body.eightBit() && offers.test("8BITMIME")) {
            command.append(" BODY=8BITMIME");
        }
        if (international) {
            command.append(" SMTPUTF8");
        }
        if (offers.test("DSN")) {
            append(command, "RET", envelope.ret());
            append(command, "ENVID", envelope.envId());
        }
        return command.toString();
    }

    String rcpt(EnvelopeRecipient recipient) {
        StringBuilder command =
                new StringBuilder("RCPT TO:<").append(recipient.address()).append('>');
        if (offers.test("DSN")) {
            append(command, "NOTIFY", recipient.dsnNotify());
            append(command, "ORCPT", recipient.orcpt());
        }
        return command.toString();
    }

    /** Leaves a value out that is no esmtp-value, rather than let it become another parameter or command. */
    private static void append(StringBuilder command, String name, Optional<String> value) {
        value.filter(text -> !text.isEmpty() && text.chars().allMatch(c -> c > ' ' && c < 0x7f))
                .ifPresent(text -> command.append(' ').append(name).append('=').append(text));
    }
}
