package io.sluice.matchers;

import com.google.common.base.Strings;
import com.google.common.collect.ImmutableList;
import com.google.common.net.InetAddresses;
import io.sluice.exchange.ExchangeOnlineClients;
import io.sluice.exchange.Standing;
import java.net.InetAddress;
import java.util.Collection;
import java.util.Optional;
import javax.inject.Inject;
import javax.mail.MessagingException;
import org.apache.james.core.MailAddress;
import org.apache.mailet.Mail;
import org.apache.mailet.base.GenericMatcher;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Matches all recipients of a mail that a server of Exchange Online brought: the client has one of the addresses that
 * Microsoft published, and a name under Exchange Online's that leads back to that address.
 *
 * <pre><code>
 * &lt;mailet match="io.sluice.matchers.SentByExchangeOnline" class="..."/&gt;
 *
 * &lt;mailet match="io.sluice.matchers.SentByExchangeOnline=address" class="..."/&gt;
 * </code></pre>
 *
 * <p>With the condition {@code address} the address alone decides, without the DNS. Without it, mail does not match while the
 * DNS does not answer.
 *
 * <p><b>Every customer of Microsoft sends from these addresses</b>, those who send spam included. That a mail matches says
 * nothing about who sent it; {@link FromExchangeOnlineTenant} does.
 */
public class SentByExchangeOnline extends GenericMatcher {
    private static final Logger LOGGER = LoggerFactory.getLogger(SentByExchangeOnline.class);
    private static final String ADDRESS = "address";

    private final ExchangeOnlineClients clients;
    private boolean addressOnly;

    @Inject
    public SentByExchangeOnline(ExchangeOnlineClients clients) {
        this.clients = clients;
    }

    /** @throws MessagingException if the condition is neither empty nor {@code address} */
    @Override
    public void init() throws MessagingException {
        String condition = Strings.nullToEmpty(getCondition()).strip();
        if (!condition.isEmpty() && !condition.equals(ADDRESS)) {
            throw Conditions.notAllowed("SentByExchangeOnline", condition, "nothing, or " + ADDRESS);
        }
        addressOnly = condition.equals(ADDRESS);
        if (addressOnly) {
            LOGGER.warn("SentByExchangeOnline=address: who sends through Microsoft is not looked at. Every customer of"
                    + " Microsoft has these addresses: do not relay, and do not skip a spam filter, by this alone");
        }
    }

    @Override
    public Collection<MailAddress> match(Mail mail) {
        boolean matches = client(mail)
                .filter(address ->
                        addressOnly ? clients.hasAddress(address) : clients.standing(address) == Standing.CONFIRMED)
                .isPresent();
        return matches ? mail.getRecipients() : ImmutableList.of();
    }

    /** The address of the client that brought the mail; empty for mail that came otherwise. Never asks the DNS. */
    static Optional<InetAddress> client(Mail mail) {
        return Optional.ofNullable(mail.getRemoteAddr())
                .filter(InetAddresses::isInetAddress)
                .map(InetAddresses::forString);
    }
}
