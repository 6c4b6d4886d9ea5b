/**
 * Files in which numpy saved an object: an NPY header, then a Python pickle.
 *
 * <p>Internal: used by {@link dev.flowers.trunk} alone.
 *
 * <p>A pickle is a program. {@link dev.flowers.trunk.npy.NpyObject} reads it with a machine that
 * knows how to make numbers, texts, lists, dictionaries, sets and numpy arrays and nothing else:
 * whatever other class or function a pickle names is refused by that name, and no code of Python's
 * is ever run. Array contents are not loaded, only located: a file of half a gigabyte takes some
 * kilobytes of heap. {@link dev.flowers.trunk.npy.StoredBytes} reads them from any place. {@link
 * dev.flowers.trunk.npy.Python2Pickle} lays out such a file for writing.
 *
 * <p>This package knows nothing about VGG16; its parent does.
 */
@NullMarked
package dev.flowers.trunk.npy;

import org.jspecify.annotations.NullMarked;
