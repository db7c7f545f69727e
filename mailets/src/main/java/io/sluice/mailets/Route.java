package io.sluice.mailets;

import io.sluice.delivery.Deliveries;
import io.sluice.delivery.RouteSettings;
import io.sluice.delivery.Router;
import io.sluice.delivery.StorePressure;
import io.sluice.outbox.OutboxException;
import java.time.Clock;
import java.util.Collection;
import java.util.List;
import javax.inject.Inject;
import javax.mail.MessagingException;
import org.apache.james.core.MailAddress;
import org.apache.james.server.core.configuration.ConfigurationProvider;
import org.apache.mailet.Mail;
import org.apache.mailet.ProcessingState;
import org.apache.mailet.base.GenericMailet;

/**
 * Delivers mail on the first of several paths that is in order. Each path is a {@link MicrosoftRemoteDelivery}, named by its
 * {@code outgoing}, with its own source address or gateway.
 *
 * <pre><code>
 * &lt;mailet match="io.sluice.matchers.HostedByMicrosoft" class="io.sluice.mailets.Route"&gt;
 *     &lt;paths&gt;main, second, smarthost&lt;/paths&gt;
 * &lt;/mailet&gt;
 * </code></pre>
 *
 * <p>{@link #service(Mail)} returns after the mail is on disk, as {@link MicrosoftRemoteDelivery} does. Mail that waits on a
 * path which is left moves to another one that is in order, about as fast as that one takes it; otherwise it keeps its path.
 * A path that was left is taken again after it has been open for a while.
 *
 * <p>Parameters: {@code paths}; the last may be {@code processor:NAME}, which gets new mail when no path is in order.
 * {@code name} (route) where there are several routes; {@code on} (blocked, suspended): states of a lane or deferral classes
 * that a path is left on; {@code patience} (5 minutes): how long they must last, a block excepted; {@code returnAfter} (15
 * minutes); {@code storePatience} (30 seconds).
 */
public class Route extends GenericMailet {
    private final Deliveries deliveries;
    private final ConfigurationProvider configuration;
    private final StorePressure pressure;
    private final Clock clock;
    private RouteParameters.Read parameters;
    private Router router;

    @Inject
    public Route(Deliveries deliveries, ConfigurationProvider configuration, StorePressure pressure, Clock clock) {
        this.pressure = pressure;
        this.deliveries = deliveries;
        this.configuration = configuration;
        this.clock = clock;
    }

    @Override
    public void init() throws MessagingException {
        try {
            parameters = new RouteParameters(getMailetConfig()).read(ConfiguredPaths.of(configuration));
            router = deliveries.route(parameters.settings());
        } catch (IllegalArgumentException | OutboxException e) {
            throw new MessagingException(e.getMessage(), e);
        }
    }

    @Override
    public void service(Mail mail) throws MessagingException {
        List<MailAddress> others = new Storage(pressure, clock, parameters.storePatience()).store(mail, router::accept);
        RouteSettings settings = parameters.settings();
        if (others.isEmpty()) {
            mail.setState(Mail.GHOST);
        } else {
            mail.setRecipients(others);
            mail.setState(settings.processor().orElseThrow());
        }
    }

    @Override
    public Collection<ProcessingState> requiredProcessingState() {
        return parameters.settings().processor().map(ProcessingState::new).stream()
                .toList();
    }

    @Override
    public String getMailetInfo() {
        return "Sluice's choice among paths to Microsoft";
    }
}
