package dev.flowers.trunk.onnx;

import ai.djl.Device;
import dev.flowers.storage.InvalidInputException;
import dev.flowers.trunk.DenseLayer;
import dev.flowers.trunk.ExportFormat;
import dev.flowers.trunk.PhotoInput;
import dev.flowers.trunk.Precision;
import dev.flowers.trunk.RunningTrunk;
import dev.flowers.trunk.Trunk;
import dev.flowers.trunk.TrunkSource;
import dev.flowers.trunk.TrunkWithHead;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A trunk in an ONNX file: a directory with {@code model.onnx}, the files with numbers that it
 * names, {@code preprocessor_config.json} and {@code trunk.json}. Immutable.
 */
public final class OnnxTrunk implements Trunk {
  private static final String MODEL = "model.onnx";

  private final Path directory;
  private final OnnxTrunkJson.Description description;
  private final Preprocessing preprocessing;

  private OnnxTrunk(
      Path directory, OnnxTrunkJson.Description description, Preprocessing preprocessing) {
    this.directory = directory;
    this.description = description;
    this.preprocessing = preprocessing;
  }

  /**
   * Copies a network into a directory, and runs it once to see what it gives.
   *
   * @param files the network
   * @param source the file that it is from
   * @param directory an empty one
   * @throws MalformedOnnxException if it does not run
   * @throws dev.flowers.storage.MissingDependencyException if the engine is not on the class path
   * @throws IOException if it cannot be copied
   */
  public static OnnxTrunk write(OnnxTrunkFiles files, TrunkSource source, Path directory)
      throws IOException {
    List<OnnxTrunkJson.Stored> stored = new ArrayList<>();
    stored.add(copy(files.model(), directory, MODEL));
    List<Path> external = files.externalFiles();
    for (int i = 0; i < external.size(); i++) {
      String name = files.externalLocations().get(i);
      if (List.of(MODEL, DESCRIPTION, PreprocessorConfig.FILE).contains(name)) {
        throw new MalformedOnnxException(
            files.model(), "found numbers in " + name + ", expected them in a file of their own");
      }
      stored.add(copy(external.get(i), directory, name));
    }
    PreprocessorConfig.write(files.preprocessing(), directory.resolve(PreprocessorConfig.FILE));
    // From here on the copy is what counts: that is what will run.
    OnnxTrunkFiles copy =
        OnnxTrunkFiles.open(
            directory,
            Optional.empty(),
            new OutputChoice(Optional.of(files.output()), files.tokens()));
    try (OnnxNetwork network = OnnxNetwork.open(copy)) {
      OnnxTrunkJson.write(
          new OnnxTrunkJson.Description(
              OnnxTrunkJson.FORMAT,
              id(files.model()),
              copy.fingerprint(),
              network.width(),
              network.rank(),
              copy.output(),
              copy.tokens().map(Object::toString).orElse(""),
              stored,
              List.of(source)),
          directory);
    }
    return read(directory);
  }

  private static OnnxTrunkJson.Stored copy(Path file, Path directory, String name)
      throws IOException {
    Path target = directory.resolve(name);
    Files.createDirectories(Objects.requireNonNull(target.getParent()));
    Files.copy(file, target, StandardCopyOption.REPLACE_EXISTING);
    return new OnnxTrunkJson.Stored(name, Files.size(target));
  }

