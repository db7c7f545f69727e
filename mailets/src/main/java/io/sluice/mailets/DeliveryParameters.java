package io.sluice.mailets;

import io.sluice.delivery.AddressFamily;
import io.sluice.delivery.DelayNotice;
import io.sluice.delivery.DeliverySettings;
import io.sluice.delivery.Gateway;
import io.sluice.delivery.LaneCeilings;
import io.sluice.delivery.MaxAges;
import io.sluice.delivery.transport.TransportSettings;
import io.sluice.reply.DeferralClass;
import io.sluice.reply.RetryBounds;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.TreeMap;
import java.util.function.BiFunction;
import java.util.stream.Collectors;
import org.apache.mailet.MailetConfig;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The parameters of {@link MicrosoftRemoteDelivery}: those of stock {@code RemoteDelivery}, and ours. */
final class DeliveryParameters {
    /** Every parameter, in the order of the reference. */
    static final List<String> NAMES = List.of(
            "outgoing",
            "bind",
            "heloName",
            "gateway",
            "gatewayPort",
            "gatewayUsername",
            "gatewayusername",
            "gatewayPassword",
            "loadBalancing",
            "startTLS",
            "sslEnable",
            "verifyServerIdentity",
            "timeout",
            "connectiontimeout",
            "connectionTimeout",
            "sendpartial",
            "delayTime",
            "maxRetries",
            "maxDnsProblemRetries",
            "bounceProcessor",
            "onSuccess",
            "usePriority",
            "debug",
            "deferralProcessor",
            "delayProcessor",
            "delayNotice",
            "maxAge",
            "maxConnections",
            "maxMessagesPerConnection",
            "maxRecipientsPerTransaction",
            "idleTimeout",
            "addressFamily",
            "storePatience",
            "maxHostsPerAttempt",
            "ipv4Memory",
            "serviceFaults",
            "onMailetException",
            "onMatcherException");

    /** Beginnings of parameters that exist many times. */
    static final List<String> PREFIXES = List.of("mail.", "maxAge.", "retry.");

    private static final Logger LOGGER = LoggerFactory.getLogger(DeliveryParameters.class);
    private static final Map<String, String> HINTS = Map.of(
            "outgoingQueue", "The name of the outbox part is given with <outgoing>.",
            "deliveryThreads", "James ignores it since 3.6; here <maxConnections> bounds each lane.");

    private static final int SMTP_PORT = 25;
    private static final int SMTPS_PORT = 465;
    private static final int MOST_RETRIES = 10_000;
    private static final int MOST_MESSAGES = 10_000;

    private final Parameters parameters;
    private final String defaultHeloName;

    DeliveryParameters(MailetConfig config, String defaultHeloName) {
        this.parameters = new Parameters("MicrosoftRemoteDelivery", config);
        this.defaultHeloName = defaultHeloName;
    }

    /** Reads all of them. */
    DeliverySettings read() {
        parameters.rejectUnknown(NAMES, PREFIXES, HINTS);
        if (!parameters.flag("sendpartial", true)) {
            LOGGER.warn("MicrosoftRemoteDelivery: <sendpartial>false</sendpartial> has no effect here:"
                    + " a refused recipient never holds up an accepted one");
        }
        Map<String, String> mailProperties = parameters.startingWith("mail.");
        boolean ssl = parameters.flag("sslEnable", false);
        return new DeliverySettings(
                parameters.text("outgoing").orElse("outgoing"),
                transport(ssl, mailProperties),
                gateways(),
                parameters.flag("loadBalancing", true),
                port(ssl, mailProperties),
                parameters.choice("addressFamily", families(), AddressFamily.IPV4),
                new LaneCeilings(
                        ceiling("maxConnections", 500),
                        ceiling("maxMessagesPerConnection", MOST_MESSAGES),
                        ceiling("maxRecipientsPerTransaction", 1000)),
                maxAges(),
                retryBounds(),
                explicitSchedule(),
                parameters.number("maxDnsProblemRetries", 0, 0, MOST_RETRIES),
                parameters.text("bounceProcessor"),
                parameters.text("onSuccess"),
                parameters.text("deferralProcessor"),
                delayNotice(),
                parameters.flag("usePriority", false),
                parameters.duration("storePatience", Duration.ofSeconds(30)),
                parameters.number("maxHostsPerAttempt", 4, 1, 100),
                parameters.duration("ipv4Memory", Duration.ofDays(1)),
                parameters.number("serviceFaults", 5, 1, 1000));
    }

    private OptionalInt ceiling(String name, int most) {
        return parameters
                .text(name)
                .map(value -> OptionalInt.of(parameters.number(name, value, 1, most)))
                .orElse(OptionalInt.empty());
    }

    private TransportSettings transport(boolean ssl, Map<String, String> mailProperties) {
        parameters.flag("debug", false);
        return new TransportSettings(
                parameters.address("bind"),
                parameters.text("heloName").orElse(defaultHeloName),
                parameters.flag("startTLS", false),
                ssl,
                parameters.flag("verifyServerIdentity", true),
                credentials(),
                parameters.duration(
                        "connectiontimeout", parameters.duration("connectionTimeout", Duration.ofMinutes(1))),
                parameters.duration("timeout", Duration.ofMinutes(3)),
                parameters.number("maxMessagesPerConnection", MOST_MESSAGES, 1, MOST_MESSAGES),
                parameters.duration("idleTimeout", Duration.ofSeconds(10)),
                mailProperties);
    }

