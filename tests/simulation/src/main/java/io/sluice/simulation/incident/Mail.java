package io.sluice.simulation.incident;

import io.sluice.reply.Service;

/**
 * A mail on its way. Not immutable: there are millions of them.
 *
 * <p>A service of null is somebody else than Microsoft.
 */
final class Mail {
    final long number;
    final int source;
    final Service service;
    final int tenant;
    final int senderDomain;
    final long arrived;
    int attempts;

    Mail(long number, int source, Service service, int tenant, int senderDomain, long arrived) {
        this.number = number;
        this.source = source;
        this.service = service;
        this.tenant = tenant;
        this.senderDomain = senderDomain;
        this.arrived = arrived;
    }
}
