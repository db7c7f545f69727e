/** Simulated Microsoft receivers, a DNS responder and a real James server to test against. */
package io.sluice.testkit;
