/** What James's SMTP server does with the help of Sluice. */
package io.sluice.smtp;
