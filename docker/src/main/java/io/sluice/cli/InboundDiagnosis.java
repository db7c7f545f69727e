package io.sluice.cli;

import com.fasterxml.jackson.databind.JsonNode;
import io.sluice.cli.server.ServerException;
import io.sluice.exchange.Cidr;
import io.sluice.exchange.CloudInstance;
import io.sluice.exchange.PublishedRanges;
import io.sluice.inbound.ListenerCheck;
import io.sluice.inbound.SmtpListener;
import io.sluice.posture.Finding;
import io.sluice.posture.FindingId;
import io.sluice.posture.FindingJson;
import io.sluice.posture.dns.Dns;
import io.sluice.posture.dns.DnsLimits;
import io.sluice.reach.Reachability;
import io.sluice.reach.ReachabilityQuestion;
import io.sluice.reach.ReachabilityService;
import java.io.IOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.commons.configuration2.XMLConfiguration;
import org.apache.commons.configuration2.ex.ConfigurationException;
import org.apache.commons.configuration2.io.FileHandler;

/**
 * Whether Exchange Online can bring mail to a domain: the way there from outside, and what the server would do, which the
 * server itself tells, or else its smtpserver.xml.
 */
final class InboundDiagnosis {
    private static final int LARGEST_FILE = 1024 * 1024;
    private static final String FROM_FILE = "a file only says which handlers there are; a running server can try them";

    private final InboundOptions options;
    private final InstantSource clock;

    InboundDiagnosis(InboundOptions options, InstantSource clock) {
        this.options = options;
        this.clock = clock;
    }

    /** @throws TroubleException when it cannot be looked at */
    Reachability look(Dns dns) {
        ReachabilityQuestion question = question();
        List<Finding> ofServer = options.smtpserver.isPresent() ? ofFile(options.smtpserver.get()) : asked(question);
        return new ReachabilityService(dns, DnsLimits.STANDARD, clock)
                .check(question)
                .with(ofServer);
    }

    private ReachabilityQuestion question() {
        String domain = options.domain.orElseThrow();
        try {
            return new ReachabilityQuestion(domain, options.port, Duration.ofSeconds(options.seconds));
        } catch (IllegalArgumentException e) {
            throw new TroubleException("--inbound '" + SafeText.oneLine(domain) + "': " + e.getMessage(), e);
        }
    }

    private List<Finding> asked(ReachabilityQuestion question) {
        String path = "/microsoft/inbound/" + URLEncoder.encode(question.domain(), StandardCharsets.UTF_8);
        try {
            JsonNode answer =
                    options.server.server().get(path, options.unknownHooks ? Map.of("unknownHooks", "true") : Map.of());
            List<Finding> findings = new ArrayList<>();
            answer.path("findings").forEach(each -> FindingJson.read(each).ifPresent(findings::add));
            return findings;
        } catch (ServerException e) {
            return List.of(
                    unasked(FindingId.INBOUND_CONNECTIONS, "the limits of its listeners", e),
                    unasked(FindingId.INBOUND_HOOK, "its handlers", e));
        }
    }

    private static Finding unasked(FindingId id, String what, ServerException e) {
        return Finding.unknown(id, "server", "The server could not be asked about " + what + ": " + e.getMessage())
                .change("Run this where WebAdmin answers (--webadmin), or name the server's smtpserver.xml"
                        + " (--smtpserver).");
    }

    private static List<Finding> ofFile(Path file) {
        List<Cidr> published = List.of(CloudInstance.values()).stream()
                .flatMap(cloud -> PublishedRanges.shipped(cloud).ranges().stream())
                .toList();
        List<Finding> findings = new ArrayList<>();
        ListenerCheck.exchangers(listeners(file)).forEach(listener -> {
            findings.addAll(ListenerCheck.limits(listener, published));
            findings.addAll(ListenerCheck.handlers(listener, FROM_FILE));
        });
        return findings;
    }

    private static List<SmtpListener> listeners(Path file) {
        try {
            if (Files.size(file) > LARGEST_FILE) {
                throw new TroubleException(file + " is too large for a smtpserver.xml");
            }
            XMLConfiguration xml = new XMLConfiguration();
            new FileHandler(xml).load(file.toFile());
            return SmtpListener.of(xml);
        } catch (IOException | ConfigurationException e) {
            throw new TroubleException("cannot read " + file + ": " + e.getMessage(), e);
        }
    }
}
