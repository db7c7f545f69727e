package io.sluice.smtp;

import io.sluice.exchange.ExchangeOnlineClients;
import io.sluice.inbound.InboundAnswer;
import io.sluice.inbound.InboundAnswers;
import io.sluice.inbound.InboundConnections;
import io.sluice.microsoft.DurationText;
import java.time.Clock;
import java.time.Duration;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import javax.inject.Inject;
import org.apache.commons.configuration2.Configuration;
import org.apache.commons.configuration2.ex.ConfigurationException;
import org.apache.james.protocols.api.ProtocolSession;
import org.apache.james.protocols.api.ProtocolSession.AttachmentKey;
import org.apache.james.protocols.api.ProtocolSession.State;
import org.apache.james.protocols.api.Response;
import org.apache.james.protocols.api.handler.CommandHandler;
import org.apache.james.protocols.api.handler.ConnectHandler;
import org.apache.james.protocols.api.handler.ExtensibleHandler;
import org.apache.james.protocols.api.handler.LineHandler;
import org.apache.james.protocols.api.handler.ProtocolHandler;
import org.apache.james.protocols.api.handler.ProtocolHandlerResultHandler;
import org.apache.james.protocols.smtp.SMTPResponse;
import org.apache.james.protocols.smtp.SMTPSession;
import org.apache.james.protocols.smtp.core.AbstractHookableCmdHandler;
import org.apache.james.protocols.smtp.core.DataLineFilter;
import org.apache.james.protocols.smtp.hook.Hook;
import org.apache.james.protocols.smtp.hook.HookResult;
import org.apache.james.protocols.smtp.hook.HookResultHook;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A handler for {@code smtpserver.xml} that watches each 4xx and 5xx that a client with one of Exchange Online's addresses
 * gets, by which handler: counts it, logs it, and warns when a handler defers Exchange Online again and again. It changes no
 * answer. It sees James's own answers at the end of a message only of what stands behind it, so it stands first.
 *
 * <pre><code>
 * &lt;handler class="io.sluice.smtp.ExchangeOnlineDeferralMonitor"&gt;
 *     &lt;warnAfter&gt;10&lt;/warnAfter&gt;
 *     &lt;within&gt;10 min&lt;/within&gt;
 * &lt;/handler&gt;
 * </code></pre>
 *
 * <p>What James's connection limits close is not seen: no handler is asked, and nothing is answered. The handlers of its
 * server are told to {@link HookChains}, for the dry run. Safe for several threads.
 */
