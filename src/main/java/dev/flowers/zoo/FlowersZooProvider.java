package dev.flowers.zoo;

import ai.djl.repository.zoo.ModelZoo;
import ai.djl.repository.zoo.ZooProvider;

/** Shows the {@link FlowersModelZoo} to DJL; made by the service loader. */
public final class FlowersZooProvider implements ZooProvider {
  @Override
  public ModelZoo getModelZoo() {
    return new FlowersModelZoo();
  }
}
