package dev.flowers.cli;

import dev.flowers.FlowerClassifier;
import dev.flowers.archive.AnswerForm;
import dev.flowers.archive.ArchiveOptions;
import dev.flowers.dataset.PhotoWalk;
import dev.flowers.explanation.Explainer;
import dev.flowers.image.ImageDecoder;
import dev.flowers.novelty.UnknownOptions;
import dev.flowers.storage.FileErrors;
import dev.flowers.storage.Home;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code flowers predict}. */
@Command(
    name = "predict",
    header = "Classify photos.",
    description = {
      "",
      "Prints the classes of each photo, the most probable first. A photo or folder that cannot be"
          + " read is reported and does not stop the others; the exit code is 1 then.",
      ""
    })
final class PredictCommand extends Subcommand {
  static final Path STANDARD_INPUT = Path.of("-");

  /** What messages call it; answers call it as it was given. */
  static final String STANDARD_INPUT_NAME = "standard input";

  /** The most photos that are classified before their answers are printed. */
  private static final int LARGEST_ROUND = 32;

  @Mixin HomeOption home;
  @Mixin ModelOption model;
  @Mixin PrecisionOption precision;
  @Mixin ExplainMixin explain;
  @Mixin UnknownMixin unknown;
  @Mixin ArchiveMixin archive;

  @Option(
      names = "--top",
      paramLabel = "N",
      description = "Print the N most probable classes. Default: ${DEFAULT-VALUE}.")
  int top = 5;

  @ArgGroup Format format = new Format();

  @Parameters(
      arity = "0..*",
      paramLabel = "PHOTO",
      description = "Files, folders (with all folders in them), or - for standard input.")
  List<String> arguments = List.of();

  /** The arguments: picocli would call one that is no path an unmatched argument. */
  private List<Path> inputs = List.of();

  /** At most one of them. */
  static final class Format {
    @Option(names = "--json", description = "Print a JSON array, an element for each photo.")
    boolean json;

    @Option(
        names = "--csv",
        arity = "1",
        paramLabel = "[OUT.csv]",
        preprocessor = CsvPlace.class,
        description =
            "Print CSV: photo, rank, class, probability; with --unknown answer, reason and novelty,"
                + " too. With a file, write it there as --jsonl does, and error, too.")
    Optional<String> csv = Optional.empty();

    @Option(
        names = "--jsonl",
        paramLabel = "OUT",
        description =
            "Write a line in JSON for each photo, in their order, to OUT. Killed, the same command goes"
                + " on: what stands in OUT is not computed again.")
    Optional<Path> jsonl = Optional.empty();

    boolean printsCsv() {
      return csv.isPresent();
    }

    /** Where answers go, if they are not printed. */
    Optional<Path> file() {
      return jsonl.or(() -> csv.filter(file -> !file.equals(CsvPlace.PRINTED)).map(Path::of));
    }
  }

  @Override
  public Integer call() throws IOException {
    inputs = arguments.stream().map(this::path).toList();
    if (top < 1) {
      throw usage("--top: found " + top + ", expected 1 or more");
    }
    if (format.file().isPresent()) {
      return archive(format.file().get());
    }
    if (!archive.given().isEmpty()) {
      throw usage(
          archive.given().get(0) + ": found it alone, expected --jsonl OUT or --csv OUT, too");
    }
    if (inputs.isEmpty()) {
      throw usage("photos: found none, expected files, folders, or - for standard input");
    }
    List<FlowerClassifier.Answer> unread = new ArrayList<>();
    List<Path> photos = photos(unread);
    explain.check(this, photos, format.printsCsv());
    UnknownOptions rates = unknown.options(this, explain);
    Home directory = home.home();
    boolean failed =
        explain.asked()
            ? explain(directory, photos, unread)
            : classify(directory, photos, unread, rates);
    return failed || !unread.isEmpty() ? CommandLine.ExitCode.SOFTWARE : CommandLine.ExitCode.OK;
  }

  private Path path(String argument) {
    try {
      return new PathConverter().convert(argument);
    } catch (CommandLine.TypeConversionException e) {
      throw usage("PHOTO: " + e.getMessage());
    }
  }

  private int archive(Path answers) throws IOException {
    if (explain.asked()) {
      throw usage("--explain, --nearest: found a file for the answers, too; expected one of them");
    }
    UnknownOptions rates = unknown.options(this, explain);
    return new ArchivePredictor(this, archive, inputs)
        .run(
            home,
            model,
            new ArchiveOptions(
                answers,
                format.jsonl.isPresent() ? AnswerForm.JSONL : AnswerForm.CSV,
                top,
                unknown.asked ? Optional.of(rates) : Optional.empty(),
                precision.asked(),
                archive.cache));
  }

  private boolean explain(Home directory, List<Path> photos, List<FlowerClassifier.Answer> unread)
      throws IOException {
    try (Explainer explainer = Explainer.load(directory, model.reference, precision.asked());
        ExplainingPredictor predictor = new ExplainingPredictor(terminal(), explain, explainer);
        Answers answers = answers(explainer.classes())) {
      answers.printAll(unread);
      return predictor.print(photos, answers);
    }
  }

