package io.sluice.microsoft;

import io.sluice.reply.NoReply;
import io.sluice.reply.Service;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Where the mail of a domain goes. Immutable. */
public sealed interface MxAnswer {
    /** The domain in lower case, without a trailing dot; if it is no possible name, a printable quotation of it. */
    String domain();

    /**
     * The domain takes mail.
     *
     * @param domain the domain
     * @param hosts the hosts that take its mail, most preferred first, lower case and without trailing dots; the domain
     *     itself if it has an address and no MX record (RFC 5321 section 5.1). Empty if and only if {@code freshness} is
     *     {@link Freshness#BY_NAME}
     * @param service {@link Service#CONSUMER} or {@link Service#BUSINESS} if the most preferred host is Microsoft's
     * @param tenant the most preferred host if it is a business one: it names the customer
     * @param freshness how good this knowledge is
     */
    record Hosted(
            String domain, List<String> hosts, Optional<Service> service, Optional<String> tenant, Freshness freshness)
            implements MxAnswer {
        public Hosted {
            hosts = List.copyOf(hosts);
            if (hosts.isEmpty() != (freshness == Freshness.BY_NAME)) {
                throw new IllegalArgumentException("Hosts " + hosts + " do not go with " + freshness);
            }
        }

        /** The same answer, less or more trusted. */
        Hosted as(Freshness other) {
            return new Hosted(domain, hosts, service, tenant, other);
        }
    }

    /**
     * The DNS answered, and the domain takes no mail from us.
     *
     * @param domain the domain
     * @param kind {@link NoReply.Kind#NO_SUCH_DOMAIN} (also when it exists with neither MX nor address, and when it is
     *     no possible name), {@link NoReply.Kind#NULL_MX} (RFC 7505), or {@link NoReply.Kind#IPV6_ONLY} (no MX, and
     *     only IPv6 addresses: a reason to wait, not to bounce; over IPv6 the domain itself would be the host)
     * @param detail one printable line for people
     */
    record NoMail(String domain, NoReply.Kind kind, String detail) implements MxAnswer {
        private static final Set<NoReply.Kind> KINDS =
                EnumSet.of(NoReply.Kind.NO_SUCH_DOMAIN, NoReply.Kind.NULL_MX, NoReply.Kind.IPV6_ONLY);

        public NoMail {
            if (!KINDS.contains(kind)) {
                throw new IllegalArgumentException(kind + " is none of " + KINDS);
            }
        }
    }

    /**
     * The DNS did not answer, nothing usable is remembered, and the name says nothing either. Try later.
     *
     * @param domain the domain
     * @param detail one printable line for people
     */
    record Failed(String domain, String detail) implements MxAnswer {}

    /** The Microsoft service that takes the domain's mail; empty if it is not Microsoft's or could not be decided. */
    default Optional<Service> microsoft() {
        return this instanceof Hosted hosted ? hosted.service() : Optional.empty();
    }
}
