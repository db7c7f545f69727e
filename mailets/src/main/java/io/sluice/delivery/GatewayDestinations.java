package io.sluice.delivery;

import io.sluice.microsoft.MicrosoftHosts;
import io.sluice.reply.Service;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.random.RandomGenerator;

/** All mail goes to the gateways, whatever the domain. */
final class GatewayDestinations implements Destinations {
    /** The domain of entries that a gateway takes: one entry per mail, as stock James does. */
    static final String EVERY_DOMAIN = "*";

    private final List<Gateway> gateways;
    private final boolean loadBalancing;
    private final int defaultPort;
    private final Optional<Service> service;
    private final RandomGenerator random;

    GatewayDestinations(DeliverySettings settings, MicrosoftHosts hosts, RandomGenerator random) {
        this.gateways = settings.gateways();
        this.loadBalancing = settings.loadBalancing();
        this.defaultPort = settings.mxPort();
        this.service = hosts.serviceOf(gateways.get(0).host());
        this.random = random;
    }

    @Override
    public Destination of(String domain) {
        List<Destination.Host> hosts = new ArrayList<>();
        gateways.forEach(gateway ->
                hosts.add(new Destination.Host(gateway.host(), gateway.port().orElse(defaultPort))));
        if (loadBalancing) {
            Collections.shuffle(hosts, new Random(random.nextLong()));
        }
        String first = gateways.get(0).host();
        return new Destination.Known(service.map(Service::token).orElse("gateway"), first, service, hosts);
    }

    @Override
    public void forget(String domain) {
        // Gateways are named in the configuration; their addresses are looked up for each attempt.
    }
}
