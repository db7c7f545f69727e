package io.sluice.smtp;

import io.sluice.exchange.ExchangeOnlineClients;
import io.sluice.exchange.Standing;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiFunction;
import javax.inject.Inject;
import org.apache.commons.configuration2.Configuration;
import org.apache.commons.configuration2.HierarchicalConfiguration;
import org.apache.commons.configuration2.ex.ConfigurationException;
import org.apache.james.core.MailAddress;
import org.apache.james.core.MaybeSender;
import org.apache.james.metrics.api.Metric;
import org.apache.james.metrics.api.MetricFactory;
import org.apache.james.protocols.api.Response;
import org.apache.james.protocols.api.handler.CommandHandler;
import org.apache.james.protocols.api.handler.ConnectHandler;
import org.apache.james.protocols.api.handler.ExtensibleHandler;
import org.apache.james.protocols.api.handler.LineHandler;
import org.apache.james.protocols.api.handler.ProtocolHandler;
import org.apache.james.protocols.api.handler.ProtocolHandlerResultHandler;
import org.apache.james.protocols.lib.handler.HandlersPackage;
import org.apache.james.protocols.lib.handler.ProtocolHandlerLoader;
import org.apache.james.protocols.lib.handler.ProtocolHandlerLoader.LoadingException;
import org.apache.james.protocols.smtp.MailEnvelope;
import org.apache.james.protocols.smtp.SMTPSession;
import org.apache.james.protocols.smtp.core.AbstractAuthRequiredToRelayRcptHook;
import org.apache.james.protocols.smtp.core.AbstractSenderAuthIdentifyVerificationHook;
import org.apache.james.protocols.smtp.core.AcceptRecipientIfRelayingIsAllowed;
import org.apache.james.protocols.smtp.core.DataLineFilter;
import org.apache.james.protocols.smtp.hook.AuthHook;
import org.apache.james.protocols.smtp.hook.HeloHook;
import org.apache.james.protocols.smtp.hook.HookResult;
import org.apache.james.protocols.smtp.hook.HookResultHook;
import org.apache.james.protocols.smtp.hook.MailHook;
import org.apache.james.protocols.smtp.hook.MailParametersHook;
import org.apache.james.protocols.smtp.hook.MessageHook;
import org.apache.james.protocols.smtp.hook.QuitHook;
import org.apache.james.protocols.smtp.hook.RcptHook;
import org.apache.james.protocols.smtp.hook.UnknownHook;
import org.apache.james.smtpserver.JamesMessageHook;
import org.apache.mailet.Mail;

/**
 * Wraps another handler of {@code smtpserver.xml}, so that it is skipped for servers of Exchange Online, and for them only:
 * greylisting, block lists, checks of EHLO, limits. The handler is named inside, with its own configuration:
 *
 * <pre><code>
 * &lt;handler class="io.sluice.smtp.BypassForExchangeOnline"&gt;
 *     &lt;hook class="org.apache.james.smtpserver.fastfail.JDBCGreylistHandler"&gt;
 *         &lt;tempBlockTime&gt;1 hour&lt;/tempBlockTime&gt;
 *     &lt;/hook&gt;
 * &lt;/handler&gt;
 * </code></pre>
 *
 * <p>A client is spared whose address Microsoft published and whose name in the DNS agrees, or, with
 * {@code <by>address</by>}, whose address Microsoft published. When the DNS does not answer, the address alone decides: a DNS
 * that is down is no reason to defer Exchange Online.
 *
 * <p>What keeps strangers from relaying cannot be wrapped, and neither can what is no hook (commands, filters of lines, groups
 * of handlers): that stops the start. Safe for several threads, as far as the wrapped handler is.
 */
