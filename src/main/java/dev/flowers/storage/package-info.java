/**
 * Where the toolkit keeps what it makes, and how: one directory with photos, weights, the converted
 * trunk, embeddings, published models and reports; locks, so that one run at a time writes there;
 * files and directories that appear whole or not at all; JSON with a format number; and what is
 * said when a file fails.
 *
 * <p>API: {@link dev.flowers.storage.Home} and the exceptions. Files, locks and JSON are internal.
 */
@NullMarked
package dev.flowers.storage;

import org.jspecify.annotations.NullMarked;
