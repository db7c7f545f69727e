package io.sluice.testkit.mail;

/**
 * Parameters of an envelope, such as those of RFC 3461.
 *
 * @param mail those of MAIL, empty or separated by blanks, such as {@code ENVID=1 RET=HDRS}.
 * @param rcpt those of every RCPT, likewise, such as {@code NOTIFY=DELAY}.
 */
public record EsmtpParameters(String mail, String rcpt) {

    /** None. */
    public static final EsmtpParameters NONE = new EsmtpParameters("", "");

    String ofMail() {
        return mail.isEmpty() ? "" : " " + mail;
    }

    String ofRcpt() {
        return rcpt.isEmpty() ? "" : " " + rcpt;
    }
}
