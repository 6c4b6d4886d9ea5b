package dev.flowers.trunk.onnx;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.flowers.storage.FileErrors;
import dev.flowers.storage.Sha256;
import dev.flowers.trunk.onnx.InputLayout.PhotoTensor;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * A network in an ONNX file and what is done to photos before it, found and checked: the file is
 * whole, has one input of photos and the output that is asked for, and names no file outside its
 * folder. No native library has seen it. Immutable.
 */
public final class OnnxTrunkFiles {
  /** Where a folder has its model, the first that is there. */
  private static final List<String> MODELS = List.of("model.onnx", "onnx/model.onnx");

  /** What named recipes take where the network takes any size: that of most. */
  private static final int USUAL_SIZE = 224;

  private final OnnxGraph graph;
  private final PhotoTensor input;
  private final EmbeddingOutput output;
  private final Preprocessing preprocessing;

  private OnnxTrunkFiles(
      OnnxGraph graph, PhotoTensor input, EmbeddingOutput output, Preprocessing preprocessing) {
    this.graph = graph;
    this.input = input;
    this.output = output;
    this.preprocessing = preprocessing;
  }

  /**
   * Opens a folder or a file.
   *
   * @param place a folder as the Hugging Face hub has it, with {@code model.onnx} or {@code
   *     onnx/model.onnx}, or an ONNX file
   * @param named what is done to photos; empty to read it from {@code preprocessor_config.json} in
   *     the folder, or beside the file
   * @param choice which output is the embedding
   * @throws MalformedOnnxException if a file is missing, damaged, or of a network that does not
   *     take photos; the message names it
   * @throws IOException if a file cannot be read
   */
  public static OnnxTrunkFiles open(
      Path place, Optional<NamedPreprocessing> named, OutputChoice choice) throws IOException {
    Path model = model(place);
    OnnxGraph graph = OnnxReader.read(model);
    PhotoTensor input = InputLayout.of(graph);
    EmbeddingOutput output = EmbeddingOutput.of(graph, choice, input.layout());
    Preprocessing preprocessing;
    if (named.isPresent()) {
      int size = input.size().orElse(USUAL_SIZE);
      try {
        preprocessing = named.get().of(size);
      } catch (IllegalArgumentException e) {
        throw new MalformedOnnxException(model, "input: " + e.getMessage(), e);
      }
    } else {
      Path config = config(place, model);
      preprocessing = PreprocessorConfig.read(config);
      requireSize(input, preprocessing, config);
    }
    return new OnnxTrunkFiles(graph, input, output, preprocessing);
  }

  private static Path model(Path place) throws MalformedOnnxException {
    if (!Files.isDirectory(place)) {
      return OnnxReader.requireFile(place);
    }
    return MODELS.stream()
        .map(place::resolve)
        .filter(Files::isRegularFile)
        .findFirst()
        .orElseThrow(
            () ->
                new MalformedOnnxException(
                    place, "found no ONNX model, expected " + String.join(" or ", MODELS)));
  }

  private static Path config(Path place, Path model) throws MalformedOnnxException {
    Path config =
        Files.isDirectory(place)
            ? place.resolve(PreprocessorConfig.FILE)
            : model.resolveSibling(PreprocessorConfig.FILE);
    if (!Files.isRegularFile(config)) {
      throw new MalformedOnnxException(
          config,
          "found no such file, expected what is done to photos before the network; or name it by"
              + " --preprocess: "
              + NamedPreprocessing.names());
    }
    return config;
  }

  private static void requireSize(PhotoTensor input, Preprocessing preprocessing, Path config)
      throws MalformedOnnxException {
    int size = preprocessing.crop().size();
    if (input.size().isPresent() && input.size().get() != size) {
      throw new MalformedOnnxException(
          config,
          "found photos of "
              + size
              + " pixels a side, expected "
              + input.size().get()
              + ", as the network takes them");
    }
  }

  /** The model file. */
  public Path model() {
    return graph.file();
  }

  /**
   * The files with numbers that are not in the model file, links resolved; each once. Their places
   * relative to the model file matter.
   */
  public List<Path> externalFiles() {
    return graph.externalData().stream().map(ExternalData::file).distinct().toList();
  }

  /**
   * The same files as the model names them, relative to its folder, in the order of {@link
   * #externalFiles}.
   */
  public List<String> externalLocations() {
    return externalFiles().stream()
        .map(
            file ->
                graph.externalData().stream()
                    .filter(data -> data.file().equals(file))
                    .findFirst()
                    .orElseThrow()
                    .location())
        .toList();
  }

  /** What is done to photos. */
  public Preprocessing preprocessing() {
    return preprocessing;
  }

  /** The name of the output that is the embedding. */
  public String output() {
    return output.name();
  }

  /** What becomes of the output's tokens; empty if it has none. */
  public Optional<TokenPooling> tokens() {
    return output.tokens();
  }

  /**
   * Identifies what the embeddings depend on: the SHA-256 of the model file's bytes, the external
   * files' in the model's order, and a line for preprocessing and output.
   *
   * @return 64 hexadecimal digits
   * @throws IOException if a file cannot be read; the message names it
   */
  public String fingerprint() throws IOException {
    Sha256 sha256 = new Sha256();
    add(graph.file(), sha256);
    for (Path file : externalFiles()) {
      add(file, sha256);
    }
    String pooling = output.tokens().map(Object::toString).orElse("rows");
    String line = preprocessing.identity() + "\n" + output.name() + "\n" + pooling + "\n";
    return sha256.update(line.getBytes(UTF_8)).hex();
  }

  private static void add(Path file, Sha256 sha256) throws IOException {
    byte[] buffer = new byte[1 << 16];
    try (InputStream in = Files.newInputStream(file)) {
      for (int count = in.read(buffer); count >= 0; count = in.read(buffer)) {
        sha256.update(buffer, count);
      }
    } catch (IOException e) {
      throw FileErrors.naming(file, e);
    }
  }

  OnnxGraph graph() {
    return graph;
  }

  PhotoTensor input() {
    return input;
  }

  EmbeddingOutput embeddingOutput() {
    return output;
  }
}
