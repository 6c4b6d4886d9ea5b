/**
 * Names whole archives of photos: {@link dev.flowers.archive.ArchivePrediction} writes an answer
 * for each of any number of photos, goes on after a kill, and keeps the photos' embeddings for the
 * next head.
 *
 * <p>API: all public types.
 */
@NullMarked
package dev.flowers.archive;

import org.jspecify.annotations.NullMarked;