public class ExchangeOnlineDeferralMonitor
        implements ConnectHandler<SMTPSession>,
                HookResultHook,
                ProtocolHandlerResultHandler<Response, SMTPSession>,
                DataLineFilter,
                ExtensibleHandler {
    private static final Logger LOGGER = LoggerFactory.getLogger(ExchangeOnlineDeferralMonitor.class);
    private static final String NAME = "smtpserver.xml: handler io.sluice.smtp.ExchangeOnlineDeferralMonitor";
    private static final String WARN_AFTER = "warnAfter";
    private static final String WITHIN = "within";
    private static final int MOST_TIMES = 10_000;
    /** Who answered, when James itself did after a message's last line. */
    private static final String END_OF_DATA = "end of data";

    /** The answer of a hook, which comes by again as that of the command. */
    private static final AttachmentKey<String> COUNTED = AttachmentKey.of("SLUICE_COUNTED_ANSWER", String.class);

    private final ExchangeOnlineClients clients;
    private final InboundAnswers answers;
    private final InboundConnections connections;
    private final HookChains chains;
    private final Clock clock;

    @Inject
    public ExchangeOnlineDeferralMonitor(
            ExchangeOnlineClients clients,
            InboundAnswers answers,
            InboundConnections connections,
            HookChains chains,
            Clock clock) {
        this.clients = clients;
        this.answers = answers;
        this.connections = connections;
        this.chains = chains;
        this.clock = clock;
    }

    @Override
    public void init(Configuration config) throws ConfigurationException {
        for (Iterator<String> keys = config.getKeys(); keys.hasNext(); ) {
            String key = keys.next();
            if (!key.equals(WARN_AFTER) && !key.equals(WITHIN) && !key.startsWith("[@")) {
                throw new ConfigurationException(
                        NAME + " has no element <" + key + ">; known are <" + WARN_AFTER + "> and <" + WITHIN + ">");
            }
        }
        answers.warnAfter(
                times(config.getString(WARN_AFTER, "10").strip()),
                window(config.getString(WITHIN, "10 min").strip()));
    }

    private static int times(String value) throws ConfigurationException {
        int number = value.matches("[1-9][0-9]{0,4}") ? Integer.parseInt(value) : 0;
        if (number < 1 || number > MOST_TIMES) {
            throw notAllowed(WARN_AFTER, value, "a number from 1 to " + MOST_TIMES);
        }
        return number;
    }

    private static Duration window(String value) throws ConfigurationException {
        String allowed = DurationText.ALLOWED + ", from 1 min to 1 day";
        try {
            Duration window = DurationText.parse(value);
            if (window.compareTo(Duration.ofMinutes(1)) >= 0 && window.compareTo(Duration.ofDays(1)) <= 0) {
                return window;
            }
        } catch (IllegalArgumentException e) {
            throw new ConfigurationException(notAllowed(WITHIN, value, allowed).getMessage(), e);
        }
        throw notAllowed(WITHIN, value, allowed);
    }

    private static ConfigurationException notAllowed(String element, String value, String allowed) {
        return new ConfigurationException(
                NAME + ": <" + element + ">" + value + "</" + element + "> is not allowed; allowed: " + allowed);
    }

    @Override
    public Response onConnect(SMTPSession session) {
        if (isExchangeOnline(session)) {
            connections.connected();
        }
        return NoResponse.INSTANCE;
    }

    @Override
    public HookResult onHookResult(SMTPSession session, HookResult result, long executionTime, Hook hook) {
        SMTPResponse response = AbstractHookableCmdHandler.calcDefaultSMTPResponse(result);
        if (response != null && AnswerText.isTrouble(response) && isExchangeOnline(session)) {
            session.setAttachment(COUNTED, whole(response), State.Connection);
            note(session, nameOf(hook instanceof BypassForExchangeOnline bypass ? bypass.wrapped() : hook), response);
        }
        return result;
    }

    @Override
    public Response onResponse(
            ProtocolSession session, Response response, long executionTime, ProtocolHandler handler) {
        boolean first = handler instanceof CommandHandler || handler instanceof ConnectHandler;
        if (first
                && response != null
                && AnswerText.isTrouble(response)
                && session instanceof SMTPSession smtp
                && isExchangeOnline(smtp)) {
            noteUnlessCounted(smtp, nameOf(handler), response);
        }
        return response;
    }

    /** Sees the answer to the last line of a message, whoever behind this one in the chain gives it. */
    @Override
    public Response onLine(SMTPSession session, byte[] line, LineHandler<SMTPSession> next) {
        Response response = next.onLine(session, line);
        if (response != null && AnswerText.isTrouble(response) && isExchangeOnline(session)) {
            noteUnlessCounted(session, END_OF_DATA, response);
        }
        return response;
    }

    /** All of them, for the dry run. */
    @Override
    public List<Class<?>> getMarkerInterfaces() {
        return List.of(ProtocolHandler.class);
    }

    @Override
    public void wireExtensions(Class<?> marker, List<?> handlers) {
        chains.add(handlers.stream().map(ProtocolHandler.class::cast).toList());
    }

    private void noteUnlessCounted(SMTPSession session, String by, Response response) {
        Optional<String> counted = session.removeAttachment(COUNTED, State.Connection);
        if (counted.filter(whole(response)::equals).isEmpty()) {
            note(session, by, response);
        }
    }

    private static String nameOf(Object handler) {
        return handler.getClass().getSimpleName();
    }

    private boolean isExchangeOnline(SMTPSession session) {
        return session.getRemoteAddress().getAddress() != null
                && clients.hasAddress(session.getRemoteAddress().getAddress());
    }

    private void note(SMTPSession session, String by, Response response) {
        InboundAnswer answer = new InboundAnswer(
                clock.instant(),
                session.getRemoteAddress().getAddress(),
                ClientStanding.of(session, clients),
                by,
                response.getRetCode(),
                AnswerText.of(response));
        LOGGER.info(
                "Exchange Online ({}, {}) got {} from {}: {}",
                answer.client().getHostAddress(),
                answer.standing(),
                answer.code(),
                answer.by(),
                answer.text());
        answers.note(answer);
        connections.answered(answer);
    }

    private static String whole(Response response) {
        return response.getRetCode() + " " + AnswerText.of(response);
    }
}
