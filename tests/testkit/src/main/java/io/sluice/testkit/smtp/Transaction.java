package io.sluice.testkit.smtp;

import java.util.ArrayList;
import java.util.List;

/** The envelope between MAIL and the end of the data. Used by one session thread. */
final class Transaction {

    private final String sender;
    private final List<String> recipients = new ArrayList<>();

    Transaction(String sender) {
        this.sender = sender;
    }

    String sender() {
        return sender;
    }

    List<String> recipients() {
        return recipients;
    }

    void add(String recipient) {
        recipients.add(recipient);
    }

    /** Returns the address in {@code FROM:<address> parameters}, or null when there are no brackets. */
    static String path(String argument) {
        int start = argument.indexOf('<');
        int end = argument.indexOf('>', start);
        return start < 0 || end < 0 ? null : argument.substring(start + 1, end);
    }
}
