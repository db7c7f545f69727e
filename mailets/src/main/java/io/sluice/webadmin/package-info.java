/** WebAdmin routes: what the lanes do, for people and scripts. */
package io.sluice.webadmin;
