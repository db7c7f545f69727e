/** The project's documents, as tests read them. */
package io.sluice.testkit.docs;
