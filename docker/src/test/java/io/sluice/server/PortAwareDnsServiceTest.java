package io.sluice.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import org.apache.commons.configuration2.BaseHierarchicalConfiguration;
import org.apache.commons.configuration2.ex.ConfigurationException;
import org.apache.james.metrics.tests.RecordingMetricFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.xbill.DNS.DClass;
import org.xbill.DNS.Lookup;
import org.xbill.DNS.MXRecord;
import org.xbill.DNS.Message;
import org.xbill.DNS.Name;
import org.xbill.DNS.Resolver;
import org.xbill.DNS.Section;
import org.xbill.DNS.Type;

class PortAwareDnsServiceTest {
    private final PortAwareDnsService service = new PortAwareDnsService(new RecordingMetricFactory());
    private Resolver defaultResolver;

    @BeforeEach
    void rememberTheDefault() {
        defaultResolver = Lookup.getDefaultResolver();
    }

    @AfterEach
    void restoreTheDefault() {
        Lookup.setDefaultResolver(defaultResolver);
    }

    @Test
    void asksTheServerAtItsPort() throws Exception {
        try (DatagramSocket nameServer =
                new DatagramSocket(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0))) {
            answerOnce(nameServer, "mx1.example.");

            service.configure(servers("127.0.0.1:" + nameServer.getLocalPort()));
            service.init();

            assertThat(service.findMXRecords("sluice.example")).containsExactly("mx1.example.");
        }
    }

    @Test
    void alsoServesThoseWhoUseTheLibraryDirectly() throws Exception {
        try (DatagramSocket nameServer =
                new DatagramSocket(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0))) {
            answerOnce(nameServer, "mx2.example.");
            service.configure(servers("127.0.0.1:" + nameServer.getLocalPort()));
            service.init();

            assertThat(new Lookup("sluice.example", Type.MX).run())
                    .singleElement()
                    .isInstanceOfSatisfying(
                            MXRecord.class, mx -> assertThat(mx.getTarget()).hasToString("mx2.example."));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"127.0.0.1", "localhost", "::1", "[::1]:5353", "127.0.0.1:5353"})
    void showsServersWithoutTheirPorts(String server) throws Exception {
        service.configure(servers(server));

        assertThat(service.getDNSServers()).hasSize(1).allMatch(host -> !host.contains("5353"));
    }

    @Test
    void takesAnEmptyServerForNone() throws Exception {
        service.configure(servers("", " 127.0.0.1:5353 "));

        assertThat(service.getDNSServers()).containsExactly("127.0.0.1");
    }

    @ParameterizedTest
    @ValueSource(strings = {"127.0.0.1:0", "127.0.0.1:65536", "127.0.0.1:dns", ":53", "[::1:53"})
    void refusesWhatIsNoServerAndSaysWhatIs(String server) {
        assertThatThrownBy(() -> service.configure(servers(server)))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining("<server>" + server + "</server>")
                .hasMessageContaining("HOST:PORT");
    }

    private static BaseHierarchicalConfiguration servers(String... servers) {
        BaseHierarchicalConfiguration configuration = new BaseHierarchicalConfiguration();
        configuration.addProperty("autodiscover", "false");
        for (String server : servers) {
            configuration.addProperty("servers.server", server);
        }
        return configuration;
    }

    private static void answerOnce(DatagramSocket socket, String mailHost) {
        Thread responder = new Thread(
                () -> {
                    try {
                        DatagramPacket packet = new DatagramPacket(new byte[512], 512);
                        socket.receive(packet);
                        Message query = new Message(packet.getData());
                        byte[] answer = answer(query, mailHost);
                        socket.send(new DatagramPacket(answer, answer.length, packet.getSocketAddress()));
                    } catch (IOException closed) {
                        // The test is over.
                    }
                },
                "name server");
        responder.setDaemon(true);
        responder.start();
    }

    private static byte[] answer(Message query, String mailHost) throws IOException {
        Message answer = new Message(query.getHeader().getID());
        answer.getHeader().setFlag(0);
        answer.addRecord(query.getQuestion(), Section.QUESTION);
        Name asked = query.getQuestion().getName();
        answer.addRecord(new MXRecord(asked, DClass.IN, 0, 10, Name.fromString(mailHost)), Section.ANSWER);
        return answer.toWire();
    }
}
