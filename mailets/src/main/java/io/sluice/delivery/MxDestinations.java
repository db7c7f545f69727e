package io.sluice.delivery;

import io.sluice.lane.LaneId;
import io.sluice.microsoft.MxAnswer;
import io.sluice.microsoft.MxDirectory;
import io.sluice.reply.NoReply;
import io.sluice.reply.RemoteHost;
import io.sluice.reply.Service;
import io.sluice.reply.SmtpStage;
import java.util.List;
import java.util.Optional;

/** Mail goes to the MX hosts of its domain. */
final class MxDestinations implements Destinations {
    private final MxDirectory directory;
    private final int port;

    MxDestinations(MxDirectory directory, int port) {
        this.directory = directory;
        this.port = port;
    }

    @Override
    public Destination of(String domain) {
        MxAnswer answer = directory.lookup(domain);
        if (answer instanceof MxAnswer.Hosted hosted) {
            return hosted(hosted);
        }
        if (answer instanceof MxAnswer.NoMail noMail) {
            return unknown(domain, domain, Optional.empty(), noMail.kind(), noMail.detail());
        }
        String detail = ((MxAnswer.Failed) answer).detail();
        return unknown(LaneId.UNRESOLVED, domain, Optional.empty(), NoReply.Kind.DNS_FAILURE, detail);
    }

    private Destination hosted(MxAnswer.Hosted answer) {
        Optional<Service> service = answer.service();
        String lane = service.map(Service::token).orElse(answer.domain());
        String tenant = answer.tenant().orElse(answer.domain());
        if (answer.hosts().isEmpty()) {
            String detail = "The DNS does not answer; " + answer.domain() + " is known by name only";
            return unknown(lane, tenant, service, NoReply.Kind.DNS_FAILURE, detail);
        }
        List<Destination.Host> hosts = answer.hosts().stream()
                .map(name -> new Destination.Host(name, port))
                .toList();
        return new Destination.Known(lane, tenant, service, hosts);
    }

    private static Destination unknown(
            String lane, String tenant, Optional<Service> service, NoReply.Kind kind, String detail) {
        NoReply reason = new NoReply(kind, detail, SmtpStage.CONNECT, RemoteHost.NONE);
        return new Destination.Unknown(lane, tenant, service, reason);
    }

    @Override
    public void forget(String domain) {
        directory.forget(domain);
    }
}
