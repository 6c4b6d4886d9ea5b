/**
 * Where the toolkit keeps what it makes: one directory with photos, weights, the converted trunk,
 * embeddings, published models and reports; the lock that lets one run at a time write there; how a
 * whole directory is deleted; and what is said when a file fails.
 */
@NullMarked
package dev.flowers.storage;

import org.jspecify.annotations.NullMarked;
