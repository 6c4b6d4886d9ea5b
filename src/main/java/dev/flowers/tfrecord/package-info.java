/**
 * TensorFlow's record files: a plain sequence of byte strings, each framed by its length and by two
 * masked CRC-32C checksums; the whole file may be compressed by GZIP or ZLIB.
 *
 * <p>API: all public types.
 *
 * <p>{@link dev.flowers.tfrecord.TfRecordWriter} appends records, {@link
 * dev.flowers.tfrecord.TfRecordReader} reads them back one at a time and verifies every checksum.
 * This package does not interpret the bytes. A file of a writer that was killed is valid up to
 * {@link dev.flowers.tfrecord.TfRecordReader#validPrefix}: the next writer can append there.
 */
@NullMarked
package dev.flowers.tfrecord;

import org.jspecify.annotations.NullMarked;
