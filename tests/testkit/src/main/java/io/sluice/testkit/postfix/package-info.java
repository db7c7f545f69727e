/** A real Postfix that sends. */
package io.sluice.testkit.postfix;
