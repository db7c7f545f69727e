/** Hooks for James's SMTP server, named in {@code smtpserver.xml}. */
package io.sluice.smtp;
