package io.sluice.benchmarks;

import io.sluice.reply.RemoteHost;
import io.sluice.reply.Service;
import io.sluice.reply.SmtpReply;
import io.sluice.reply.SmtpStage;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/** The replies that the classifier is measured with. */
public enum Replies {
    /** All replies that its tests know, one after the other. */
    MIX {
        @Override
        List<Case> cases(int length) {
            return corpus();
        }
    },
    /** The longest of them. */
    LONGEST_KNOWN {
        @Override
        List<Case> cases(int length) {
            return List.of(corpus().stream()
                    .max(Comparator.comparingInt(each -> each.raw().length()))
                    .orElseThrow());
        }
    },
    /** Words that no rule knows, from Microsoft and from somebody else. */
    UNKNOWN {
        @Override
        List<Case> cases(int length) {
            String text = "451 4.6.9 The quick brown fox jumps over the lazy dog, and sits down again [mx.example.org]";
            return List.of(new Case(text, Optional.of(Service.BUSINESS)), new Case(text, Optional.empty()));
        }
    },
    /** The reply that a sender in trouble gets most. */
    BUSY {
        @Override
        List<Case> cases(int length) {
            String text = "451 4.7.500 Server busy. Please try again later from [192.0.2.7]. (S77714)"
                    + " [AM7EUR03FT047.eop-EUR03.prod.protection.outlook.com 2024-07-15T10:11:12.345Z 08DCA3B2C1D0E9F8]";
            return List.of(new Case(text, Optional.of(Service.BUSINESS)));
        }
    },
    DIGITS {
        @Override
        List<Case> cases(int length) {
            return hostile("550 5.7.1 ", "4505501", length);
        }
    },
    BRACKETS {
        @Override
        List<Case> cases(int length) {
            return hostile("451 4.7.500 ", "[", length);
        }
    },
    SAID {
        @Override
        List<Case> cases(int length) {
            return hostile("450 4.1.1 ", "host x said: 450 4.1.1 ", length);
        }
    },
    /** Words of many rules, each time without what makes one of them match. */
    NEAR_MATCHES {
        @Override
        List<Case> cases(int length) {
            return hostile(
                    "451 4.7.0 ", "server busy access denied from [as storedrv ipv6 said: s7 (as( mailbox ", length);
        }
    },
    /** Three digits that look like a quoted reply. */
    QUOTED_CODES {
        @Override
        List<Case> cases(int length) {
            return hostile("450 ", "(450 ", length);
        }
    },
    /** As many lines as there is room for. */
    LINES {
        @Override
        List<Case> cases(int length) {
            return hostile("", "451-4.7.1 a\r\n", length);
        }
    };

    /**
     * @param raw the reply as it comes over the wire
     * @param service the service that was spoken to
     */
    record Case(String raw, Optional<Service> service) {
        private static final RemoteHost HOST = new RemoteHost("mx.example.org", "192.0.2.25");

        SmtpReply parse() {
            return SmtpReply.of(raw, SmtpStage.RCPT, HOST);
        }
    }

    private static final String CORPUS = "/io/sluice/reply/corpus.txt";
    private static final String TAIL =
            "[AM6EUR05FT040.eop-eur05.prod.protection.outlook.com 2026-01-02T03:04:05.678Z 08DE4A1B2C3D4E5F]";

    /** @param length how long a hostile reply is, in characters */
    abstract List<Case> cases(int length);

    /** The same text once as Microsoft's and once from an unknown host, as each takes other ways. */
    private static List<Case> hostile(String head, String repeated, int length) {
        String text = head + repeated.repeat(length / repeated.length());
        return List.of(new Case(text, Optional.of(Service.BUSINESS)), new Case(text, Optional.empty()));
    }

    private static List<Case> corpus() {
        try (InputStream in = Replies.class.getResourceAsStream(CORPUS)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .filter(line -> !line.isBlank() && !line.startsWith("#"))
                    .map(line -> line.split(" \\| ", 6))
                    .map(columns ->
                            new Case(columns[5].replace("{tail}", TAIL).replace("{code}", ""), service(columns[0])))
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Optional<Service> service(String token) {
        return Arrays.stream(Service.values())
                .filter(service -> service.token().equals(token))
                .findFirst();
    }
}
