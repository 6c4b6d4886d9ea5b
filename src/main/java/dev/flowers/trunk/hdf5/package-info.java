/**
 * Where the arrays of an HDF5 file stand.
 *
 * <p>Internal: used by {@link dev.flowers.trunk} alone.
 *
 * <p>jHDF parses the format's structures. It is given the file by {@link
 * dev.flowers.trunk.hdf5.BoundedStorage} alone, which bounds what a damaged or hostile file makes
 * it read. Contents are not loaded, only located.
 *
 * <p>This package knows nothing about VGG16; its parent does.
 */
@NullMarked
package dev.flowers.trunk.hdf5;

import org.jspecify.annotations.NullMarked;
