package io.sluice.exchange;

import com.google.inject.ImplementedBy;
import java.net.InetAddress;

/**
 * Says whether a client is a server of Exchange Online, of whichever customer. Bound by {@code io.sluice.SluiceModule};
 * without that module the stand-in says what to add. Safe for several threads.
 */
@ImplementedBy(ModuleMissing.class)
public interface ExchangeOnlineClients {
    /** Looks at the address, and at its name in the DNS. May block for seconds while the DNS is asked; never throws. */
    Standing standing(InetAddress address);

    /** Looks at the address only. Does not block. */
    boolean hasAddress(InetAddress address);
}