    private Optional<TransportSettings.Credentials> credentials() {
        Optional<String> user = parameters.text("gatewayUsername").or(() -> parameters.text("gatewayusername"));
        return user.filter(name -> parameters.text("gateway").isPresent())
                .map(name -> new TransportSettings.Credentials(
                        name,
                        parameters
                                .text("gatewayPassword")
                                .orElseThrow(() -> parameters.fault(
                                        "gatewayPassword", "", "given together with gatewayUsername"))));
    }

    private List<Gateway> gateways() {
        OptionalInt port = parameters
                .text("gatewayPort")
                .map(value -> OptionalInt.of(parameters.number("gatewayPort", value, 1, 65535)))
                .orElse(OptionalInt.empty());
        return parameters
                .text("gateway")
                .map(value -> Arrays.stream(value.split(",", -1))
                        .map(part -> gateway(value, part.strip(), port))
                        .toList())
                .orElse(List.of());
    }

    private Gateway gateway(String all, String part, OptionalInt port) {
        int colon = part.indexOf(':');
        String host = colon < 0 ? part : part.substring(0, colon);
        if (host.isEmpty()) {
            throw parameters.fault("gateway", all, "host or host:port, several separated by commas");
        }
        return colon < 0
                ? new Gateway(host, port)
                : new Gateway(host, OptionalInt.of(parameters.number("gateway", part.substring(colon + 1), 1, 65535)));
    }

    private int port(boolean ssl, Map<String, String> mailProperties) {
        String name = ssl ? "mail.smtps.port" : "mail.smtp.port";
        return Optional.ofNullable(mailProperties.get(name))
                .map(value -> parameters.number(name, value.strip(), 1, 65535))
                .orElse(ssl ? SMTPS_PORT : SMTP_PORT);
    }

    private static Map<String, AddressFamily> families() {
        Map<String, AddressFamily> families = new TreeMap<>();
        families.put("ipv4", AddressFamily.IPV4);
        families.put("ipv4,ipv6", AddressFamily.IPV4_THEN_IPV6);
        families.put("ipv6,ipv4", AddressFamily.IPV6_THEN_IPV4);
        return families;
    }

    private MaxAges maxAges() {
        return new MaxAges(
                parameters.duration("maxAge", Duration.ofDays(3)),
                byClass("maxAge.", (name, value) -> parameters.duration(name, value)));
    }

    private Optional<DelayNotice> delayNotice() {
        Optional<String> processor = parameters.text("delayProcessor");
        Duration after = parameters.duration("delayNotice", Duration.ofHours(4));
        if (processor.isEmpty() && parameters.isGiven("delayNotice")) {
            throw parameters.fault(
                    "delayNotice",
                    parameters.text("delayNotice").orElse(""),
                    "given together with delayProcessor, which sends the notice");
        }
        return processor.map(name -> new DelayNotice(name, after));
    }

    private Map<DeferralClass, RetryBounds> retryBounds() {
        return byClass("retry.", (name, value) -> parameters.bounds(name, value));
    }

    /** The parameters that are named by a prefix and a deferral class. */
    private <T> Map<DeferralClass, T> byClass(String prefix, BiFunction<String, String, T> reader) {
        Map<DeferralClass, T> result = new EnumMap<>(DeferralClass.class);
        parameters.startingWith(prefix).forEach((name, value) -> {
            DeferralClass type = DeferralClass.ofToken(name.substring(prefix.length()))
                    .orElseThrow(() -> new IllegalArgumentException(
                            "mailetcontainer.xml, MicrosoftRemoteDelivery: <" + name + "> names no deferral class; it"
                                    + " must be " + prefix + " and one of "
                                    + Arrays.stream(DeferralClass.values())
                                            .map(DeferralClass::token)
                                            .collect(Collectors.joining(", "))));
            result.put(type, reader.apply(name, value.strip()));
        });
        return result;
    }

    /** {@code delayTime} and {@code maxRetries} as stock James counts them; empty when neither is given. */
    private Optional<List<Duration>> explicitSchedule() {
        if (!parameters.isGiven("delayTime") && !parameters.isGiven("maxRetries")) {
            return Optional.empty();
        }
        List<Duration> waits = new ArrayList<>();
        parameters.text("delayTime").ifPresent(value -> Arrays.stream(value.split(",", -1))
                .map(String::strip)
                .filter(part -> !part.isEmpty())
                .forEach(part -> waits.addAll(waits(value, part))));
        if (waits.isEmpty() && !parameters.isGiven("delayTime")) {
            waits.add(Duration.ofHours(6));
        }
        int wanted = parameters.number("maxRetries", Math.max(5, waits.size()), 0, MOST_RETRIES);
        while (!waits.isEmpty() && waits.size() < wanted) {
            waits.add(waits.get(waits.size() - 1));
        }
        if (waits.isEmpty() && wanted > 0 && parameters.isGiven("maxRetries")) {
            throw parameters.fault("delayTime", "", "a list of delays when maxRetries is " + wanted);
        }
        return Optional.of(List.copyOf(waits));
    }

    private List<Duration> waits(String all, String part) {
        int star = part.indexOf('*');
        if (star < 0) {
            return List.of(parameters.duration("delayTime", part));
        }
        int times;
        try {
            times = parameters.number("delayTime", part.substring(0, star).strip(), 0, MOST_RETRIES);
        } catch (IllegalArgumentException e) {
            throw (IllegalArgumentException) parameters
                    .fault("delayTime", all, "a list such as 2*15 minutes, 6 hours")
                    .initCause(e);
        }
        Duration wait =
                parameters.duration("delayTime", part.substring(star + 1).strip());
        return Collections.nCopies(times, wait);
    }
}
