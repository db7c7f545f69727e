/** Receivers that limit in different ways, and how many mails a sender that knew the limit would have got accepted. */
package io.sluice.simulation.receiver;
