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

  /** A version that answers. */
  record Version(String name, int number) {
    @Override
    public String toString() {
      return name + ":" + number;
    }
  }

  /**
   * The versions that answer, in the order of the models. Each is there once, although a model that
   * is followed may be at a version that another one stays at.
   */
  List<Version> versions() {
    return all.stream()
        .map(model -> new Version(model.name(), model.version()))
        .distinct()
        .toList();
  }

  /**
   * The numbers of a name's versions, first the one that answers if none is asked for.
   *
   * @param version that alone is wanted; empty for all
   * @throws RequestException if there is none
   */
  List<String> versions(String name, String version) throws RequestException {
    List<String> numbers =
        versions().stream()
            .filter(found -> found.name().equals(name))
            .map(found -> String.valueOf(found.number()))
            .filter(number -> version.isEmpty() || version.equals(number))
            .toList();
    if (numbers.isEmpty()) {
      throw none(name, version);
    }
    return numbers;
  }

  /**
   * Finds a model by name, and by version if it is not empty; of several the first.
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
            + versions());
  }
}
