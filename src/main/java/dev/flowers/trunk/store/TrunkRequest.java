package dev.flowers.trunk.store;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Which trunk is wanted.
 *
 * @param named a file of weights, a folder or file with an ONNX network, or a trunk that is in the
 *     home by its file's name or the first 8 or more digits of its fingerprint; empty for none in
 *     particular
 * @param preprocessing for an ONNX network, what is done to photos before it, by the name of a
 *     recipe; empty where a {@code preprocessor_config.json} says it
 * @param output for an ONNX network, the output that is the embedding; empty for its only one
 * @param tokens for an ONNX network whose output has tokens, which of them: {@code first} or {@code
 *     mean}
 */
public record TrunkRequest(
    String named,
    Optional<String> preprocessing,
    Optional<String> output,
    Optional<String> tokens) {

  /** No trunk in particular. */
  public static TrunkRequest usual() {
    return named("");
  }

  /** A trunk by its name alone. */
  public static TrunkRequest named(String name) {
    return new TrunkRequest(name, Optional.empty(), Optional.empty(), Optional.empty());
  }

  /** The trunk of a file or folder. */
  public static TrunkRequest of(Path place) {
    return named(place.toString());
  }

  /** What is asked for that an ONNX network alone has, by the names of the options. */
  List<String> onlyForOnnx() {
    List<String> given = new ArrayList<>();
    preprocessing.ifPresent(value -> given.add("preprocess"));
    output.ifPresent(value -> given.add("output"));
    tokens.ifPresent(value -> given.add("tokens"));
    return given;
  }
}