  private boolean classify(
      Home directory, List<Path> photos, List<FlowerClassifier.Answer> unread, UnknownOptions rates)
      throws IOException {
    boolean failed = false;
    try (FlowerClassifier classifier =
            FlowerClassifier.load(directory, model.reference, precision.asked());
        Answers answers = answers(classifier.classes())) {
      answers.printAll(unread);
      for (List<Path> round : rounds(photos)) {
        if (unknown.asked) {
          for (FlowerClassifier.IdentifiedAnswer answer : identify(classifier, round, rates)) {
            answers.print(answer);
            failed |= answer.identification().isEmpty();
          }
        } else {
          for (FlowerClassifier.Answer answer : classify(classifier, round)) {
            answers.print(answer);
            failed |= answer.classes().isEmpty();
          }
        }
      }
    }
    return failed;
  }

  /** Small rounds first: the first answer comes soon, and a reader that has gone is noticed. */
  static List<List<Path>> rounds(List<Path> photos) {
    List<List<Path>> rounds = new ArrayList<>();
    int from = 0;
    for (int size = 1; from < photos.size(); size = Math.min(LARGEST_ROUND, 2 * size)) {
      int to = Math.min(from + size, photos.size());
      rounds.add(photos.subList(from, to));
      from = to;
    }
    return rounds;
  }

  private Answers answers(List<String> classes) throws IOException {
    int count = Math.min(top, classes.size());
    if (format.json) {
      return new JsonAnswers(terminal(), count);
    }
    return format.printsCsv()
        ? new CsvAnswers(terminal(), count, unknown.asked)
        : new TableAnswers(terminal(), count);
  }

  /** All photos; what cannot be read goes to {@code unread}. */
  private List<Path> photos(List<FlowerClassifier.Answer> unread) throws IOException {
    List<Path> photos = new ArrayList<>();
    for (Path input : inputs) {
      if (Files.isDirectory(input)) {
        photos.addAll(photosIn(input, unread));
      } else if (input.equals(STANDARD_INPUT) || Files.exists(input)) {
        photos.add(input);
      } else if (input.toString().startsWith("-")) {
        // An option that is misspelt is taken for a file, since a file may be named so.
        throw usage(input + ": found neither an option nor a file of this name");
      } else {
        unread.add(unread(input, FileErrors.message(new NoSuchFileException(input.toString()))));
      }
    }
    if (photos.isEmpty() && unread.size() == 1 && inputs.size() == 1) {
      // Nothing to wait for the network for.
      throw usage(unread.get(0).fault());
    }
    return photos;
  }

  private List<Path> photosIn(Path folder, List<FlowerClassifier.Answer> unread)
      throws IOException {
    PhotoWalk walk = PhotoWalk.tree(folder);
    walk.errors().forEach((path, message) -> unread.add(unread(path, message)));
    if (walk.files().isEmpty()) {
      unread.add(
          unread(
              folder,
              folder
                  + ": found no file"
                  + (walk.unused().isEmpty()
                      ? ""
                      : " but "
                          + walk.unused().size()
                          + " not used, such as "
                          + walk.unused().get(0))
                  + ", expected photos"));
    }
    return walk.files();
  }

  private static FlowerClassifier.Answer unread(Path path, String message) {
    return new FlowerClassifier.Answer(path, Optional.empty(), message);
  }

  private List<FlowerClassifier.Answer> classify(FlowerClassifier classifier, List<Path> photos) {
    if (!photos.contains(STANDARD_INPUT)) {
      return classifier.classifyAll(photos);
    }
    List<FlowerClassifier.Answer> answers = new ArrayList<>();
    for (Path photo : photos) {
      answers.addAll(
          photo.equals(STANDARD_INPUT)
              ? List.of(standardInput(classifier))
              : classifier.classifyAll(List.of(photo)));
    }
    return answers;
  }

  private List<FlowerClassifier.IdentifiedAnswer> identify(
      FlowerClassifier classifier, List<Path> photos, UnknownOptions rates) throws IOException {
    if (!photos.contains(STANDARD_INPUT)) {
      return classifier.identifyAll(photos, rates);
    }
    List<FlowerClassifier.IdentifiedAnswer> answers = new ArrayList<>();
    for (Path photo : photos) {
      answers.addAll(
          photo.equals(STANDARD_INPUT)
              ? List.of(standardInput(classifier, rates))
              : classifier.identifyAll(List.of(photo), rates));
    }
    return answers;
  }

  private FlowerClassifier.IdentifiedAnswer standardInput(
      FlowerClassifier classifier, UnknownOptions rates) throws IOException {
    BufferedImage photo;
    try {
      photo = ImageDecoder.withDefaults().decode(terminal().in(), STANDARD_INPUT_NAME);
    } catch (IOException e) {
      return new FlowerClassifier.IdentifiedAnswer(
          STANDARD_INPUT, Optional.empty(), FileErrors.message(e));
    }
    return new FlowerClassifier.IdentifiedAnswer(
        STANDARD_INPUT, Optional.of(classifier.identify(photo, rates)), "");
  }

  private FlowerClassifier.Answer standardInput(FlowerClassifier classifier) {
    try {
      return new FlowerClassifier.Answer(
          STANDARD_INPUT,
          Optional.of(classifier.classify(terminal().in(), STANDARD_INPUT_NAME)),
          "");
    } catch (IOException e) {
      return unread(STANDARD_INPUT, FileErrors.message(e));
    }
  }
}
