package io.sluice.inbound;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.commons.configuration2.HierarchicalConfiguration;

/**
 * One {@code <smtpserver>} of {@code smtpserver.xml}, as far as it matters to a client.
 *
 * @param bind where it listens
 * @param implicitTls whether TLS begins without STARTTLS, so that no mail exchanger is meant
 * @param connectionLimit how many connections at once; 0: no limit
 * @param connectionLimitPerIp how many of one address; 0: no limit
 * @param timeout after so many seconds without a word the client is dropped
 * @param authorized who may relay, as it is written
 * @param handlers in their order
 */
public record SmtpListener(
        String bind,
        boolean implicitTls,
        int connectionLimit,
        int connectionLimitPerIp,
        int timeout,
        String authorized,
        List<Handler> handlers) {
    private static final String DEFAULT_BIND = "0.0.0.0:25";
    private static final int DEFAULT_TIMEOUT = 300;
    private static final String MONITOR = "io.sluice.smtp.ExchangeOnlineDeferralMonitor";
    private static final String BYPASS = "io.sluice.smtp.BypassForExchangeOnline";

    public SmtpListener {
        handlers = List.copyOf(handlers);
    }

    /**
     * A configured handler.
     *
     * @param name its class; of a wrapped one, the class inside
     * @param bypassed whether BypassForExchangeOnline is around it
     */
    public record Handler(String name, boolean bypassed) {}

    /** Those that are enabled. What James would refuse is taken for its default: James says so itself, at its start. */
    public static List<SmtpListener> of(HierarchicalConfiguration<?> smtpservers) {
        List<SmtpListener> listeners = new ArrayList<>();
        for (HierarchicalConfiguration<?> each : smtpservers.configurationsAt("smtpserver")) {
            if (!"false".equalsIgnoreCase(each.getString("[@enabled]", "true").strip())) {
                listeners.add(listener(each));
            }
        }
        return List.copyOf(listeners);
    }

    private static SmtpListener listener(HierarchicalConfiguration<?> server) {
        return new SmtpListener(
                server.getString("bind", DEFAULT_BIND).strip(),
                "true"
                        .equalsIgnoreCase(
                                server.getString("tls.[@socketTLS]", "false").strip()),
                number(server, "connectionLimit", 0),
                number(server, "connectionLimitPerIP", 0),
                number(server, "connectiontimeout", DEFAULT_TIMEOUT),
                String.join(",", server.getStringArray("authorizedAddresses")),
                server.configurationsAt("handlerchain.handler").stream()
                        .map(SmtpListener::handler)
                        .toList());
    }

    private static int number(HierarchicalConfiguration<?> server, String key, int otherwise) {
        String text = Optional.ofNullable(server.getString(key)).orElse("").strip();
        boolean number = !text.isEmpty() && text.length() < 10 && text.chars().allMatch(c -> c >= '0' && c <= '9');
        return number ? Integer.parseInt(text) : otherwise;
    }

    private static Handler handler(HierarchicalConfiguration<?> handler) {
        String name = handler.getString("[@class]", "").strip();
        return name.equals(BYPASS)
                ? new Handler(handler.getString("hook.[@class]", "").strip(), true)
                : new Handler(name, false);
    }

    /** Whether ExchangeOnlineDeferralMonitor is among the handlers. */
    public boolean isMonitored() {
        return handlers.stream().anyMatch(handler -> handler.name().equals(MONITOR));
    }
}
