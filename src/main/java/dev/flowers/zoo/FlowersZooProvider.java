package dev.flowers.zoo;

import ai.djl.repository.zoo.ModelZoo;
import ai.djl.repository.zoo.ZooProvider;

/** Registers the {@link FlowersModelZoo} with DJL; created by the service loader. */
public final class FlowersZooProvider implements ZooProvider {
  @Override
  public ModelZoo getModelZoo() {
    return new FlowersModelZoo();
  }
}
