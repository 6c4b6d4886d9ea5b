/**
 * The trunk, the frozen part of a network, by one interface for all networks.
 *
 * <p>API: {@link dev.flowers.trunk.Trunk} is a trunk that is stored, {@link
 * dev.flowers.trunk.RunningTrunk} one that runs, {@link dev.flowers.trunk.TrunkWithHead} one that
 * runs with {@linkplain dev.flowers.trunk.DenseLayer dense layers} behind it. {@link
 * dev.flowers.trunk.PhotoInput} says which photos they take, {@link dev.flowers.trunk.Precision} in
 * which format they multiply. {@link dev.flowers.trunk.store.TrunkStore} has the trunks of a home.
 *
 * <p>{@code trunk.vgg} holds VGG16 and VGG19 on TensorFlow: weights of several formats, their
 * conversion to files that can be memory-mapped, the graph. It is internal, as are exported graphs
 * and what DJL makes by service file. {@link dev.flowers.trunk.DjlEngines} starts DJL's engines.
 */
@NullMarked
package dev.flowers.trunk;

import org.jspecify.annotations.NullMarked;
