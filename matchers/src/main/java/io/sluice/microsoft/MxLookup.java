package io.sluice.microsoft;

import com.google.inject.ImplementedBy;
import org.apache.james.core.Domain;

/**
 * Says where a domain's mail goes. Bound by {@code io.sluice.SluiceModule}; without that module the stand-in says what to
 * add.
 */
@ImplementedBy(ModuleMissing.class)
public interface MxLookup {
    /** Where the domain's mail goes. Never throws because of what the DNS or the name contains. */
    MxAnswer lookup(Domain domain);
}
