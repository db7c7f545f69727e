package io.sluice.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import io.sluice.cli.server.Server;
import io.sluice.cli.server.ServerException;
import io.sluice.posture.FindingId;
import io.sluice.posture.PostureJson;
import io.sluice.posture.PostureQuestion;
import io.sluice.posture.PostureService;
import io.sluice.posture.PostureSettings;
import io.sluice.posture.Selector;
import io.sluice.posture.dns.DnsServers;
import io.sluice.posture.dns.DnsjavaDns;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;

/**
 * How mail of a sender domain authenticates: SPF for the address, the DKIM keys in use, the part that is signed, DMARC, and the name of the
 * address. The
 * server knows which keys are in use and how much is signed, and diagnoses; with a name server of our own, and when the server
 * cannot, the DNS is asked from here. For one thread.
 */
final class SenderAuthentication {
    private static final List<FindingId> TOLD = List.of(
            FindingId.SPF_RESULT,
            FindingId.SPF_RECORD,
            FindingId.DKIM_KEY,
            FindingId.DKIM_SIGNING,
            FindingId.DMARC_ALIGNMENT,
            FindingId.DMARC_RECORD,
            FindingId.PTR_NAME,
            FindingId.PTR_CONFIRMED);

    private final Server server;
    private final Optional<String> nameServer;
    private final InstantSource clock;

    SenderAuthentication(Server server, Optional<String> nameServer, InstantSource clock) {
        this.server = server;
        this.nameServer = nameServer;
        this.clock = clock;
    }

    List<String> lines(String domain, InetAddress ip) {
        PostureQuestion question;
        try {
            question = PostureQuestion.about(domain).from(ip);
        } catch (IllegalArgumentException e) {
            return List.of("  " + domain + ": no domain to look up");
        }
        JsonNode known = ask(question);
        boolean asTheServerSaw = nameServer.isEmpty() && known.has("findings");
        JsonNode findings = (asTheServerSaw ? known : look(question, known)).path("findings");
        List<String> lines = new ArrayList<>(List.of("  " + question.domain() + ":"));
        for (FindingId id : TOLD) {
            // Only the server sees mail.
            boolean seen = id == FindingId.DKIM_SIGNING;
            add(lines, id, seen ? known.path("findings") : findings);
        }
        if (known.path("selectors").isEmpty()) {
            lines.add("    DKIM: which selectors are in use is not known; the server saw no signed mail of it lately");
        }
        return lines;
    }

    private static void add(List<String> lines, FindingId id, JsonNode findings) {
        for (JsonNode finding : findings) {
            if (finding.path("id").asText().equals(id.code())) {
                String key = id == FindingId.DKIM_KEY
                        ? "DKIM, " + finding.path("subject").asText() + ": "
                        : "";
                lines.add("    " + key + finding.path("what").asText());
            }
        }
    }

    /** A server that is older, or too busy, is no reason to leave the packet without the rest. */
    private JsonNode ask(PostureQuestion question) {
        try {
            return server.get(
                    "/microsoft/diagnosis/" + question.domain(),
                    Map.of("ip", question.ip().orElseThrow().getHostAddress()));
        } catch (ServerException e) {
            return MissingNode.getInstance();
        }
    }

    private JsonNode look(PostureQuestion question, JsonNode known) {
        List<InetSocketAddress> servers =
                nameServer.map(text -> List.of(nameServer(text))).orElseGet(DnsServers::inUse);
        DnsjavaDns dns =
                new DnsjavaDns(servers, PostureSettings.STANDARD.limits().attempt(), clock);
        return PostureJson.of(
                new PostureService(dns, PostureSettings.STANDARD, clock).check(withKnown(question, known)));
    }

    private static InetSocketAddress nameServer(String text) {
        try {
            return DnsServers.parse(text);
        } catch (IllegalArgumentException e) {
            throw new TroubleException(
                    "--dns is a host with or without a port, not '" + SafeText.oneLine(text) + "'", e);
        }
    }

    private static PostureQuestion withKnown(PostureQuestion question, JsonNode known) {
        try {
            TreeSet<Selector> selectors = new TreeSet<>();
            known.path("selectors").forEach(text -> selectors.add(Selector.parse(text.asText(), question.domain())));
            return question.signedBy(selectors).envelope(known.path("mailFrom").asText(question.mailFrom()));
        } catch (IllegalArgumentException e) {
            return question;
        }
    }
}
