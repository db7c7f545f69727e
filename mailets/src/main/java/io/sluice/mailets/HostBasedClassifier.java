package io.sluice.mailets;

import io.sluice.microsoft.MicrosoftHosts;
import io.sluice.microsoft.MxLookup;
import io.sluice.reply.Reply;
import io.sluice.reply.ReplyClassifier;
import io.sluice.reply.Service;
import io.sluice.reply.Verdict;
import java.util.Optional;
import org.apache.james.core.Domain;

/** Finds the service by the host that replied, else by the domain's MX; and leaves the rest to the rules. */
public final class HostBasedClassifier implements ReportClassifier {
    private final ReplyClassifier classifier;
    private final MicrosoftHosts hosts;
    private final MxLookup lookup;

    public HostBasedClassifier(ReplyClassifier classifier, MicrosoftHosts hosts, MxLookup lookup) {
        this.classifier = classifier;
        this.hosts = hosts;
        this.lookup = lookup;
    }

    @Override
    public Verdict classify(Reply reply, Optional<String> domain) {
        Optional<Service> service = hosts.serviceOf(reply.remote().name())
                .or(() -> domain.flatMap(name -> lookup.lookup(Domain.of(name)).microsoft()));
        return classifier.classify(reply, service);
    }
}
