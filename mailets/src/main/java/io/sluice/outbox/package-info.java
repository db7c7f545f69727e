/**
 * The durable, ordered store of all mail on its way. Knows neither James nor SMTP: a mail is a body, a bag of attributes
 * and one entry per destination.
 */
package io.sluice.outbox;
