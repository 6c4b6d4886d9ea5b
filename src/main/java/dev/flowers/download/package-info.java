/**
 * One file from an address to a place on this machine, whole or not at all.
 *
 * <p>A {@link dev.flowers.download.Source} says where a file is and, where it is known, how long it
 * is and what its SHA-256 is. A {@link dev.flowers.download.Downloader} writes it to {@code
 * target.partial}, goes on from there after a cut connection or a killed process, verifies it, and
 * renames it to {@code target} as its last act. {@link dev.flowers.download.Archive} unpacks a
 * {@code .tar.gz} into a {@link dev.flowers.storage.AtomicDirectory}, and nothing that an archive
 * says can reach out of it.
 */
@NullMarked
package dev.flowers.download;

import org.jspecify.annotations.NullMarked;
