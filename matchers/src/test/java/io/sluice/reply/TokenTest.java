package io.sluice.reply;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TokenTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "S775     | see https://aka.ms/postmaster (S775) [x]",
                "S3140    | our block list (S3140). You can",
                "AS(1410) | fwlink AS(1410)",
                "AS*      | later from [192.0.2.7]. (AS843)",
                "AS*      | fwlink AS(1410) [x]",
                "ATTR55   | try again later ATTR55.",
                "ATTR55.1 | try again later ATTR55.1",
                "PR(ct1)  | 421 PR(ct1) The mail server",
                "RP-001   | 421 RP-001 The mail server"
            })
    void findsAMarkThatStandsAlone(String token, String text) {
        assertThat(occurs(token, text)).isTrue();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "S3140    | our block list (AS3140)",
                "S775     | (S7751)",
                "ATTR55   | try again later ATTR55.1",
                "AS*      | as you like, AS () or ASX",
                "AS*      | [AS8PR04MB1234.eurprd04.prod.outlook.com]",
                "S*       | postmasters 775",
                "RP-001   | XRP-001",
                "PRX*     | PRX"
            })
    void findsNothingElse(String token, String text) {
        assertThat(occurs(token, text)).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "*", "two words", "a|b", "ä"})
    void refusesWhatIsNoMark(String token) {
        assertThat(Token.parse(token)).isEmpty();
    }

    private static boolean occurs(String token, String text) {
        return Token.parse(token).orElseThrow().occursIn(ReplyFacts.normalised(text));
    }
}
