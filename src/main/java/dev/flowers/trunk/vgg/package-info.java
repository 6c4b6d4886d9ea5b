/**
 * VGG16 and VGG19 up to relu6, which is {@code fc6} with its ReLU, or up to the mean of pool5.
 * {@link dev.flowers.trunk.vgg.VggTopology} says which layers that are.
 *
 * <p>{@link dev.flowers.trunk.vgg.VggWeights} opens a file of weights, NumPy's or Keras's, and
 * checks it. {@link dev.flowers.trunk.vgg.TrunkConverter} makes a {@link
 * dev.flowers.trunk.vgg.VggTrunk} of it, a directory of raw tensors that can be memory-mapped.
 * {@link dev.flowers.trunk.vgg.SeededVgg} writes a stand-in for the file, with random weights.
 */
@NullMarked
package dev.flowers.trunk.vgg;

import org.jspecify.annotations.NullMarked;
