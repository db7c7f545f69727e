package io.sluice.reply;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.NullAndEmptySource;
import org.junit.jupiter.params.provider.ValueSource;

class ReplyParserTest {
    private static final RemoteHost HOST = new RemoteHost("mx.example.org", "192.0.2.25");

    @Test
    void readsCodeEnhancedCodeAndText() {
        SmtpReply reply = parse("451 4.7.650 The mail server [192.0.2.7] has been rate limited (S775)");

        assertThat(reply.code()).isEqualTo(451);
        assertThat(reply.enhancedCode()).contains(new EnhancedStatusCode(4, 7, 650));
        assertThat(reply.text()).isEqualTo("451 4.7.650 The mail server [192.0.2.7] has been rate limited (S775)");
    }

    @Test
    void foldsLinesAndDropsTheCodesThatTheyRepeat() {
        SmtpReply reply = parse("550-5.7.1 Unfortunately, messages from [192.0.2.7] weren't sent.\r\n"
                + "550-5.7.1 Please contact your provider\r\n"
                + "550 5.7.1 (S3140).\r\n");

        assertThat(reply.text())
                .isEqualTo("550 5.7.1 Unfortunately, messages from [192.0.2.7] weren't sent. Please contact your"
                        + " provider (S3140).");
    }

    @Test
    void keepsAnotherCodeInALaterLine() {
        SmtpReply reply = parse("451-4.7.500 Server busy\r\n550 5.7.1 but really no");

        assertThat(reply.code()).isEqualTo(451);
        assertThat(reply.text()).isEqualTo("451 4.7.500 Server busy 550 5.7.1 but really no");
    }

    @Test
    void keepsAnotherEnhancedCodeInALaterLine() {
        assertThat(parse("550-5.7.1 First\r\n550 5.7.2 Second").text()).isEqualTo("550 5.7.1 First 5.7.2 Second");
    }

    @Test
    void takesABareCode() {
        SmtpReply reply = parse("421\r\n");

        assertThat(reply.code()).isEqualTo(421);
        assertThat(reply.enhancedCode()).isEmpty();
        assertThat(reply.text()).isEqualTo("421");
    }

    @Test
    void takesBareCarriageReturnsAndLineFeedsAsLineEnds() {
        assertThat(parse("\r\n421-one\n421-two\r421 three").text()).isEqualTo("421 one two three");
    }

    @Test
    void takesAnEnhancedCodeThatPunctuationFollows() {
        assertThat(parse("550 5.7.1: refused").enhancedCode()).contains(new EnhancedStatusCode(5, 7, 1));
    }

    @ParameterizedTest
    @ValueSource(strings = {"550 5.7.1.2 from", "550 5.7 x", "550 6.7.1 x", "550 5.07.1 x", "550 5.7.1x", "550 5..1 x"})
    void takesNothingElseForAnEnhancedCode(String raw) {
        assertThat(parse(raw).enhancedCode()).isEmpty();
    }

    @ParameterizedTest
    @NullAndEmptySource
    @ValueSource(strings = {"\r\n", "HTTP/1.1 400", "25", "199 x", "600 x", "4511 x", "451x", "٤٥١ x"})
    void refusesWhatIsNotAReply(String raw) {
        assertThatIllegalArgumentException().isThrownBy(() -> parse(raw)).withMessageStartingWith("Not an SMTP reply");
    }

    @Test
    void quotesLittleOfWhatIsNotAReply() {
        assertThatThrownBy(() -> parse("x".repeat(100_000))).message().hasSizeLessThan(120);
    }

    @Test
    void makesControlCharactersAndInvisibleFormattingSpaces() {
        SmtpReply reply = parse("550 5.7.1 a\u0000b\u001b[31mc\u0085d\u2028e\u202ef\u200bg\ud83d");

        assertThat(reply.text()).isEqualTo("550 5.7.1 a b [31mc d e f g");
    }

    @Test
    void cutsALongReply() {
        assertThat(parse("550 " + "long ".repeat(100_000)).text().length()).isLessThanOrEqualTo(SmtpReply.MAXIMUM_TEXT);
    }

    @Test
    void cleansALineThatIsGivenDirectly() {
        SmtpReply reply = new SmtpReply(550, Optional.empty(), "550 a\r\nb", SmtpStage.RCPT, HOST, Optional.empty());

        assertThat(reply.text()).isEqualTo("550 a  b");
    }

    @Test
    void cleansWhatTheSystemSaidAboutAMissingReply() {
        NoReply reply = new NoReply(
                NoReply.Kind.CONNECTION_RESET,
                "reset\r\nX-Evil: 1",
                SmtpStage.DATA,
                HOST,
                Optional.of("a@example.org"));

        assertThat(reply.text()).isEqualTo("reset  X-Evil: 1");
    }

    @Test
    void cleansTheNameOfTheHost() {
        assertThat(new RemoteHost("mx\r\nX-Evil: 1", null)).hasToString("mx  X-Evil: 1[]");
    }

    private static SmtpReply parse(String raw) {
        return SmtpReply.of(raw, SmtpStage.MAIL, HOST);
    }
}
