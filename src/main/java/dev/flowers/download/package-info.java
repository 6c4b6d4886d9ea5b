/**
 * Downloads one file to this machine, completely or not at all.
 *
 * <p>API: {@link dev.flowers.download.Source}, {@link dev.flowers.download.PublicFiles} and {@link
 * dev.flowers.download.DownloadProgress}. How a file is fetched and unpacked is internal.
 *
 * <p>A {@link dev.flowers.download.Source} says where a file is and, where it is known, how long it
 * is and what its SHA-256 is. A {@link dev.flowers.download.Downloader} writes it to {@code
 * target.partial}, resumes it after a cut connection or a killed process, verifies it, and at last
 * renames it to {@code target}. {@link dev.flowers.download.Archive} unpacks a {@code .tar.gz} into
 * a {@link dev.flowers.storage.AtomicDirectory}, and no entry of an archive can write outside of
 * it.
 */
@NullMarked
package dev.flowers.download;

import org.jspecify.annotations.NullMarked;
