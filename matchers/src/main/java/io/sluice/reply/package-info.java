/**
 * What a receiver said and what it means: replies, the rules that read them, and their verdicts. Pure: knows neither
 * James nor the network.
 */
package io.sluice.reply;
