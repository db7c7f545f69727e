package io.sluice.server;

import com.google.common.net.HostAndPort;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.List;
import javax.inject.Inject;
import org.apache.commons.configuration2.BaseHierarchicalConfiguration;
import org.apache.commons.configuration2.HierarchicalConfiguration;
import org.apache.commons.configuration2.ex.ConfigurationException;
import org.apache.commons.configuration2.tree.ImmutableNode;
import org.apache.james.dnsservice.dnsjava.DNSJavaService;
import org.apache.james.metrics.api.MetricFactory;
import org.xbill.DNS.ExtendedResolver;
import org.xbill.DNS.Lookup;
import org.xbill.DNS.Resolver;
import org.xbill.DNS.SimpleResolver;

/**
 * James's DNS service, which also accepts {@code <server>host:port</server>} in {@code dnsservice.xml}; IPv6 with a port
 * is written {@code [::1]:5353}. Without a port it is 53, as ever. That makes an unprivileged or a private name server
 * usable. An empty {@code <server>} counts as none, so that a placeholder may stay in the file.
 */
class PortAwareDnsService extends DNSJavaService {
    private static final String SERVERS = "servers.server";
    private static final int DEFAULT_PORT = 53;

    private List<HostAndPort> configured = List.of();
    private boolean isDefaultOfLibrary;

    @Inject
    PortAwareDnsService(MetricFactory metricFactory) {
        super(metricFactory);
    }

    @Override
    public void configure(HierarchicalConfiguration<ImmutableNode> configuration) throws ConfigurationException {
        configured = servers(configuration);
        isDefaultOfLibrary = configuration.getBoolean("setAsDNSJavaDefault", true);
        BaseHierarchicalConfiguration withoutPorts = new BaseHierarchicalConfiguration(configuration);
        withoutPorts.clearTree("servers");
        configured.forEach(server -> withoutPorts.addProperty(SERVERS, server.getHost()));
        super.configure(withoutPorts);
    }

    @Override
    public void init() throws Exception {
        super.init();
        resolver = withPorts();
        if (isDefaultOfLibrary) {
            Lookup.setDefaultResolver(resolver);
        }
    }

    private static List<HostAndPort> servers(HierarchicalConfiguration<ImmutableNode> configuration)
            throws ConfigurationException {
        List<HostAndPort> servers = new ArrayList<>();
        for (String value : configuration.getStringArray(SERVERS)) {
            if (!value.isBlank()) {
                servers.add(server(value.strip()));
            }
        }
        return List.copyOf(servers);
    }

    private static HostAndPort server(String value) throws ConfigurationException {
        try {
            HostAndPort server = HostAndPort.fromString(value).withDefaultPort(DEFAULT_PORT);
            if (!server.getHost().isEmpty() && server.getPort() > 0) {
                return server;
            }
            throw notAServer(value);
        } catch (IllegalArgumentException unreadable) {
            throw notAServer(value);
        }
    }

    private static ConfigurationException notAServer(String value) {
        return new ConfigurationException("dnsservice.xml: <server>" + value
                + "</server> is not a name server; allowed are HOST and HOST:PORT with a port of 1 to 65535,"
                + " for IPv6 [ADDRESS]:PORT");
    }

    /** James puts the servers that it discovered, all on port 53, before the configured ones. */
    private ExtendedResolver withPorts() throws UnknownHostException {
        String[] hosts = getDNSServers();
        int discovered = hosts.length - configured.size();
        List<Resolver> resolvers = new ArrayList<>();
        for (int i = 0; i < hosts.length; i++) {
            int port = i < discovered
                    ? DEFAULT_PORT
                    : configured.get(i - discovered).getPort();
            SimpleResolver one = new SimpleResolver(new InetSocketAddress(InetAddress.getByName(hosts[i]), port));
            one.setTimeout(ExtendedResolver.DEFAULT_RESOLVER_TIMEOUT);
            resolvers.add(one);
        }
        return new ExtendedResolver(resolvers);
    }
}
