package io.sluice.it.durability;

import static net.bytebuddy.matcher.ElementMatchers.isNative;
import static net.bytebuddy.matcher.ElementMatchers.named;
import static net.bytebuddy.matcher.ElementMatchers.none;
import static net.bytebuddy.matcher.ElementMatchers.not;
import static net.bytebuddy.matcher.ElementMatchers.takesArguments;

import java.io.File;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.lang.instrument.Instrumentation;
import net.bytebuddy.agent.builder.AgentBuilder;
import net.bytebuddy.asm.Advice;
import net.bytebuddy.matcher.ElementMatchers;

/**
 * Runs inside the server: lets {@link RandomAccessFile} and {@link FileOutputStream} fail below one directory, as they do
 * when the file system is full, for as long as a file is there. A write of several bytes leaves half of them, as on a real disk.
 */
public final class FullDiskAgent {
    /** The system property that names the directory. */
    static final String DIRECTORY = "sluice.full-disk.directory";

    /** The system property that names the file. */
    static final String SWITCH = "sluice.full-disk.switch";

    private FullDiskAgent() {}

    /** Called by the JVM before the server starts. */
    public static void premain(String argument, Instrumentation instrumentation) {
        new AgentBuilder.Default()
                .disableClassFormatChanges()
                .ignore(none())
                .with(AgentBuilder.RedefinitionStrategy.RETRANSFORMATION)
                .type(ElementMatchers.is(RandomAccessFile.class).or(ElementMatchers.is(FileOutputStream.class)))
                .transform((builder, type, loader, module, domain) -> builder.visit(Advice.to(Write.class)
                        .on(named("write")
                                .and(not(isNative()))
                                .and(takesArguments(byte[].class, int.class, int.class)))))
                .installOn(instrumentation);
    }

    /** Copied into the two classes, so that it can use nothing but the JDK. */
    static final class Write {
        private Write() {}

        @Advice.OnMethodEnter
        static boolean isFull(
                @Advice.FieldValue("path") String path, @Advice.Argument(value = 2, readOnly = false) int length) {
            String directory = System.getProperty("sluice.full-disk.directory");
            boolean full = path != null
                    && directory != null
                    && path.startsWith(directory)
                    && new File(System.getProperty("sluice.full-disk.switch")).exists();
            if (full) {
                length = length / 2;
            }
            return full;
        }

        @Advice.OnMethodExit
        static void fail(@Advice.Enter boolean full) throws IOException {
            if (full) {
                throw new IOException("No space left on device");
            }
        }
    }
}
