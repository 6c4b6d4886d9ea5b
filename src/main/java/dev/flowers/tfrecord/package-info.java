/**
 * TensorFlow's record files: a plain sequence of byte strings, each framed by its length and by two
 * masked CRC-32C checksums; the whole file may be compressed by GZIP or ZLIB.
 *
 * <p>{@link dev.flowers.tfrecord.TfRecordWriter} appends records, {@link
 * dev.flowers.tfrecord.TfRecordReader} reads them back one at a time and verifies every checksum.
 * What the bytes mean is not known here. A file that a killed writer left behind is good up to
 * {@link dev.flowers.tfrecord.TfRecordReader#validPrefix}: from there the writer can go on.
 */
@NullMarked
package dev.flowers.tfrecord;

import org.jspecify.annotations.NullMarked;
