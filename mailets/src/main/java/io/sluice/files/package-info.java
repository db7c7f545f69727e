/** Files that are read again while the server runs. */
package io.sluice.files;
