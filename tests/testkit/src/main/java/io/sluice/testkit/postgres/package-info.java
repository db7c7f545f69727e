/** A private PostgreSQL server to test against. */
package io.sluice.testkit.postgres;
