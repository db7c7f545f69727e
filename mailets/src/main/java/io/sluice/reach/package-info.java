/**
 * Whether Exchange Online can bring mail to a domain, looked at from outside: its mail exchangers, what they answer on
 * their port, their certificates, DANE and MTA-STS.
 */
package io.sluice.reach;
