package dev.flowers.trunk;

/**
 * A dense layer that goes behind the trunk.
 *
 * @param weights (inputs, outputs), row-major
 * @param biases (outputs)
 * @param relu whether a ReLU follows
 */
public record DenseLayer(GraphTensor weights, GraphTensor biases, boolean relu) {

  /** Checks that the shapes fit each other. */
  public DenseLayer {
    if (weights.shape().size() != 2
        || biases.shape().size() != 1
        || !weights.shape().get(1).equals(biases.shape().get(0))) {
      throw new IllegalArgumentException(
          weights.name()
              + ": found weights "
              + weights.shape()
              + " and biases "
              + biases.shape()
              + ", expected (inputs, outputs) and (outputs)");
    }
  }
}
