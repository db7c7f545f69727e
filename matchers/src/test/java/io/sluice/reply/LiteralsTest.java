package io.sluice.reply;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Set;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.CharRange;
import net.jqwik.api.constraints.Chars;
import net.jqwik.api.constraints.NotEmpty;
import net.jqwik.api.constraints.Size;
import net.jqwik.api.constraints.StringLength;
import org.junit.jupiter.api.Test;

class LiteralsTest {
    @Property
    void findsExactlyTheWordsThatOccur(
            @ForAll @Size(max = 90) Set<@NotEmpty @StringLength(max = 4) @CharRange(from = 'a', to = 'c') String> words,
            @ForAll @StringLength(max = 60) @CharRange(from = 'a', to = 'd') String text) {
        Literals literals = new Literals(words);

        Literals.Found found = literals.in(text);

        assertThat(words).allSatisfy(word -> assertThat(found.has(word)).isEqualTo(text.contains(word)));
    }

    @Property
    void readsTheTextAsIfItWereNormalised(
            @ForAll @Size(max = 30) Set<@NotEmpty @StringLength(max = 4) @Chars({'a', 'b', ' '}) String> words,
            @ForAll @StringLength(max = 40) @Chars({'a', 'B', 'b', 'x', ' ', '\t', '\u00a0', '\u2003'}) String text) {
        Literals literals = new Literals(words);

        Literals.Found found = literals.in(text);

        String normalised = ReplyFacts.normalised(text);
        assertThat(words).allSatisfy(word -> assertThat(found.has(word)).isEqualTo(normalised.contains(word)));
    }

    @Test
    void findsWordsOfAnyScript() {
        Literals literals = new Literals(List.of("\u00e9t\u00e9", "\u7121\u52b9"));

        Literals.Found found = literals.in("l'\u00e9t\u00e9 \ud83d\ude00");

        assertThat(found.has("\u00e9t\u00e9")).isTrue();
        assertThat(found.has("\u7121\u52b9")).isFalse();
    }

    @Test
    void hasNoNumberForAWordThatItDoesNotKnow() {
        assertThatThrownBy(() -> new Literals(List.of("a")).in("b").has("b")).hasMessageContaining("b");
    }
}
