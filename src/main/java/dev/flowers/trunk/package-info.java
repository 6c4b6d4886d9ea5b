/**
 * The frozen half of the network: VGG16 up to {@code fc6}.
 *
 * <p>{@link dev.flowers.trunk.Vgg16Weights} opens a {@code vgg16.npy} and checks it. A {@link
 * dev.flowers.trunk.TrunkStore} converts it into a {@link dev.flowers.trunk.ConvertedTrunk}, a
 * directory of raw tensors that can be memory-mapped. {@link dev.flowers.trunk.SeededVgg16} writes
 * a stand-in for the file, with random weights.
 *
 * <p>{@link dev.flowers.trunk.Trunk} runs a converted trunk, {@link
 * dev.flowers.trunk.TrunkWithHead} runs it with {@linkplain dev.flowers.trunk.DenseLayer dense
 * layers} behind it, and {@link dev.flowers.trunk.ServingModel} writes both for others. {@link
 * dev.flowers.trunk.PhotoInput} says which photos they take. {@link dev.flowers.trunk.DjlEngines}
 * gives everybody DJL's engines.
 */
@NullMarked
package dev.flowers.trunk;

import org.jspecify.annotations.NullMarked;
