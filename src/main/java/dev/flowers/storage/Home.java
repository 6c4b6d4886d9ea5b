package dev.flowers.storage;

import java.nio.file.Path;
import java.util.Map;

/**
 * The home: the directory under which the toolkit keeps everything that it makes.
 *
 * @param root the directory; made when something is first written
 */
public record Home(Path root) {

  /** Makes the path absolute, since graphs name the trunk's files by it. */
  public Home {
    root = root.toAbsolutePath().normalize();
  }

  /**
   * The user's home: {@code $FLOWERS_HOME}, else {@code flowers} in DJL's cache root ({@code
   * $DJL_CACHE_DIR}, else {@code .djl.ai} in the user's directory). Each may be a system property,
   * too; the environment comes first, as it does in DJL.
   *
   * @throws IllegalStateException if the user has no home directory and none of them is set
   */
  public static Home standard() {
    return of(
        System.getenv(),
        System.getProperties().stringPropertyNames().stream()
            .collect(java.util.stream.Collectors.toMap(name -> name, System::getProperty)));
  }

  static Home of(Map<String, String> environment, Map<String, String> properties) {
    String own = first("FLOWERS_HOME", environment, properties);
    if (!own.isEmpty()) {
      return new Home(Path.of(own));
    }
    String djl = first("DJL_CACHE_DIR", environment, properties);
    Path cache =
        djl.isEmpty() ? Path.of(userHome(environment, properties), ".djl.ai") : Path.of(djl);
    return new Home(cache.resolve("flowers"));
  }

  /** Java says "?" for the home directory of a user without a name, as in a container. */
  private static String userHome(Map<String, String> environment, Map<String, String> properties) {
    String home = properties.getOrDefault("user.home", "");
    if (home.isEmpty() || home.equals("?")) {
      home = environment.getOrDefault("HOME", "");
    }
    if (home.isEmpty()) {
      throw new IllegalStateException(
          "user.home: found none for this user, expected a directory: set FLOWERS_HOME, HOME or"
              + " user.home");
    }
    return home;
  }

  private static String first(
      String name, Map<String, String> environment, Map<String, String> properties) {
    String value = environment.getOrDefault(name, "");
    return value.isEmpty() ? properties.getOrDefault(name, "") : value;
  }

  /** Photo sets, a directory each. */
  public Path photos() {
    return root.resolve("photos");
  }

  /** Weights as they were published: {@code vgg16.npy}. */
  public Path weights() {
    return root.resolve("weights");
  }

  /** Converted trunks, a directory each. */
  public Path trunk() {
    return root.resolve("trunk");
  }

  /** Cached embeddings, a TFRecord and its JSON for each photo set. */
  public Path embeddings() {
    return root.resolve("embeddings");
  }

  /** Published models: a DJL repository. */
  public Path zoo() {
    return root.resolve("zoo");
  }

  /** Evaluation reports. */
  public Path reports() {
    return root.resolve("reports");
  }
}
