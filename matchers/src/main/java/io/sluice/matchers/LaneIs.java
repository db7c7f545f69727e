package io.sluice.matchers;

import com.google.common.base.Splitter;
import com.google.common.base.Strings;
import com.google.common.collect.ImmutableList;
import io.sluice.microsoft.MxLookup;
import io.sluice.reply.LaneCondition;
import io.sluice.reply.Service;
import java.util.Arrays;
import java.util.Collection;
import java.util.Collections;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import javax.inject.Inject;
import javax.mail.MessagingException;
import org.apache.james.core.Domain;
import org.apache.james.core.MailAddress;
import org.apache.mailet.AttributeUtils;
import org.apache.mailet.Mail;
import org.apache.mailet.base.GenericMatcher;

/**
 * Matches recipients by how the lane to them stands: {@code open}, {@code throttled}, {@code suspended}, {@code blocked},
 * {@code outage}; one of several is enough.
 *
 * <pre><code>
 * &lt;mailet match="io.sluice.matchers.LaneIs=blocked,suspended" class="..."/&gt;
 *
 * &lt;mailet match="io.sluice.matchers.LaneIs=business:outage" class="..."/&gt;
 *
 * &lt;mailet match="io.sluice.matchers.LaneIs=192.0.2.7/consumer:blocked" class="..."/&gt;
 * </code></pre>
 *
 * <p>Without a name before the colon it looks at the lane of the attribute {@code sluice.lane}, which deferred mail has, and
 * for other mail, for each recipient that Microsoft hosts, at the lanes to his service: with several sources one of them
 * is enough. With the name of a service or a lane it matches all recipients or none.
 */
public class LaneIs extends GenericMatcher {
    private final LaneConditions lanes;
    private final MxLookup directory;
    private Set<LaneCondition> wanted = EnumSet.noneOf(LaneCondition.class);
    private Optional<String> name = Optional.empty();

    @Inject
    public LaneIs(LaneConditions lanes, MxLookup directory) {
        this.lanes = lanes;
        this.directory = directory;
    }

    /** @throws MessagingException if the condition names no state of a lane, or no service or lane before the colon */
    @Override
    public void init() throws MessagingException {
        String condition = Strings.nullToEmpty(getCondition()).strip();
        int colon = condition.lastIndexOf(':');
        if (colon >= 0) {
            name = Optional.of(name(condition.substring(0, colon).strip()));
        }
        Set<LaneCondition> named = EnumSet.noneOf(LaneCondition.class);
        for (String word : Splitter.on(',').trimResults().split(condition.substring(colon + 1))) {
            named.add(LaneCondition.ofToken(word).orElseThrow(() -> notAllowed(word)));
        }
        wanted = named;
    }

    private static String name(String text) throws MessagingException {
        boolean service =
                Arrays.stream(Service.values()).anyMatch(known -> known.token().equals(text));
        int slash = text.lastIndexOf('/');
        boolean lane = slash > 0 && slash < text.length() - 1;
        if (!service && !lane) {
            throw notAllowed(text);
        }
        return text;
    }

    private static MessagingException notAllowed(String word) {
        return Conditions.notAllowed(
                "LaneIs",
                word,
                "one or more of "
                        + Arrays.stream(LaneCondition.values())
                                .map(LaneCondition::token)
                                .collect(Collectors.joining(", "))
                        + ", separated by commas; before them, with a colon, a service ("
                        + Arrays.stream(Service.values()).map(Service::token).collect(Collectors.joining(", "))
                        + ") or a lane as GET /microsoft/lanes names it");
    }

    @Override
    public Collection<MailAddress> match(Mail mail) {
        if (name.isPresent()) {
            return allIf(mail, isWanted(name.get()));
        }
        Optional<String> lane = AttributeUtils.getValueAndCastFromMail(mail, SluiceAttributes.LANE, String.class);
        if (lane.isPresent()) {
            return allIf(mail, isWanted(lane.get()));
        }
        Map<Domain, Boolean> decided = new HashMap<>();
        return mail.getRecipients().stream()
                .filter(recipient -> decided.computeIfAbsent(recipient.getDomain(), this::matches))
                .collect(ImmutableList.toImmutableList());
    }

    private static Collection<MailAddress> allIf(Mail mail, boolean matches) {
        return matches ? mail.getRecipients() : ImmutableList.of();
    }

    private boolean isWanted(String laneOrService) {
        return laneOrService.contains("/")
                ? wanted.contains(lanes.of(laneOrService))
                : !Collections.disjoint(wanted, lanes.to(laneOrService));
    }

    private boolean matches(Domain domain) {
        return directory
                .lookup(domain)
                .microsoft()
                .map(Service::token)
                .filter(this::isWanted)
                .isPresent();
    }
}
