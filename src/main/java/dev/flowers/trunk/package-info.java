/**
 * The frozen half of the network: VGG16 up to {@code fc6}.
 *
 * <p>{@link dev.flowers.trunk.Vgg16Weights} opens a {@code vgg16.npy} and checks it. {@link
 * dev.flowers.trunk.TrunkConverter} takes it apart into a {@link dev.flowers.trunk.ConvertedTrunk},
 * a directory of raw tensors that can be memory-mapped. {@link dev.flowers.trunk.SeededVgg16}
 * writes a stand-in for the file, with random weights. {@link dev.flowers.trunk.Trunk} runs it,
 * with or without a head behind it, and {@link dev.flowers.trunk.ServingModel} writes both for
 * others.
 */
@NullMarked
package dev.flowers.trunk;

import org.jspecify.annotations.NullMarked;
