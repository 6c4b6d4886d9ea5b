/**
 * Where the toolkit keeps what it makes: one directory with photos, weights, the converted trunk,
 * embeddings, published models and reports, and the lock that lets one run at a time write there.
 */
@NullMarked
package dev.flowers.home;

import org.jspecify.annotations.NullMarked;
