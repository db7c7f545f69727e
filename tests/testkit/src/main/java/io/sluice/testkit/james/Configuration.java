package io.sluice.testkit.james;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.function.UnaryOperator;

/** The {@code conf} directory of a server, to be changed before a start. */
public final class Configuration {

    private static final String MAILET_CONTAINER = "mailetcontainer.xml";

    private final Path directory;

    Configuration(Path directory) {
        this.directory = directory;
    }

    /** Where it is. */
    public Path directory() {
        return directory;
    }

    /** Writes a file anew, at once: a server that looks at it meanwhile sees the old text or the new one, never a part. */
    public Configuration file(String name, String text) {
        Path unfinished = directory.resolve("." + name + ".new");
        try {
            Files.writeString(unfinished, text);
            Files.move(unfinished, directory.resolve(name), StandardCopyOption.ATOMIC_MOVE);
            return this;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Removes a file if it is there. */
    public Configuration without(String name) {
        try {
            Files.deleteIfExists(directory.resolve(name));
            return this;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * Changes the text of a file.
     *
     * @throws IllegalArgumentException when the change changes nothing, which is a mistake in a test.
     */
    public Configuration edit(String name, UnaryOperator<String> change) {
        String before = read(name);
        String after = change.apply(before);
        if (after.equals(before)) {
            throw new IllegalArgumentException("The change of " + name + " changes nothing");
        }
        return file(name, after);
    }

    /** Adds a line {@code key=value} to a properties file, made when it is missing. Later lines win. */
    public Configuration property(String name, String key, String value) {
        String before = Files.exists(directory.resolve(name)) ? read(name) : "";
        return file(name, before + "\n" + key + "=" + value + "\n");
    }

    /** Sets a key of {@code sluice.properties}. */
    public Configuration sluice(String key, String value) {
        return property("sluice.properties", key, value);
    }

    /**
     * Sets a parameter of every mailet of a class in {@code mailetcontainer.xml}; earlier values are replaced.
     *
     * @param mailet the class, with or without package.
     * @throws IllegalArgumentException when there is no such mailet.
     */
    public Configuration mailet(String mailet, String parameter, String value) {
        return edit(MAILET_CONTAINER, xml -> new MailetContainerXml(xml)
                .parameter(mailet, parameter, value)
                .toString());
    }

    /** Adds a processor to {@code mailetcontainer.xml}, or replaces the one of that state. */
    public Configuration processor(String xml) {
        return edit(
                MAILET_CONTAINER,
                all -> new MailetContainerXml(all).processor(xml).toString());
    }

    /**
     * Sets {@code mail.smtp.port} in every mailet that delivers to MX hosts and has none yet. A
     * {@code mailetcontainer.xml} that is broken on purpose is left as it is.
     */
    Configuration deliveryPort(int port) {
        Path container = directory.resolve(MAILET_CONTAINER);
        if (!Files.exists(container) || !MailetContainerXml.isWellFormed(read(MAILET_CONTAINER))) {
            return this;
        }
        MailetContainerXml xml = new MailetContainerXml(read(MAILET_CONTAINER));
        return file(
                MAILET_CONTAINER,
                xml.defaultParameter("RemoteDelivery", "mail.smtp.port", Integer.toString(port))
                        .toString());
    }

    private String read(String name) {
        try {
            return Files.readString(directory.resolve(name));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
