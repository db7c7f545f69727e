package io.sluice.reply;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import com.code_intelligence.jazzer.mutation.annotation.NotNull;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** A file of rules is taken, or refused with a message that names file and line; nothing else happens. */
class RuleFileFuzzTest {
    private static final String RETRIES = Arrays.stream(DeferralClass.values())
            .map(each -> "<retry class='" + each.token() + "' floor='1 second' cap='1 hour'/>")
            .collect(Collectors.joining());
    private static final String RULE =
            """
            <mark>.example.com</mark>
            <rule id="busy" quotes="yes">
              <match origin="any" code="4xx 451" enhanced="4.7.500-699 4.7.* 5.*.*" token="S775 AS*" stage="rcpt mail">
                <words>busy | server [</words><pattern>later( from)?</pattern></match>
              <match no-reply="dns-failure"/>
              <verdict class="outage" scope="service" remedy="wait" earliest="10 minutes"/>
              <advice link="https://example.org/">Wait.</advice>
              <source verified="seen" last-seen="2025-07">A log</source>
              <example service="consumer" stage="mail">451 4.7.500 Server busy (S775), later from [192.0.2.1]</example>
              <example no-reply="dns-failure"><![CDATA[SERVFAIL]]></example>
            </rule>
            """;

    static Stream<Arguments> files() {
        return Stream.of(
                        "<replies>" + RETRIES + RULE + "</replies>",
                        "<replies/>",
                        "<replies>" + RETRIES + "<rule id='a'/></replies>",
                        "<!DOCTYPE replies [<!ENTITY a SYSTEM 'file:///etc/hostname'>]><replies>&a;</replies>",
                        // The JDK has no message for this fault.
                        "<!DOCTYPE replies [<!ENTITY a 'b\0c'>]>",
                        "no XML",
                        "")
                .map(file -> Arguments.of((Object) file.getBytes(StandardCharsets.UTF_8)));
    }

    @MethodSource("files")
    @FuzzTest(maxDuration = "15s")
    void takesOrRefusesAnyFile(byte @NotNull [] file) throws IOException {
        try {
            assertThat(new RuleFileReader("rules.xml")
                            .read(new ByteArrayInputStream(file))
                            .retryBounds())
                    .hasSameSizeAs(DeferralClass.values());
        } catch (RuleFileException e) {
            assertThat(e).hasMessageStartingWith("rules.xml");
        }
    }
}
