package io.sluice.server;

import com.google.inject.AbstractModule;
import com.google.inject.Scopes;
import org.apache.james.dnsservice.dnsjava.DNSJavaService;

/** Replaces James's DNS service, in place, by the one that knows ports. To be used as an override. */
final class PortAwareDnsModule extends AbstractModule {
    @Override
    protected void configure() {
        bind(PortAwareDnsService.class).in(Scopes.SINGLETON);
        bind(DNSJavaService.class).to(PortAwareDnsService.class);
    }
}
