package io.sluice.testkit.smtp;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509ExtendedTrustManager;

/** Talks to a receiver line by line, so that a test shows the dialogue. */
final class TestClient implements AutoCloseable {

    private Socket socket;
    private BufferedReader in;

    TestClient(SimulatedReceiver receiver) throws IOException {
        use(new Socket(receiver.address(), receiver.port()));
    }

    private void use(Socket next) throws IOException {
        socket = next;
        socket.setSoTimeout(10_000);
        in = new BufferedReader(new InputStreamReader(next.getInputStream(), StandardCharsets.UTF_8));
    }

    /** Returns the last line of the next reply, or null at the end of the stream. */
    String reply() throws IOException {
        String line = in.readLine();
        while (line != null && line.length() > 3 && line.charAt(3) == '-') {
            line = in.readLine();
        }
        return line;
    }

    void send(String text) throws IOException {
        socket.getOutputStream().write(text.getBytes(StandardCharsets.UTF_8));
    }

    String say(String command) throws IOException {
        send(command + "\r\n");
        return reply();
    }

    TestClient greeted() throws IOException {
        reply();
        say("EHLO client.example.org");
        return this;
    }

    /** Sends one mail and returns the reply to its end, or the first refusal. */
    String sendMail(String recipient, String content) throws IOException {
        for (String command : List.of("MAIL FROM:<a@example.org>", "RCPT TO:<" + recipient + ">", "DATA")) {
            String reply = say(command);
            if (reply == null || reply.charAt(0) > '3') {
                return reply;
            }
        }
        return say(content + "\r\n.");
    }

    void startTls(TrustManager trust) throws Exception {
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(null, new TrustManager[] {trust}, null);
        use(context.getSocketFactory().createSocket(socket, "mx.example.org", socket.getPort(), true));
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }

    /** Trusts exactly the certificate of the test kit. */
    static TrustManager trustingTheTestKit() {
        return new OnlyTheTestKit();
    }

    private static final class OnlyTheTestKit extends X509ExtendedTrustManager {
        @Override
        public void checkServerTrusted(java.security.cert.X509Certificate[] chain, String type, Socket socket) {
            checkServerTrusted(chain, type);
        }

        @Override
        public void checkServerTrusted(
                java.security.cert.X509Certificate[] chain, String type, javax.net.ssl.SSLEngine engine) {
            checkServerTrusted(chain, type);
        }

        @Override
        public void checkServerTrusted(java.security.cert.X509Certificate[] chain, String type) {
            if (!chain[0].equals(TestCertificate.certificate())) {
                throw new IllegalStateException("foreign certificate");
            }
        }

        @Override
        public void checkClientTrusted(java.security.cert.X509Certificate[] chain, String type, Socket socket) {}

        @Override
        public void checkClientTrusted(
                java.security.cert.X509Certificate[] chain, String type, javax.net.ssl.SSLEngine engine) {}

        @Override
        public void checkClientTrusted(java.security.cert.X509Certificate[] chain, String type) {}

        @Override
        public java.security.cert.X509Certificate[] getAcceptedIssuers() {
            return new java.security.cert.X509Certificate[0];
        }
    }
}
