/**
 * Embeddings of photos: computed once by the trunk, written to a TFRecord, read many times.
 *
 * <p>API: all public types but {@code EmbeddingCache}, {@code PhotoEntry}, {@code PhotoStream} and
 * {@code ShardWriter}, which are internal.
 *
 * <p>An {@link dev.flowers.embedding.Embedding} is the trunk's output for one photo, with the
 * photo's id and label. {@link dev.flowers.embedding.EmbeddingWriter} collects them in a TFRecord
 * of tf.Example beside which an {@link dev.flowers.embedding.EmbeddingsInfo} says what they were
 * made from; it resumes an unfinished run and reuses what an earlier file already holds. {@link
 * dev.flowers.embedding.EmbeddingFile} opens the result, and {@link
 * dev.flowers.embedding.EmbeddingDataset} shows some of its rows to any DJL training loop.
 *
 * <p>A TFRecord with nothing but {@code label} and {@code code} in each example, as other programs
 * write it, opens too.
 */
@NullMarked
package dev.flowers.embedding;

import org.jspecify.annotations.NullMarked;
