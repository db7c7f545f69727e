package io.sluice.testkit.mail;

import java.util.List;

/**
 * What became of mails handed to a server.
 *
 * @param acknowledged the mails that the server answered for with 250: from here on it must not lose them.
 * @param refused the mails that it refused, or for which no answer came, so that they may or may not be there.
 */
public record Submission(List<ProbeMail> acknowledged, List<Refused> refused) {

    /** Copies the lists. */
    public Submission {
        acknowledged = List.copyOf(acknowledged);
        refused = List.copyOf(refused);
    }

    /**
     * A mail without acknowledgement.
     *
     * @param mail the mail.
     * @param why the reply, or what went wrong with the connection.
     */
    public record Refused(ProbeMail mail, String why) {}

    /**
     * Insists on everything.
     *
     * @return this.
     * @throws AssertionError when something was not acknowledged; it names the first such mail.
     */
    public Submission complete() {
        if (!refused.isEmpty()) {
            throw new AssertionError(refused.size() + " of " + (refused.size() + acknowledged.size())
                    + " mails were not acknowledged, the first because: "
                    + refused.get(0).why());
        }
        return this;
    }
}
