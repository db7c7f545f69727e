/**
 * Finds replies in what people have: lists of replies, logs of mail servers, bounces. Everything here reads hostile
 * input, in bounded memory, and recognises a reply or leaves the line alone; it never guesses.
 */
package io.sluice.cli.input;
