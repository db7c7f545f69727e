/** The rules that the server reads replies by, with the user's own, and their change while it runs. */
package io.sluice.rules;
