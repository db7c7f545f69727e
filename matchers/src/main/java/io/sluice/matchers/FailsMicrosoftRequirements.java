package io.sluice.matchers;

import com.google.common.base.Splitter;
import com.google.common.base.Strings;
import com.google.common.collect.ImmutableList;
import io.sluice.microsoft.MxLookup;
import io.sluice.posture.OutgoingMail;
import io.sluice.posture.PreFlight;
import io.sluice.posture.Requirement;
import java.util.Arrays;
import java.util.Collection;
import java.util.Collections;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import javax.inject.Inject;
import javax.mail.MessagingException;
import org.apache.james.core.Domain;
import org.apache.james.core.MailAddress;
import org.apache.mailet.Mail;
import org.apache.mailet.base.GenericMatcher;

/**
 * Matches the recipients at Microsoft of a mail that Microsoft will refuse or distrust for want of authentication, so that
 * it can be held, or sent another way, before it costs reputation. After what signs, before
 * {@code MicrosoftRemoteDelivery}.
 *
 * <p>The optional condition names what must be unmet, one of several is enough: {@code spf} (it fails for the address that
 * the mail leaves from), {@code dkim} (no signature, or none whose key can be used), {@code dmarc} (no record, or neither
 * SPF nor DKIM passes for a domain of the same organisation). Without a condition each of them counts.
 *
 * <pre><code>
 * &lt;mailet match="io.sluice.matchers.FailsMicrosoftRequirements" class="io.sluice.mailets.Hold"&gt;
 *   &lt;reason&gt;authentication&lt;/reason&gt;
 * &lt;/mailet&gt;
 *
 * &lt;mailet match="io.sluice.matchers.FailsMicrosoftRequirements=dmarc" class="ToProcessor"&gt;
 *   &lt;processor&gt;unauthenticated&lt;/processor&gt;
 * &lt;/mailet&gt;
 * </code></pre>
 *
 * <p>It never waits for the DNS. What is not known yet, and what the DNS does not answer, counts as met: the first mails of
 * a domain pass, but for one that has no signature at all. Mail with a null sender never matches.
 */
public class FailsMicrosoftRequirements extends GenericMatcher {
    private final PreFlight preFlight;
    private final MxLookup directory;
    private Set<Requirement> wanted = EnumSet.noneOf(Requirement.class);

    @Inject
    public FailsMicrosoftRequirements(PreFlight preFlight, MxLookup directory) {
        this.preFlight = preFlight;
        this.directory = directory;
    }

    /** @throws MessagingException if the condition has a word that is no requirement */
    @Override
    public void init() throws MessagingException {
        String condition = Strings.nullToEmpty(getCondition());
        if (condition.isBlank()) {
            wanted = EnumSet.allOf(Requirement.class);
            return;
        }
        Set<Requirement> named = EnumSet.noneOf(Requirement.class);
        for (String word : Splitter.on(',').trimResults().split(condition)) {
            named.add(Requirement.ofToken(word).orElseThrow(() -> notAllowed(word)));
        }
        wanted = named;
    }

    private static MessagingException notAllowed(String word) {
        return Conditions.notAllowed(
                "FailsMicrosoftRequirements",
                word,
                "nothing, or one or more of "
                        + Arrays.stream(Requirement.values())
                                .map(Requirement::token)
                                .collect(Collectors.joining(", "))
                        + ", separated by commas");
    }

    @Override
    public Collection<MailAddress> match(Mail mail) {
        Map<Domain, Boolean> decided = new HashMap<>();
        ImmutableList<MailAddress> atMicrosoft = mail.getRecipients().stream()
                .filter(recipient -> decided.computeIfAbsent(recipient.getDomain(), this::isMicrosofts))
                .collect(ImmutableList.toImmutableList());
        return atMicrosoft.isEmpty() || !fails(mail) ? ImmutableList.of() : atMicrosoft;
    }

    private boolean isMicrosofts(Domain domain) {
        return directory.lookup(domain).microsoft().isPresent();
    }

    private boolean fails(Mail mail) {
        return OutgoingMail.of(mail)
                .map(preFlight::unmet)
                .filter(unmet -> !Collections.disjoint(unmet, wanted))
                .isPresent();
    }
}
