/** Whose fault it is that mail is refused: told from what became of many mails. */
package io.sluice.incident;
