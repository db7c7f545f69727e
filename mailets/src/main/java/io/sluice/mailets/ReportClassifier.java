package io.sluice.mailets;

import com.google.inject.ImplementedBy;
import io.sluice.reply.Reply;
import io.sluice.reply.Verdict;
import java.util.Optional;

/**
 * Understands replies that another server got, or that stock James got, so that nobody here knows to which service it
 * spoke. Bound by {@code io.sluice.SluiceModule}; without that module the stand-in says what to add. Safe for use by
 * several threads.
 */
@ImplementedBy(ModuleMissing.class)
public interface ReportClassifier {
    /**
     * The verdict on a negative or missing reply. It is Microsoft's when the host that replied is, when the reply bears
     * Microsoft's marks, or when the domain's mail goes to Microsoft.
     *
     * @param domain the recipients' domain, when the reply came from its MX host; empty when it is not known who replied
     */
    Verdict classify(Reply reply, Optional<String> domain);
}
