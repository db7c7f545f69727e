package io.sluice.delivery;

import io.sluice.delivery.transport.TransportSettings;
import io.sluice.reply.DeferralClass;
import io.sluice.reply.RetryBounds;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Everything that the parameters of a {@code MicrosoftRemoteDelivery} say.
 *
 * @param outgoing its part of the outbox
 * @param transport how to connect
 * @param gateways hosts to deliver through; empty to ask the DNS for MX hosts
 * @param loadBalancing try the gateways in random order instead of the given one
 * @param mxPort port of MX hosts
 * @param addressFamily which addresses of a host are used
 * @param ceilings of its lanes
 * @param maxAges after which a mail is given up
 * @param retryBounds bounds of the waiting time per class, where they differ from the catalogue's
 * @param explicitSchedule the waiting times of {@code delayTime} and {@code maxRetries}, where they are given
 * @param maxDnsProblemRetries retries when a domain does not exist
 * @param bounceProcessor where failed mail goes; empty for James's own bounce
 * @param onSuccess where a copy of delivered mail goes
 * @param deferralProcessor where a copy of deferred mail goes
 * @param delayNotice who tells senders that their mail waits; empty when nobody does
 * @param usePriority give new mail high priority and retries low priority, whatever the mail's own
 * @param storePatience how long the spool waits for an outbox that cannot store
 * @param maxHostsPerAttempt addresses that one attempt tries at most, 1 or more
 * @param ipv4Memory how long a host that refused IPv6 is tried over IPv4 only
 * @param serviceFaults attempts in a row that meet a fault of the service until its lanes close, 1 or more
 */
public record DeliverySettings(
        String outgoing,
        TransportSettings transport,
        List<Gateway> gateways,
        boolean loadBalancing,
        int mxPort,
        AddressFamily addressFamily,
        LaneCeilings ceilings,
        MaxAges maxAges,
        Map<DeferralClass, RetryBounds> retryBounds,
        Optional<List<Duration>> explicitSchedule,
        int maxDnsProblemRetries,
        Optional<String> bounceProcessor,
        Optional<String> onSuccess,
        Optional<String> deferralProcessor,
        Optional<DelayNotice> delayNotice,
        boolean usePriority,
        Duration storePatience,
        int maxHostsPerAttempt,
        Duration ipv4Memory,
        int serviceFaults) {
    public DeliverySettings {
        gateways = List.copyOf(gateways);
        retryBounds = Map.copyOf(retryBounds);
        explicitSchedule = explicitSchedule.map(List::copyOf);
    }
}
