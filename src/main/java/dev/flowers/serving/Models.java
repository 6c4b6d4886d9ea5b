package dev.flowers.serving;

import java.util.List;

/**
 * The models that a server has.
 *
 * @param all one or more
 */
record Models(List<? extends Model> all) {
  Models {
    all = List.copyOf(all);
  }

  /**
   * Finds a model by name, and by version if it is not empty.
   *
   * @throws RequestException if there is none
   */
  Model find(String name, String version) throws RequestException {
    return all.stream()
        .filter(model -> model.name().equals(name))
        .filter(model -> version.isEmpty() || version.equals(String.valueOf(model.version())))
        .findFirst()
        .orElseThrow(() -> none(name, version));
  }

  /** Says that there is no such model. */
  RequestException none(String name, String version) {
    return new RequestException(
        RequestException.NOT_FOUND,
        "model: found no "
            + name
            + (version.isEmpty() ? "" : ":" + version)
            + ", expected one of "
            + references());
  }

  private List<String> references() {
    return all.stream().map(model -> model.name() + ":" + model.version()).toList();
  }
}
