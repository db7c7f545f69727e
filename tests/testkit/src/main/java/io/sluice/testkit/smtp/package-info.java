/** A scriptable SMTP server that plays any receiver a test needs. */
package io.sluice.testkit.smtp;
