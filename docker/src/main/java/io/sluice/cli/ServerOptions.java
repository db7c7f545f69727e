package io.sluice.cli;

import io.sluice.cli.server.Server;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import picocli.CommandLine.Option;

/** Which server is asked. */
final class ServerOptions {
    private static final int LONGEST_TOKEN = 16 * 1024;

    @Option(
            names = "--webadmin",
            paramLabel = "URL",
            description = "WebAdmin of the server. Default: ${DEFAULT-VALUE}.",
            defaultValue = "http://127.0.0.1:8000")
    private URI webadmin = URI.create("http://127.0.0.1:8000");

    @Option(
            names = "--token-file",
            paramLabel = "FILE",
            description = "Holds the token, where WebAdmin asks for one (jwt.enabled=true).")
    private Optional<Path> tokenFile = Optional.empty();

    Server server() {
        boolean http = "http".equals(webadmin.getScheme()) || "https".equals(webadmin.getScheme());
        if (!http || webadmin.getHost() == null) {
            throw new TroubleException("--webadmin is a URL such as http://127.0.0.1:8000, not '" + webadmin + "'");
        }
        return new Server(webadmin, tokenFile.map(ServerOptions::token));
    }

    private static String token(Path file) {
        try {
            if (Files.size(file) > LONGEST_TOKEN) {
                throw new TroubleException(file + " is too large for a token");
            }
            String token = Files.readString(file).strip();
            if (token.isEmpty() || token.chars().anyMatch(c -> c <= ' ' || c > '~')) {
                throw new TroubleException(file + " does not hold a token: one word of ASCII characters");
            }
            return token;
        } catch (IOException e) {
            throw new TroubleException("cannot read the token from " + file + ": " + e, e);
        }
    }
}
