package io.sluice.cli;

import io.sluice.reply.RuleCatalogue;
import io.sluice.reply.RuleFileException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

/** Reads the user's files of rules. */
final class RuleFiles {
    private RuleFiles() {}

    /**
     * The built-in rules with a file over them.
     *
     * @throws TroubleException if it cannot be read, or has a fault
     */
    static RuleCatalogue over(RuleCatalogue builtIn, Path file) {
        try (InputStream in = Files.newInputStream(file)) {
            return builtIn.extendedBy(file.toString(), in);
        } catch (RuleFileException e) {
            throw new TroubleException(e.getMessage(), e);
        } catch (NoSuchFileException e) {
            throw new TroubleException("there is no file of rules " + file, e);
        } catch (IOException e) {
            throw new TroubleException("cannot read the rules " + file + ": " + e.getMessage(), e);
        }
    }
}
