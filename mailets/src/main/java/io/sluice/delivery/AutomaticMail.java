package io.sluice.delivery;

import java.util.Locale;
import java.util.Set;
import javax.mail.MessagingException;
import org.apache.mailet.Mail;

/** Mail that no person waits for (RFC 3834 section 2): from lists, machines and other automata. */
final class AutomaticMail {
    private static final Set<String> PRECEDENCES = Set.of("bulk", "junk", "list");

    private AutomaticMail() {}

    /** Whether its headers, of which the first of a name counts, say so. */
    static boolean is(Mail mail) throws MessagingException {
        String submitted = word(mail, "Auto-Submitted");
        return !(submitted.isEmpty() || submitted.equals("no"))
                || PRECEDENCES.contains(word(mail, "Precedence"))
                || mail.getMessage().getHeader("List-Id") != null;
    }

    /** The first word of a header in lower case; empty when there is no such header. */
    private static String word(Mail mail, String header) throws MessagingException {
        String[] values = mail.getMessage().getHeader(header);
        if (values == null) {
            return "";
        }
        String text = values[0].strip();
        int end = 0;
        while (end < text.length() && (Character.isLetterOrDigit(text.charAt(end)) || text.charAt(end) == '-')) {
            end++;
        }
        return text.substring(0, end).toLowerCase(Locale.ROOT);
    }
}
