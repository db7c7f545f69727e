/**
 * The runnable server: James's memory server with its spool on disk and name servers on any port.
 *
 * <p>Nothing of Sluice's mail handling is here. It comes in through {@code extensions-jars/}, as in any other James.
 */
package io.sluice.server;
