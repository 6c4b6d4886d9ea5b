/**
 * Files on disk: the home, which is the directory with photos, weights, converted trunks,
 * embeddings, published models and reports; locks, so that one run at a time writes there; files
 * and directories that are replaced atomically; JSON with a format number; and error messages of
 * failed file operations.
 */
@NullMarked
package dev.flowers.storage;

import org.jspecify.annotations.NullMarked;
