package io.sluice.testkit.smtp;

import java.time.Instant;

/**
 * A session as seen by the receiver, running or over.
 *
 * @param number the number of the session at this receiver, from 1.
 * @param peer the textual IP address of the client.
 * @param heloName the name given with EHLO or HELO, empty before.
 * @param tls whether it was encrypted in the end.
 * @param transactions how many transactions were begun (accepted MAIL commands).
 * @param accepted how many mails were accepted.
 * @param quit whether the client said QUIT.
 * @param open whether the session is still running.
 * @param openedAt when it began.
 */
public record SessionRecord(
        long number,
        String peer,
        String heloName,
        boolean tls,
        int transactions,
        int accepted,
        boolean quit,
        boolean open,
        Instant openedAt) {}
