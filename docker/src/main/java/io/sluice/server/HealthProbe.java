package io.sluice.server;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.Reader;
import java.net.HttpURLConnection;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Properties;

/**
 * Asks a server on this machine whether it is well: its SMTP greeting, and WebAdmin's {@code /healthcheck} where that is
 * on. For containers, whose images have no tool for it. Exit code 0 when it is, else 1 and the reason on standard error.
 */
public final class HealthProbe {
    private static final int TIMEOUT_MS = 4_000;

    private HealthProbe() {}

    /**
     * Probes once.
     *
     * @param args the working directory of the server
     */
    public static void main(String[] args) {
        try {
            probe(Path.of(args[0]));
        } catch (IOException e) {
            System.err.println(e.getMessage());
            System.exit(1);
        }
    }

    static void probe(Path workingDirectory) throws IOException {
        Properties ports = ports(workingDirectory);
        if (ports.containsKey("smtp")) {
            smtp(Integer.parseInt(ports.getProperty("smtp")));
        }
        if (ports.containsKey("webadmin")) {
            webAdmin(Integer.parseInt(ports.getProperty("webadmin")));
        }
    }

    private static Properties ports(Path workingDirectory) throws IOException {
        Path file = PortsFile.in(workingDirectory).path();
        if (!Files.exists(file)) {
            throw new IOException("The server is not up: there is no " + file);
        }
        Properties ports = new Properties();
        try (Reader reader = Files.newBufferedReader(file)) {
            ports.load(reader);
        }
        return ports;
    }

    private static void smtp(int port) throws IOException {
        try (Socket socket = new Socket()) {
            socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), TIMEOUT_MS);
            socket.setSoTimeout(TIMEOUT_MS);
            BufferedReader replies =
                    new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.US_ASCII));
            String greeting = replies.readLine();
            if (greeting == null || !greeting.startsWith("220")) {
                throw new IOException("SMTP does not greet with 220 but with: " + greeting);
            }
            socket.getOutputStream().write("QUIT\r\n".getBytes(StandardCharsets.US_ASCII));
        }
    }

    private static void webAdmin(int port) throws IOException {
        URI uri = URI.create("http://127.0.0.1:" + port + "/healthcheck");
        HttpURLConnection connection = (HttpURLConnection) uri.toURL().openConnection();
        connection.setConnectTimeout(TIMEOUT_MS);
        connection.setReadTimeout(TIMEOUT_MS);
        int status = connection.getResponseCode();
        connection.disconnect();
        if (status != HttpURLConnection.HTTP_OK) {
            throw new IOException("WebAdmin's /healthcheck answers " + status);
        }
    }
}
