package io.sluice.testkit.smtp;

import java.util.List;
import java.util.Optional;

/** What a receiver knows of a session at the moment in which it has to answer. Valid only during that call. */
public interface Conversation {

    /** Returns what is to be answered. */
    Stage stage();

    /** Returns the number of the session at this receiver, from 1. */
    long session();

    /** Returns the textual IP address of the client. */
    String peer();

    /** Returns the textual IP address that the client connected to. */
    String local();

    /** Returns the name given with EHLO or HELO, empty before. */
    String heloName();

    /** Returns whether the session is encrypted. */
    boolean tls();

    /** Returns how many transactions (accepted MAIL commands) this session has seen, the running one included. */
    int transactions();

    /** Returns the envelope sender, empty for the null sender and outside a transaction. */
    String sender();

    /** Returns the recipients accepted so far in the running transaction. */
    List<String> recipients();

    /** Returns the recipient that is to be answered, empty at any other stage than RCPT. */
    String recipient();

    /** Returns the argument of the command as it came, without the verb. */
    String argument();

    /**
     * A header of the received message.
     *
     * @param name the field name, in any case.
     * @return the first value, unfolded; empty at any other stage than END_OF_DATA.
     */
    Optional<String> header(String name);
}
