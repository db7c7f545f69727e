/** Mail to send: what it is and how it gets into a server. */
package io.sluice.testkit.mail;
