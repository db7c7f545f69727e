package io.sluice.matchers;

import com.google.common.base.Splitter;
import com.google.common.base.Strings;
import com.google.common.collect.ImmutableList;
import io.sluice.exchange.ExchangeOnlineClients;
import io.sluice.exchange.Standing;
import java.util.Collection;
import java.util.HashSet;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import javax.inject.Inject;
import javax.mail.MessagingException;
import org.apache.james.core.MailAddress;
import org.apache.mailet.Mail;
import org.apache.mailet.base.GenericMatcher;

/**
 * Matches all recipients of a mail that a named tenant of Exchange Online sent.
 *
 * <pre><code>
 * &lt;mailet match="io.sluice.matchers.FromExchangeOnlineTenant=686ea1d3-bc2b-4c6f-a92c-d99c5c301635" class="..."/&gt;
 *
 * &lt;mailet match="io.sluice.matchers.FromExchangeOnlineTenant=contoso.com,fabrikam.com" class="..."/&gt;
 * </code></pre>
 *
 * <p>A tenant is named by its id, which Exchange Online writes into {@code X-MS-Exchange-CrossTenant-Id}, or by one of its
 * domains, of which it writes one into {@code X-OriginatorOrg}. Anybody can write such lines; so they count only on mail that
 * a server of Exchange Online brought itself, its name confirmed by the DNS, and only when the line is there exactly once:
 * Exchange Online writes one of its own, and a second one would be the sender's. Several names with commas; one of them is
 * enough.
 */
public class FromExchangeOnlineTenant extends GenericMatcher {
    /** Read in mail of 2021 to 2024; named by Microsoft in "Use headers to determine which tenant", 2019-01-03. */
    static final String TENANT_ID = "X-MS-Exchange-CrossTenant-Id";

    /** Read in the same mail. */
    static final String TENANT_DOMAIN = "X-OriginatorOrg";

    private static final String ALLOWED =
            "tenant ids such as 686ea1d3-bc2b-4c6f-a92c-d99c5c301635, and domains, separated by commas";
    private static final int LONGEST_VALUE = 300;
    private static final int LENGTH_OF_ID = 36;

    private final ExchangeOnlineClients clients;
    private Set<String> ids = Set.of();
    private Set<String> domains = Set.of();

    @Inject
    public FromExchangeOnlineTenant(ExchangeOnlineClients clients) {
        this.clients = clients;
    }

    /** @throws MessagingException if the condition names no tenant, or something that can be none */
    @Override
    public void init() throws MessagingException {
        Set<String> namedIds = new HashSet<>();
        Set<String> namedDomains = new HashSet<>();
        for (String word : Splitter.on(',').trimResults().split(Strings.nullToEmpty(getCondition()))) {
            String name = word.toLowerCase(Locale.ROOT);
            if (isId(name)) {
                namedIds.add(name);
            } else if (isDomain(name)) {
                namedDomains.add(name);
            } else {
                throw Conditions.notAllowed("FromExchangeOnlineTenant", word, ALLOWED);
            }
        }
        ids = Set.copyOf(namedIds);
        domains = Set.copyOf(namedDomains);
    }

    @Override
    public Collection<MailAddress> match(Mail mail) throws MessagingException {
        boolean matches = names(mail)
                && SentByExchangeOnline.client(mail)
                        .filter(address -> clients.standing(address) == Standing.CONFIRMED)
                        .isPresent();
        return matches ? mail.getRecipients() : ImmutableList.of();
    }

    private boolean names(Mail mail) throws MessagingException {
        return only(mail, TENANT_ID).filter(ids::contains).isPresent()
                || only(mail, TENANT_DOMAIN).filter(domains::contains).isPresent();
    }

    private static Optional<String> only(Mail mail, String header) throws MessagingException {
        String[] values = mail.getMessage().getHeader(header);
        return values != null && values.length == 1 && values[0].length() <= LONGEST_VALUE
                ? Optional.of(values[0].strip().toLowerCase(Locale.ROOT))
                : Optional.empty();
    }

    private static boolean isId(String text) {
        if (text.length() != LENGTH_OF_ID) {
            return false;
        }
        for (int i = 0; i < LENGTH_OF_ID; i++) {
            boolean hyphen = i == 8 || i == 13 || i == 18 || i == 23;
            char c = text.charAt(i);
            if (hyphen ? c != '-' : Character.digit(c, 16) < 0 || c > 'f') {
                return false;
            }
        }
        return true;
    }

    private static boolean isDomain(String text) {
        return text.indexOf('.') > 0
                && !text.endsWith(".")
                && !text.contains("..")
                && text.length() <= 253
                && text.chars().allMatch(c -> (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-' || c == '.');
    }
}
