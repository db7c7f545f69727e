package io.sluice.outbox.sql;

/** Conditions about whose mail an entry is. Addresses are given in lower case. */
final class Addresses {
    static final String SENDER_IS_5 = senderIs("?5");
    static final String SENDER_IS_7 = senderIs("?7");
    static final String SENDER_IS_8 = senderIs("?8");

    private Addresses() {}

    /** Beginning with AND: the sender is that one, or none is asked for. Reads the message of what matches otherwise. */
    private static String senderIs(String parameter) {
        return " AND (" + parameter + " IS NULL OR EXISTS (SELECT 1 FROM message m WHERE m.id = entry.message_id"
                + " AND lower(m.sender) = " + parameter + "))";
    }
}
