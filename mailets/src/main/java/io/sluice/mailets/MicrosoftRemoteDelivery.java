package io.sluice.mailets;

import io.sluice.delivery.DelayNotice;
import io.sluice.delivery.Deliveries;
import io.sluice.delivery.Delivery;
import io.sluice.delivery.DeliverySettings;
import io.sluice.delivery.StorePressure;
import io.sluice.outbox.OutboxException;
import io.sluice.posture.SenderSightings;
import java.time.Clock;
import java.util.Collection;
import java.util.Optional;
import java.util.stream.Stream;
import javax.inject.Inject;
import javax.mail.MessagingException;
import org.apache.james.domainlist.api.DomainList;
import org.apache.james.transport.mailets.remote.delivery.HeloNameProvider;
import org.apache.mailet.Mail;
import org.apache.mailet.ProcessingState;
import org.apache.mailet.base.GenericMailet;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Delivers mail to Microsoft, and keeps every reply. Takes the place of {@code RemoteDelivery}, with its parameters:
 *
 * <pre><code>
 * &lt;mailet match="io.sluice.matchers.HostedByMicrosoft" class="io.sluice.mailets.MicrosoftRemoteDelivery"&gt;
 *     &lt;outgoing&gt;microsoft&lt;/outgoing&gt;
 *     &lt;heloName&gt;mail.example.org&lt;/heloName&gt;
 *     &lt;startTLS&gt;true&lt;/startTLS&gt;
 *     &lt;bounceProcessor&gt;bounces&lt;/bounceProcessor&gt;
 *     &lt;maxAge&gt;72 hours&lt;/maxAge&gt;
 *     &lt;retry.service-throttle&gt;15 minutes to 2 hours&lt;/retry.service-throttle&gt;
 * &lt;/mailet&gt;
 * </code></pre>
 *
 * <p>{@link #service(Mail)} returns after the mail is on disk in the outbox, one entry for each recipients' domain. From
 * there it leaves as soon as its lane admits it. A deferral is classified; the mail waits for as long as the class
 * asks for, and with it whatever the verdict is about: the recipient, the tenant, the lane. Mail whose time is over
 * goes to {@code bounceProcessor} with the last real reply, also when its sender is null.
 *
 * <p>Stock parameters with the same meaning: {@code outgoing} (names its part of the outbox; unlike stock James's queue
 * it must be unique), {@code bind}, {@code heloName}, {@code gateway}, {@code gatewayPort}, {@code gatewayUsername},
 * {@code gatewayPassword}, {@code loadBalancing}, {@code startTLS}, {@code sslEnable}, {@code verifyServerIdentity},
 * {@code timeout}, {@code connectiontimeout}, {@code maxDnsProblemRetries}, {@code bounceProcessor}, {@code onSuccess},
 * {@code usePriority}, {@code debug}, {@code mail.*}. {@code delayTime} and {@code maxRetries}, where given, replace the
 * waiting times of the classes. {@code sendpartial} has no effect: a refused recipient never holds up an accepted one.
 *
 * <p>Parameters of its own, with defaults: {@code deferralProcessor} (none) gets a copy of each deferred mail;
 * {@code delayProcessor} (none) gets the headers of mail that waits for longer than {@code delayNotice} (4 hours), so that
 * its sender is told, once; {@code maxAge} (72 hours) and {@code maxAge.CLASS}, for how long mail is tried that waits
 * because of that class; {@code maxConnections} of a lane (as its limits say); {@code maxMessagesPerConnection} (likewise);
 * {@code maxRecipientsPerTransaction} (50); {@code idleTimeout} (10 seconds); {@code addressFamily} ({@code ipv4};
 * {@code ipv4,ipv6}; {@code ipv6,ipv4}); {@code storePatience} (30 seconds) that the spool waits for an outbox that
 * cannot store;
 * {@code maxHostsPerAttempt} (4); {@code ipv4Memory} (1 day) that a host which refused IPv6 is tried over IPv4 only;
 * {@code serviceFaults} (5) in a row until the lanes of a service close; {@code retry.CLASS}, the shortest and the longest wait of a deferral class. An unknown parameter or a
 * bad value stops the start.
 */
public class MicrosoftRemoteDelivery extends GenericMailet {
    private static final Logger LOGGER = LoggerFactory.getLogger(MicrosoftRemoteDelivery.class);

    private final Deliveries deliveries;
    private final DomainList domainList;
    private final StorePressure pressure;
    private final SenderSightings sightings;
    private final Clock clock;
    private DeliverySettings settings;
    private Delivery delivery;

    @Inject
    public MicrosoftRemoteDelivery(
            Deliveries deliveries,
            DomainList domainList,
            StorePressure pressure,
            SenderSightings sightings,
            Clock clock) {
        this.deliveries = deliveries;
        this.domainList = domainList;
        this.pressure = pressure;
        this.sightings = sightings;
        this.clock = clock;
    }

    @Override
    public void init() throws MessagingException {
        try {
            String heloName = new HeloNameProvider(null, domainList).getHeloName();
            settings = new DeliveryParameters(getMailetConfig(), heloName).read();
            delivery = deliveries.open(settings, getMailetContext());
        } catch (IllegalArgumentException | OutboxException e) {
            throw new MessagingException(e.getMessage(), e);
        }
    }

    @Override
    public void service(Mail mail) throws MessagingException {
        if (mail.getRecipients().isEmpty()) {
            LOGGER.info("Mail {} has no recipients and is not delivered", mail.getName());
        } else {
            SightingReader.read(mail, settings).ifPresent(sightings::note);
            new Storage(pressure, clock, settings.storePatience()).store(mail, stored -> {
                delivery.accept(stored);
                return true;
            });
        }
        mail.setState(Mail.GHOST);
    }

    @Override
    public void destroy() {
        if (delivery != null) {
            delivery.close();
        }
    }

    @Override
    public Collection<ProcessingState> requiredProcessingState() {
        return Stream.of(
                        settings.bounceProcessor(),
                        settings.onSuccess(),
                        settings.deferralProcessor(),
                        settings.delayNotice().map(DelayNotice::processor))
                .flatMap(Optional::stream)
                .map(ProcessingState::new)
                .toList();
    }

    @Override
    public String getMailetInfo() {
        return "Sluice's delivery to Microsoft";
    }
}
