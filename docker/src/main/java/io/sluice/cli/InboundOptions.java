package io.sluice.cli;

import java.nio.file.Path;
import java.util.Optional;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** What {@code diagnose --inbound} is told. */
final class InboundOptions {
    @Option(
            names = "--inbound",
            paramLabel = "DOMAIN",
            description = "Looks the other way: whether Exchange Online can bring mail to this domain.")
    Optional<String> domain = Optional.empty();

    @Option(
            names = "--port",
            paramLabel = "PORT",
            description = "With --inbound: where its mail exchangers listen. Default: ${DEFAULT-VALUE}.",
            defaultValue = "25")
    int port;

    @Option(
            names = "--timeout",
            paramLabel = "SECONDS",
            description =
                    "With --inbound: time for the conversation with one mail exchanger, 1 to 300. Default: ${DEFAULT-VALUE}.",
            defaultValue = "30")
    int seconds;

    @Option(
            names = "--smtpserver",
            paramLabel = "FILE",
            description = "With --inbound: reads this smtpserver.xml instead of asking a running server.")
    Optional<Path> smtpserver = Optional.empty();

    @Option(
            names = "--run-unknown-hooks",
            description =
                    "With --inbound: the server also runs handlers that Sluice does not know; they may remember it.")
    boolean unknownHooks;

    @Mixin
    ServerOptions server = new ServerOptions();
}
