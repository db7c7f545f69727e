package io.sluice.delivery;

import io.sluice.reply.NoReply;
import io.sluice.reply.Service;
import java.util.List;
import java.util.Optional;

/** Where the mail for a domain goes. */
sealed interface Destination {
    /** The lane's destination: the service's token, or the domain. */
    String lane();

    /** The narrower gate inside the lane. */
    String tenant();

    /**
     * Hosts are known.
     *
     * @param service the Microsoft service, if it is one
     * @param hosts in order of preference, at least one
     */
    record Known(String lane, String tenant, Optional<Service> service, List<Host> hosts) implements Destination {}

    /**
     * Hosts are not known, now or ever.
     *
     * @param service the Microsoft service, as far as the name tells
     * @param reason what the DNS said
     */
    record Unknown(String lane, String tenant, Optional<Service> service, NoReply reason) implements Destination {}

    /** A host by name. */
    record Host(String name, int port) {}
}
