/**
 * Files in which numpy saved an object: an NPY header, then a Python pickle.
 *
 * <p>A pickle is a program. {@link dev.flowers.trunk.npy.NpyObject} runs it on a machine that knows
 * how to make lists, dictionaries and numpy arrays and nothing else: whatever other class or
 * function a pickle names is refused by that name. Array contents are not loaded, only located: a
 * file of half a gigabyte takes some kilobytes of heap. {@link dev.flowers.trunk.npy.Python2Pickle}
 * lays out such a file for writing.
 *
 * <p>This package knows nothing about VGG16; its parent does.
 */
@NullMarked
package dev.flowers.trunk.npy;

import org.jspecify.annotations.NullMarked;
