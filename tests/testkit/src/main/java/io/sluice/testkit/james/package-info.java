/** A real James server as a child process. */
package io.sluice.testkit.james;