  /** The name of the folder, for files are all called the same: or else the file's own. */
  private static String id(Path model) {
    Path file = model.toAbsolutePath().normalize();
    Path folder = Objects.requireNonNull(file.getParent());
    String name = String.valueOf(file.getFileName()).replaceFirst("\\.onnx$", "");
    if (name.equals("model")) {
      Path above = folder.getParent();
      boolean inner = String.valueOf(folder.getFileName()).equals("onnx") && above != null;
      name = String.valueOf((inner ? Objects.requireNonNull(above) : folder).getFileName());
    }
    String id = name.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9.]+", "-");
    return id.replaceAll("^[-.]+|[-.]+$", "").isEmpty() ? "onnx" : id;
  }

  /**
   * Opens a stored trunk: reads its description and checks that its files are there in their full
   * size. The model is not looked into.
   *
   * @throws MalformedOnnxException if it is not a complete trunk of this version
   * @throws IOException if it cannot be read
   */
  public static OnnxTrunk read(Path directory) throws IOException {
    OnnxTrunkJson.Description description = OnnxTrunkJson.read(directory);
    for (OnnxTrunkJson.Stored stored : description.files()) {
      Path file = directory.resolve(stored.name());
      if (!Files.isRegularFile(file) || Files.size(file) != stored.size()) {
        throw new MalformedOnnxException(
            file,
            "found "
                + (Files.isRegularFile(file) ? Files.size(file) + " bytes" : "no such file")
                + ", expected "
                + stored.size()
                + " bytes: name the trunk's folder again");
      }
    }
    return new OnnxTrunk(
        directory,
        description,
        PreprocessorConfig.read(directory.resolve(PreprocessorConfig.FILE)));
  }

  /** Whether a directory's description is one of an ONNX trunk. */
  public static boolean describes(Path directory) {
    return Files.isRegularFile(directory.resolve(MODEL));
  }

  /** The network's files, walked through anew. */
  OnnxTrunkFiles files() throws IOException {
    return OnnxTrunkFiles.open(
        directory,
        Optional.empty(),
        new OutputChoice(Optional.of(description.output()), TokenPooling.of(description.tokens())));
  }

  /** What is done to photos. */
  public Preprocessing preprocessing() {
    return preprocessing;
  }

  @Override
  public String id() {
    return description.id();
  }

  @Override
  public String engine() {
    return OnnxNetwork.ENGINE;
  }

  @Override
  public String fingerprint() {
    return description.fingerprint();
  }

  @Override
  public Precision precision() {
    return Precision.FLOAT32;
  }

  @Override
  public int width() {
    return description.width();
  }

  @Override
  public PhotoInput input() {
    float[] mean = preprocessing.meanRgb();
    return new PhotoInput(
        preprocessing.crop().size(), mean[0], mean[1], mean[2], preprocessing.crop());
  }

  @Override
  public Path directory() {
    return directory;
  }

  @Override
  public List<TrunkSource> sources() {
    return description.sources();
  }

  @Override
  public void addSource(TrunkSource source) throws IOException {
    OnnxTrunkJson.write(description.with(source), directory);
  }

  @Override
  public Precision best() {
    return Precision.FLOAT32;
  }

  @Override
  public boolean has(Precision precision) {
    return precision == Precision.FLOAT32;
  }

  @Override
  public OnnxTrunk in(Precision precision) throws InvalidInputException {
    if (precision != Precision.FLOAT32) {
      throw new InvalidInputException(
          "precision: found bfloat16, expected float32: ONNX trunks run as their files have them");
    }
    return this;
  }

  @Override
  public RunningTrunk open(String name, @Nullable Device device) throws IOException {
    requireCpu(device);
    return RunningOnnx.open(this, name);
  }

  @Override
  public TrunkWithHead open(
      TrunkWithHead.Naming naming, List<DenseLayer> head, @Nullable Device device)
      throws IOException {
    requireCpu(device);
    return OnnxWithHead.open(naming, this, head);
  }

  private static void requireCpu(@Nullable Device device) {
    if (device != null && device.isGpu()) {
      throw new IllegalArgumentException(
          "device: found " + device + ", expected cpu(): ONNX trunks run there");
    }
  }

  @Override
  public List<ExportFormat> exportFormats() {
    return List.of(ExportFormat.ONNX);
  }

  @Override
  public void export(ExportFormat format, List<DenseLayer> head, Path target) throws IOException {
    DenseLayer.requireFit(width(), head);
    OnnxExport.write(files(), description.rank(), head, target);
  }
}
