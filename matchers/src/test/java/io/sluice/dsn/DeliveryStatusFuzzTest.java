package io.sluice.dsn;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import com.code_intelligence.jazzer.mutation.annotation.NotNull;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.stream.Stream;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Whatever arrives as a bounce is read, or is none; nothing else happens. */
class DeliveryStatusFuzzTest {
    private static final DeliveryStatusReader READER = new DeliveryStatusReader();

    static Stream<Arguments> bounces() {
        return Stream.of("postfix-delay.eml", "several.eml", "smtputf8.eml", "qmail.eml")
                .map(file -> Arguments.of((Object) bytes(file)));
    }

    @MethodSource("bounces")
    @FuzzTest(maxDuration = "15s")
    void readsAnyBytes(byte @NotNull [] bytes) throws IOException {
        READER.read(new ByteArrayInputStream(bytes)).ifPresent(DeliveryStatusFuzzTest::assertBounded);
        READER.readFields(new ByteArrayInputStream(bytes)).ifPresent(DeliveryStatusFuzzTest::assertBounded);
    }

    private static void assertBounded(DeliveryStatus status) {
        assertThat(status.recipients()).hasSizeBetween(1, DeliveryStatusReader.MOST_RECIPIENTS);
    }

    private static byte[] bytes(String file) {
        try (InputStream in = DeliveryStatusFuzzTest.class.getResourceAsStream(file)) {
            return in.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
