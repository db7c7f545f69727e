package io.sluice.files;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FileWatchTest {
    @TempDir
    Path directory;

    private Path file;

    @BeforeEach
    void write() throws IOException {
        file = Files.writeString(directory.resolve("watched"), "one");
    }

    @Test
    void noticesNothingWhileNothingHappens() {
        FileWatch watch = new FileWatch(file);

        assertThat(watch.changed()).isFalse();
        assertThat(watch.changed()).isFalse();
    }

    @Test
    void noticesAnotherSizeOnce() throws IOException {
        FileWatch watch = new FileWatch(file);
        FileTime time = Files.getLastModifiedTime(file);

        Files.writeString(file, "three");
        Files.setLastModifiedTime(file, time);

        assertThat(watch.changed()).isTrue();
        assertThat(watch.changed()).isFalse();
    }

    @Test
    void noticesAnotherTime() throws IOException {
        FileWatch watch = new FileWatch(file);

        Files.setLastModifiedTime(file, FileTime.from(Instant.EPOCH));

        assertThat(watch.changed()).isTrue();
    }

    @Test
    void noticesAFileThatTookTheName() throws IOException {
        Path other = Files.writeString(directory.resolve("other"), "two");
        Files.setLastModifiedTime(other, Files.getLastModifiedTime(file));
        FileWatch watch = new FileWatch(file);

        Files.move(other, file, StandardCopyOption.REPLACE_EXISTING);

        assertThat(watch.changed()).isTrue();
    }

    @Test
    void noticesThatTheFileIsGoneWhenItStaysSo() throws IOException {
        FileWatch watch = new FileWatch(file);

        Files.delete(file);

        assertThat(watch.changed()).isFalse();
        assertThat(watch.changed()).isTrue();
        assertThat(watch.changed()).isFalse();
    }

    @Test
    void doesNotMindAFileThatIsGoneForAMoment() throws IOException {
        Path backup = directory.resolve("backup");
        FileWatch watch = new FileWatch(file);

        Files.move(file, backup);
        boolean whileGone = watch.changed();
        Files.move(backup, file);

        assertThat(whileGone).isFalse();
        assertThat(watch.changed()).isFalse();
    }

    @Test
    void noticesThatAFileHasCome() throws IOException {
        Files.delete(file);
        FileWatch watch = new FileWatch(file);

        Files.writeString(file, "back");

        assertThat(watch.changed()).isTrue();
    }
}
