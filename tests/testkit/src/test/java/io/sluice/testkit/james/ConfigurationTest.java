package io.sluice.testkit.james;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ConfigurationTest {

    @TempDir
    Path directory;

    private Configuration configuration;

    @BeforeEach
    void write() {
        configuration = new Configuration(directory)
                .file(
                        "mailetcontainer.xml",
                        """
                        <mailetcontainer><processors><processor state="relay">
                          <mailet match="All" class="io.sluice.mailets.MicrosoftRemoteDelivery">
                            <outgoing>microsoft</outgoing>
                          </mailet>
                          <mailet match="All" class="RemoteDelivery"/>
                        </processor></processors></mailetcontainer>
                        """);
    }

    @Test
    void setsAParameterOfOneMailetOnly() {
        configuration.mailet("MicrosoftRemoteDelivery", "mail.smtp.port", "2526");

        assertThat(xml())
                .containsOnlyOnce("<mail.smtp.port>2526</mail.smtp.port>")
                .contains("class=\"RemoteDelivery\" match=\"All\"/>");
    }

    @Test
    void replacesAParameter() {
        configuration.mailet("MicrosoftRemoteDelivery", "outgoing", "other");

        assertThat(xml()).contains("<outgoing>other</outgoing>").doesNotContain("<outgoing>microsoft");
    }

    @Test
    void addsAndReplacesAProcessor() {
        configuration.processor("<processor state=\"bounces\"><mailet match=\"All\" class=\"Null\"/></processor>");
        configuration.processor("<processor state=\"bounces\"><mailet match=\"All\" class=\"Bounce\"/></processor>");

        assertThat(xml()).contains("class=\"Bounce\"").doesNotContain("class=\"Null\"");
    }

    @Test
    void namesAMailetThatIsNotThere() {
        assertThatThrownBy(() -> configuration.mailet("RemoteDeliverance", "a", "b"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("RemoteDeliverance");
    }

    @Test
    void rejectsAChangeThatChangesNothing() {
        assertThatThrownBy(() -> configuration.edit("mailetcontainer.xml", text -> text.replace("absent", "x")))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void setsThePortOfAllDeliveriesThatHaveNone() {
        configuration.mailet("MicrosoftRemoteDelivery", "mail.smtp.port", "1").deliveryPort(2);

        assertThat(xml())
                .containsOnlyOnce("<mail.smtp.port>1</mail.smtp.port>")
                .containsOnlyOnce("<mail.smtp.port>2</mail.smtp.port>");
    }

    @Test
    void leavesABrokenFileAlone() {
        configuration.file("mailetcontainer.xml", "<broken").deliveryPort(2);

        assertThat(xml()).isEqualTo("<broken");
    }

    private String xml() {
        try {
            return Files.readString(directory.resolve("mailetcontainer.xml"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