public class BypassForExchangeOnline
        implements ConnectHandler<SMTPSession>,
                HeloHook,
                MailHook,
                RcptHook,
                MailParametersHook,
                MessageHook,
                JamesMessageHook,
                QuitHook,
                UnknownHook {
    private static final String NAME = "smtpserver.xml: handler io.sluice.smtp.BypassForExchangeOnline";
    private static final String HOOK = "hook";
    private static final String BY = "by";
    private static final String BY_NAME = "name";
    private static final String BY_ADDRESS = "address";

    private static final List<Class<?>> HOOKS = List.of(
            ConnectHandler.class,
            HeloHook.class,
            MailHook.class,
            RcptHook.class,
            MailParametersHook.class,
            MessageHook.class,
            JamesMessageHook.class,
            QuitHook.class,
            UnknownHook.class);
    private static final List<Class<?>> MORE_THAN_HOOKS = List.of(
            CommandHandler.class,
            ExtensibleHandler.class,
            LineHandler.class,
            DataLineFilter.class,
            HookResultHook.class,
            ProtocolHandlerResultHandler.class,
            HandlersPackage.class,
            BypassForExchangeOnline.class);
    private static final List<Class<?>> GUARDS = List.of(
            AbstractAuthRequiredToRelayRcptHook.class,
            AbstractSenderAuthIdentifyVerificationHook.class,
            AcceptRecipientIfRelayingIsAllowed.class,
            AuthHook.class);

    private final ExchangeOnlineClients clients;
    private final ProtocolHandlerLoader loader;
    private final Metric bypassed;
    private ProtocolHandler hook = new ProtocolHandler() {};
    private boolean byAddress;

    @Inject
    public BypassForExchangeOnline(ExchangeOnlineClients clients, ProtocolHandlerLoader loader, MetricFactory metrics) {
        this.clients = clients;
        this.loader = loader;
        this.bypassed = metrics.generate("sluice.inbound.bypassed");
    }

    @Override
    public void init(Configuration config) throws ConfigurationException {
        refuseUnknownElements(config);
        byAddress = byAddress(config.getString(BY, BY_NAME).strip());
        if (!(config instanceof HierarchicalConfiguration<?> tree)
                || tree.configurationsAt(HOOK).size() != 1) {
            throw new ConfigurationException(NAME + " needs one element <" + HOOK
                    + " class=\"...\"> that names the handler to skip, with that handler's own configuration inside");
        }
        HierarchicalConfiguration<?> inner = tree.configurationAt(HOOK);
        hook = load(inner.getString("[@class]", "").strip(), inner);
    }

    private static void refuseUnknownElements(Configuration config) throws ConfigurationException {
        for (Iterator<String> keys = config.getKeys(); keys.hasNext(); ) {
            String key = keys.next();
            boolean known = key.equals(BY)
                    || key.equals(HOOK)
                    || key.startsWith(HOOK + ".")
                    || key.startsWith(HOOK + "[")
                    || key.startsWith("[@");
            if (!known) {
                throw new ConfigurationException(
                        NAME + " has no element <" + key + ">; known are <" + HOOK + "> and <" + BY + ">");
            }
        }
    }

    private static boolean byAddress(String value) throws ConfigurationException {
        if (!value.equals(BY_NAME) && !value.equals(BY_ADDRESS)) {
            throw new ConfigurationException(NAME + ": <" + BY + ">" + value + "</" + BY + "> is not allowed; allowed: "
                    + BY_NAME + ", " + BY_ADDRESS);
        }
        return value.equals(BY_ADDRESS);
    }

    private ProtocolHandler load(String name, Configuration inner) throws ConfigurationException {
        if (name.isEmpty()) {
            throw new ConfigurationException(NAME + ": <" + HOOK + "> has no attribute class");
        }
        ProtocolHandler loaded;
        try {
            loaded = loader.load(name, inner);
        } catch (LoadingException e) {
            throw new ConfigurationException(NAME + ": <" + HOOK + " class=\"" + name + "\"> cannot be loaded", e);
        }
        if (isOneOf(loaded, GUARDS)) {
            throw new ConfigurationException(NAME + ": " + name + " decides who may log in or relay, and must not be"
                    + " skipped: every customer of Microsoft has Exchange Online's addresses");
        }
        if (!isOneOf(loaded, HOOKS) || isOneOf(loaded, MORE_THAN_HOOKS)) {
            throw new ConfigurationException(NAME + ": " + name
                    + " is not a hook that can be skipped; allowed: what asks about connections, HELO,"
                    + " MAIL, RCPT and messages, such as greylisting, block lists and limits");
        }
        return loaded;
    }

    private static boolean isOneOf(ProtocolHandler handler, List<Class<?>> types) {
        return types.stream().anyMatch(type -> type.isInstance(handler));
    }

    /** The handler inside. */
    ProtocolHandler wrapped() {
        return hook;
    }

    @Override
    public void destroy() {
        hook.destroy();
    }

    @Override
    @SuppressWarnings("unchecked") // the handlers of an SMTP server get SMTP sessions
    public Response onConnect(SMTPSession session) {
        if (!(hook instanceof ConnectHandler<?> connect) || skips(session)) {
            return NoResponse.INSTANCE;
        }
        return Optional.ofNullable(((ConnectHandler<SMTPSession>) connect).onConnect(session))
                .orElse(NoResponse.INSTANCE);
    }

    @Override
    public Set<String> implementedEsmtpFeatures(SMTPSession session) {
        return hook instanceof HeloHook helo ? helo.implementedEsmtpFeatures(session) : Set.of();
    }

    @Override
    public HookResult doHelo(SMTPSession session, String helo) {
        return unlessSkipped(session, HeloHook.class, (inner, s) -> inner.doHelo(s, helo));
    }

    @Override
    public HookResult doMail(SMTPSession session, MaybeSender sender) {
        return unlessSkipped(session, MailHook.class, (inner, s) -> inner.doMail(s, sender));
    }

    @Override
    public Set<String> supportedParameters() {
        return hook instanceof RcptHook rcpt ? rcpt.supportedParameters() : Set.of();
    }

    @Override
    public HookResult doRcpt(
            SMTPSession session, MaybeSender sender, MailAddress recipient, Map<String, String> parameters) {
        return unlessSkipped(session, RcptHook.class, (inner, s) -> inner.doRcpt(s, sender, recipient, parameters));
    }

    @Override
    public HookResult doRcpt(SMTPSession session, MaybeSender sender, MailAddress recipient) {
        return unlessSkipped(session, RcptHook.class, (inner, s) -> inner.doRcpt(s, sender, recipient));
    }

    @Override
    public String[] getMailParamNames() {
        return hook instanceof MailParametersHook parameters ? parameters.getMailParamNames() : new String[0];
    }

    @Override
    public HookResult doMailParameter(SMTPSession session, String name, String value) {
        return unlessSkipped(session, MailParametersHook.class, (inner, s) -> inner.doMailParameter(s, name, value));
    }

    @Override
    public HookResult onMessage(SMTPSession session, MailEnvelope mail) {
        return unlessSkipped(session, MessageHook.class, (inner, s) -> inner.onMessage(s, mail));
    }

    @Override
    public HookResult onMessage(SMTPSession session, Mail mail) {
        return unlessSkipped(session, JamesMessageHook.class, (inner, s) -> inner.onMessage(s, mail));
    }

    @Override
    public HookResult doQuit(SMTPSession session) {
        return unlessSkipped(session, QuitHook.class, QuitHook::doQuit);
    }

    @Override
    public HookResult doUnknown(SMTPSession session, String command) {
        return unlessSkipped(session, UnknownHook.class, (inner, s) -> inner.doUnknown(s, command));
    }

    private <T> HookResult unlessSkipped(
            SMTPSession session, Class<T> type, BiFunction<T, SMTPSession, HookResult> call) {
        if (!type.isInstance(hook) || skips(session)) {
            return HookResult.DECLINED;
        }
        return call.apply(type.cast(hook), session);
    }

    private boolean skips(SMTPSession session) {
        Standing standing = ClientStanding.of(session, clients);
        boolean skips = standing.deservesBypass() || (byAddress && standing.hasAddress());
        if (skips && !ClientStanding.isPresumed(session)) {
            bypassed.increment();
        }
        return skips;
    }
}
