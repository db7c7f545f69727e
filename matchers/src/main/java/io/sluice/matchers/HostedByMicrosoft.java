package io.sluice.matchers;

import com.google.common.base.Splitter;
import com.google.common.base.Strings;
import com.google.common.collect.ImmutableList;
import io.sluice.microsoft.MxLookup;
import io.sluice.reply.Service;
import java.util.Collection;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import javax.inject.Inject;
import javax.mail.MessagingException;
import org.apache.james.core.Domain;
import org.apache.james.core.MailAddress;
import org.apache.mailet.Mail;
import org.apache.mailet.base.GenericMatcher;

/**
 * Matches the recipients whose domain's mail Microsoft takes, by its most preferred MX host.
 *
 * <p>The optional condition names the services: {@code consumer} (Outlook.com, Hotmail, Live, MSN), {@code business}
 * (Exchange Online), or both separated by a comma, which is the same as no condition.
 *
 * <pre><code>
 * &lt;mailet match="io.sluice.matchers.HostedByMicrosoft" class="io.sluice.mailets.MicrosoftRemoteDelivery"&gt;
 *   ...
 * &lt;/mailet&gt;
 *
 * &lt;mailet match="io.sluice.matchers.HostedByMicrosoft=consumer" class="ToProcessor"&gt;
 *   &lt;processor&gt;consumer&lt;/processor&gt;
 * &lt;/mailet&gt;
 * </code></pre>
 *
 * <p>Each domain is looked up once per mail, and is remembered across mails by {@link io.sluice.microsoft.MxDirectory}. A recipient whose
 * domain can not be looked up does not match, unless the domain is known by name or from before.
 */
public class HostedByMicrosoft extends GenericMatcher {
    private static final String ALLOWED = "nothing, or one or more of consumer, business, separated by commas";

    private final MxLookup directory;
    private Set<Service> services = EnumSet.noneOf(Service.class);

    @Inject
    public HostedByMicrosoft(MxLookup directory) {
        this.directory = directory;
    }

    /** @throws MessagingException if the condition has a word that is no service */
    @Override
    public void init() throws MessagingException {
        String condition = Strings.nullToEmpty(getCondition());
        if (condition.isBlank()) {
            services = EnumSet.of(Service.CONSUMER, Service.BUSINESS);
            return;
        }
        Set<Service> named = EnumSet.noneOf(Service.class);
        for (String word : Splitter.on(',').trimResults().split(condition)) {
            named.add(service(word));
        }
        services = named;
    }

    private static Service service(String word) throws MessagingException {
        return switch (word.toLowerCase(Locale.ROOT)) {
            case "consumer" -> Service.CONSUMER;
            case "business" -> Service.BUSINESS;
            default -> throw Conditions.notAllowed("HostedByMicrosoft", word, ALLOWED);
        };
    }

    @Override
    public Collection<MailAddress> match(Mail mail) {
        Map<Domain, Boolean> decided = new HashMap<>();
        return mail.getRecipients().stream()
                .filter(recipient -> decided.computeIfAbsent(recipient.getDomain(), this::matches))
                .collect(ImmutableList.toImmutableList());
    }

    private boolean matches(Domain domain) {
        Optional<Service> service = directory.lookup(domain).microsoft();
        return service.isPresent() && services.contains(service.get());
    }
}
