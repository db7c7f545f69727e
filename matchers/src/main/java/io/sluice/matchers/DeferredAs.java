package io.sluice.matchers;

import com.google.common.base.CharMatcher;
import com.google.common.base.Splitter;
import com.google.common.base.Strings;
import com.google.common.collect.ImmutableList;
import io.sluice.reply.DeferralClass;
import io.sluice.reply.Scope;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import javax.mail.MessagingException;
import org.apache.james.core.MailAddress;
import org.apache.mailet.AttributeName;
import org.apache.mailet.AttributeUtils;
import org.apache.mailet.Mail;
import org.apache.mailet.base.GenericMatcher;

/**
 * Matches all recipients of a mail that was deferred, or refused, for one of the given reasons. A reason is a deferral
 * class, {@code scope:} and a scope, or {@code rule:} and the id of a rule; one of several is enough.
 *
 * <pre><code>
 * &lt;mailet match="io.sluice.matchers.DeferredAs=ip-blocked,sender-blocked" class="NotifyPostmaster"/&gt;
 *
 * &lt;mailet match="io.sluice.matchers.DeferredAs=mailbox-unavailable,scope:tenant" class="..."/&gt;
 * </code></pre>
 *
 * <p>Reads the attributes {@code sluice.class}, {@code sluice.scope} and {@code sluice.rule}; a mail without them does
 * not match.
 */
public class DeferredAs extends GenericMatcher {
    private static final String SCOPE_PREFIX = "scope:";
    private static final String RULE_PREFIX = "rule:";

    private static final CharMatcher RULE_CHARACTERS = CharMatcher.inRange('a', 'z')
            .or(CharMatcher.inRange('A', 'Z'))
            .or(CharMatcher.inRange('0', '9'))
            .or(CharMatcher.anyOf("-_."));

    private final Set<String> classes = new HashSet<>();
    private final Set<String> scopes = new HashSet<>();
    private final Set<String> rules = new HashSet<>();

    /** @throws MessagingException if the condition is missing or names no class, scope or possible rule */
    @Override
    public void init() throws MessagingException {
        for (String reason : Splitter.on(',').trimResults().split(Strings.nullToEmpty(getCondition()))) {
            add(reason);
        }
    }

    private void add(String reason) throws MessagingException {
        if (reason.startsWith(SCOPE_PREFIX)) {
            String token = reason.substring(SCOPE_PREFIX.length());
            scopes.add(Scope.ofToken(token).map(Scope::token).orElseThrow(() -> notAllowed(reason)));
        } else if (reason.startsWith(RULE_PREFIX)) {
            String id = reason.substring(RULE_PREFIX.length());
            if (id.isEmpty() || !RULE_CHARACTERS.matchesAllOf(id)) {
                throw notAllowed(reason);
            }
            rules.add(id);
        } else {
            classes.add(DeferralClass.ofToken(reason).map(DeferralClass::token).orElseThrow(() -> notAllowed(reason)));
        }
    }

    private static MessagingException notAllowed(String reason) {
        return Conditions.notAllowed(
                "DeferredAs",
                reason,
                "one or more, separated by commas, of the classes "
                        + tokens(DeferralClass.values(), DeferralClass::token)
                        + "; of scope: and one of "
                        + tokens(Scope.values(), Scope::token)
                        + "; of rule: and the id of a rule");
    }

    private static <T> String tokens(T[] values, Function<T, String> token) {
        return Arrays.stream(values).map(token).collect(Collectors.joining(", "));
    }

    @Override
    public Collection<MailAddress> match(Mail mail) {
        boolean matches = isOneOf(classes, mail, SluiceAttributes.CLASS)
                || isOneOf(scopes, mail, SluiceAttributes.SCOPE)
                || isOneOf(rules, mail, SluiceAttributes.RULE);
        return matches ? mail.getRecipients() : ImmutableList.of();
    }

    private static boolean isOneOf(Set<String> wanted, Mail mail, AttributeName name) {
        Optional<String> value = AttributeUtils.getValueAndCastFromMail(mail, name, String.class);
        return value.isPresent() && wanted.contains(value.get());
    }
}
