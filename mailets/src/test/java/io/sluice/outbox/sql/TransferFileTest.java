package io.sluice.outbox.sql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sluice.outbox.Outbox;
import io.sluice.outbox.OutboxException;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** The file that takes mail from one outbox to another: nobody else reads it, and nothing of a wrong one is taken. */
class TransferFileTest extends TransferFixture {
    @Test
    void takesNothingOfAFileThatIsCutShortAnywhere() throws IOException {
        fill("a");
        Path file = directory.resolve("file");
        export(open("a"), file);
        byte[] whole = Files.readAllBytes(file);
        Random random = new Random(7);

        for (int i = 0; i < 50; i++) {
            byte[] cut = Arrays.copyOf(whole, i < 20 ? i : random.nextInt(whole.length));
            assertRefused(cut, "b");
        }
    }

    @Test
    void takesNothingOfAFileWithAnyByteAltered() throws IOException {
        fill("a");
        Path file = directory.resolve("file");
        export(open("a"), file);
        byte[] whole = Files.readAllBytes(file);
        Random random = new Random(7);

        for (int i = 0; i < 50; i++) {
            byte[] altered = whole.clone();
            altered[i < 20 ? whole.length - 1 - i : random.nextInt(whole.length)] ^= (byte) (1 << random.nextInt(8));
            assertRefused(altered, "b");
        }
    }

    @Test
    void takesNothingOfAFileThatGoesOnAfterItsEnd() throws IOException {
        fill("a");
        Path file = directory.resolve("file");
        export(open("a"), file);
        byte[] whole = Files.readAllBytes(file);

        assertRefused(Arrays.copyOf(whole, whole.length + 1), "b");
    }

    /** Its checksum is right: somebody made it. */
    @Test
    void takesNothingOfAForgedFileWhoseLastRecordIsWrong() throws IOException {
        for (List<Object> forged : List.of(
                values("id", 0L), values("state", 2L), values("priority", 10L), values("deferral", "no JSON"))) {
            Path file = directory.resolve("forged-" + forged.hashCode());
            forge(file, writer -> {
                writer.write(TransferRecord.MESSAGE, List.of(1L, "m", "s@x", 0L, 0L, false, "{}"));
                writer.write(TransferRecord.ENTRY, values("id", 1L));
                writer.write(TransferRecord.RECIPIENT, Arrays.asList(1L, 0L, "a@x", null));
                writer.write(TransferRecord.ENTRY, forged);
                writer.write(TransferRecord.RECIPIENT, Arrays.asList(forged.get(0), 0L, "b@x", null));
            });
            assertRefused(Files.readAllBytes(file), "b");
        }
    }

    @Test
    void refusesARecordThatSaysItIsEnormousWithoutReadingIt() throws IOException {
        Path file = directory.resolve("enormous");
        try (OutputStream out = Files.newOutputStream(file)) {
            out.write(TransferWriter.FIRST_LINE);
            DataOutputStream data = new DataOutputStream(out);
            data.writeByte('H');
            data.writeInt(Integer.MAX_VALUE);
        }

        assertRefused(Files.readAllBytes(file), "b");
    }

    @Test
    void isReadableByItsOwnerOnly() throws IOException {
        fill("a");
        Path file = directory.resolve("file");

        export(open("a"), file);

        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                .isEqualTo("rw-------");
    }

    /** An entry that is right but for one value. */
    private static List<Object> values(String column, Object value) {
        List<Object> values = Arrays.asList(
                2L, 1L, "o", "l", "d", "t", "s", 5L, 0L, 0L, 0L, 0L, 0L, null, null, null, null, null, null);
        values.set(TransferRecord.ENTRY.index(column), value);
        return values;
    }

    private interface Forging {
        void write(TransferWriter writer) throws IOException;
    }

    private static void forge(Path file, Forging forging) throws IOException {
        try (OutputStream out = Files.newOutputStream(file)) {
            TransferWriter writer = new TransferWriter(out);
            writer.write(TransferRecord.HEADER, List.of(0L, 0L, 0L));
            forging.write(writer);
            writer.end();
        }
    }

    private void assertRefused(byte[] content, String target) throws IOException {
        Path file = Files.write(directory.resolve("refused"), content);
        try (StoppedOutbox outbox = embeddedOrNew(target)) {
            assertThatThrownBy(() -> OutboxTransfer.importFrom(file, outbox))
                    .isInstanceOf(OutboxException.class)
                    .hasMessageContaining("cannot be taken over");
        }
        try (Outbox outbox = embedded(target)) {
            assertThat(outbox.size()).isZero();
            assertThat(outbox.laneStates()).isEmpty();
        }
    }
}
