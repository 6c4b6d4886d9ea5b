package dev.flowers.cli;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Help;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.RunLast;
import picocli.CommandLine.ScopeType;
import picocli.CommandLine.Spec;
import picocli.CommandLine.UnmatchedArgumentException;

/** {@code flowers}: the root command, and the options that all commands share. */
@Command(
    name = "flowers",
    mixinStandardHelpOptions = true,
    versionProvider = Version.class,
    scope = ScopeType.INHERIT,
    synopsisSubcommandLabel = "COMMAND",
    header =
        "Image classification by transfer learning: train on folders of photos, classify photos.",
    description = {
      "",
      "Photos in folders, a folder for each class, become a classifier. A frozen network (the"
          + " trunk: VGG16 unless another is named) turns each photo into an embedding once; a small dense network"
          + " (the head) is trained on the embeddings.",
      ""
    },
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {"0:done", "1:failed", "2:wrong use or wrong input"},
    footerHeading = "%nExamples:%n",
    footer = {
      "  flowers demo",
      "  flowers train --photos flower_photos --trunk vgg16.npy",
      "  flowers predict garden.jpg"
    })
final class FlowersCommand implements Runnable {
  private static final String TIMESTAMPS = "--timestamps";

  /** In the order of the help. */
  private static final List<Named> COMMANDS =
      List.of(
          new Named("demo", DemoCommand.class),
          new Named("download", DownloadCommand.class),
          new Named("convert", ConvertCommand.class),
          new Named("embed", EmbedCommand.class),
          new Named("train", TrainCommand.class),
          new Named("tune", TuneCommand.class),
          new Named("evaluate", EvaluateCommand.class),
          new Named("duplicates", DuplicatesCommand.class),
          new Named("suspects", SuspectsCommand.class),
          new Named("predict", PredictCommand.class),
          new Named("serve", ServeCommand.class),
          new Named("export", ExportCommand.class),
          new Named("models", ModelsCommand.class),
          new Named("clean", CleanCommand.class),
          new Named("doctor", DoctorCommand.class),
          new Named("completion", CompletionCommand.class),
          new Named("warm-up", WarmUpCommand.class));

  /** A command's class is not read before the command is wanted. */
  private record Named(String name, Class<?> type) {}

  @Option(
      names = {"-v", "--verbose"},
      scope = ScopeType.INHERIT,
      description = "Print the engines' log, and the stack trace of an error.")
  boolean verbose;

  @Option(
      names = {"-q", "--quiet"},
      scope = ScopeType.INHERIT,
      description = "Print only results and errors.")
  boolean quiet;

  /** Looked for in the arguments, too, so that what is wrong with them has the time in front. */
  @Option(
      names = TIMESTAMPS,
      scope = ScopeType.INHERIT,
      description =
          "Begin each line of what is told and of errors with the time in UTC, unless it goes to a"
              + " terminal. Results, such as JSON, stay as they are.")
  boolean timestamps;

  @Spec CommandSpec spec;

  private final Terminal streams;

  private FlowersCommand(Terminal streams) {
    this.streams = streams;
  }

  /** Runs one command and returns its exit code: 0 done, 1 failed, 2 wrong use or wrong input. */
  static int run(Terminal terminal, String... args) {
    Terminal streams =
        List.of(args).contains(TIMESTAMPS) ? terminal.stamped(Clock.systemUTC()) : terminal;
    return line(streams, args.length == 0 ? "" : args[0]).execute(args);
  }

  /**
   * The commands, which write to these streams.
   *
   * @param first the first argument: if it is a command, that one is enough, and found out about
   *     sooner than all
   */
  static CommandLine line(Terminal streams, String first) {
    FlowersCommand main = new FlowersCommand(streams);
    CommandLine line = new CommandLine(main);
    boolean one = COMMANDS.stream().anyMatch(command -> command.name().equals(first));
    for (Named command : COMMANDS) {
      if (!one || command.name().equals(first)) {
        line.addSubcommand(command.name(), command.type());
      }
    }
    line.setOut(new PrintWriter(streams.out(), true, UTF_8))
        .setErr(new PrintWriter(streams.err(), true, UTF_8))
        .setCaseInsensitiveEnumValuesAllowed(true)
        .setUsageHelpWidth(100)
        .setColorScheme(Help.defaultColorScheme(streams.colour() ? Help.Ansi.AUTO : Help.Ansi.OFF))
        .setParameterExceptionHandler(FlowersCommand::wrongUse)
        .setExecutionStrategy(main::execute)
        .setExecutionExceptionHandler(new Failures(main::terminal, () -> main.verbose))
        .registerConverter(Path.class, new PathConverter());
    // A photo may be called -x.jpg; predict itself refuses what is neither option nor file.
    CommandLine predict = line.getSubcommands().get("predict");
    if (predict != null) {
      predict.setUnmatchedOptionsArePositionalParams(true);
    }
    return line;
  }

  /** The streams, as the options ask for them. */
  Terminal terminal() {
    return quiet ? streams.silenced() : streams;
  }

  /** Runs the command that was parsed; before it, loggers are configured, and none is made yet. */
  private int execute(ParseResult parsed) {
    EngineLog.configure(verbose);
    try {
      return new RunLast().execute(parsed);
    } catch (OutputStreamException e) {
      return Failures.ofOutput(e, streams); // from help and version, which no command prints
    }
  }

  /** Says in a line what is wrong with the arguments, and where help is. */
  private static int wrongUse(ParameterException wrong, String[] args) {
    CommandLine command = wrong.getCommandLine();
    String name = command.getCommandSpec().qualifiedName();
    PrintWriter err = command.getErr();
    err.println(name + ": " + wrong.getMessage());
    UnmatchedArgumentException.printSuggestions(wrong, err);
    err.println("Try '" + name + " --help' for more information.");
    return CommandLine.ExitCode.USAGE;
  }

  @Override
  public void run() {
    throw new ParameterException(
        spec.commandLine(),
        "command: found none, expected one of " + String.join(", ", visible(spec.commandLine())));
  }

  private static List<String> visible(CommandLine line) {
    return line.getSubcommands().entrySet().stream()
        .filter(command -> !command.getValue().getCommandSpec().usageMessage().hidden())
        .map(Map.Entry::getKey)
        .toList();
  }
}
