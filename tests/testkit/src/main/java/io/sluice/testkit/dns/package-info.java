/** A DNS server that knows exactly what a test tells it. */
package io.sluice.testkit.dns;
