/**
 * Which service and tenant hosts a domain, and where its mail goes. {@link io.sluice.microsoft.MicrosoftHosts} knows
 * the names, {@link io.sluice.microsoft.MxDirectory} asks the DNS and remembers, {@link
 * io.sluice.microsoft.AddressLookup} finds the addresses of a host.
 */
package io.sluice.microsoft;
