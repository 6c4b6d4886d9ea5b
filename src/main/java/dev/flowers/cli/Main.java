package dev.flowers.cli;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.PrintWriter;
import java.util.stream.Stream;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Help;
import picocli.CommandLine.Option;
import picocli.CommandLine.ScopeType;

/** Where the program starts. */
@Command(
    name = "flowers",
    mixinStandardHelpOptions = true,
    versionProvider = Version.class,
    scope = ScopeType.INHERIT,
    synopsisSubcommandLabel = "COMMAND",
    header = "Teaches the machine to name flowers, or whatever your folders of photos show.",
    description = {
      "",
      "Photos in folders, a folder a class, become a classifier: the frozen VGG16 network turns each"
          + " photo into 4096 numbers once, and a small dense head learns from those numbers.",
      ""
    },
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {"0:done", "1:failed", "2:wrong use or wrong input"},
    footerHeading = "%nExamples:%n",
    footer = {
      "  flowers demo",
      "  flowers train --photos flower_photos --weights vgg16.npy",
      "  flowers predict garden.jpg"
    })
public final class Main implements Runnable {
  @Option(
      names = {"-v", "--verbose"},
      scope = ScopeType.INHERIT,
      description = "Show what the engines log, and the whole trace of an error.")
  boolean verbose;

  @Option(
      names = {"-q", "--quiet"},
      scope = ScopeType.INHERIT,
      description = "Print results and errors alone.")
  boolean quiet;

  @CommandLine.Spec CommandLine.Model.CommandSpec spec;

  private Main() {}

  /**
   * Runs one command and exits with its code.
   *
   * @param args the command and its arguments
   */
  public static void main(String[] args) {
    System.exit(run(Terminal.standard(), args));
  }

  /** Runs one command and returns its exit code: 0 done, 1 failed, 2 wrong use or wrong input. */
  static int run(Terminal streams, String... args) {
    // Asked before all is parsed: commands are made with the terminal, and loggers before that.
    boolean verbose = has(args, "--verbose", 'v');
    boolean quiet = has(args, "--quiet", 'q');
    Terminal terminal = quiet ? streams.silenced() : streams;
    EngineLog.configure(verbose);
    return new CommandLine(new Main())
        .addSubcommand(new DemoCommand(terminal))
        .addSubcommand(new DownloadCommand(terminal))
        .addSubcommand(new ConvertCommand(terminal))
        .addSubcommand(new EmbedCommand(terminal))
        .addSubcommand(new TrainCommand(terminal))
        .addSubcommand(new TuneCommand(terminal))
        .addSubcommand(new EvaluateCommand(terminal))
        .addSubcommand(new PredictCommand(terminal))
        .addSubcommand(new ExportCommand(terminal))
        .addSubcommand(
            new CommandLine(new ModelsCommand(terminal))
                .addSubcommand(new RemoveModelsCommand(terminal)))
        .addSubcommand(new DoctorCommand(terminal))
        .addSubcommand(new CompletionCommand(terminal))
        .addSubcommand(new WarmUpCommand(terminal))
        .setOut(new PrintWriter(terminal.out(), true, UTF_8))
        .setErr(new PrintWriter(terminal.err(), true, UTF_8))
        .setCaseInsensitiveEnumValuesAllowed(true)
        .setUsageHelpWidth(100)
        .setColorScheme(Help.defaultColorScheme(terminal.colour() ? Help.Ansi.AUTO : Help.Ansi.OFF))
        .setExecutionExceptionHandler(new Failures(terminal, verbose))
        .execute(args);
  }

  /** Letters may stand together: {@code -qv}. */
  private static boolean has(String[] args, String name, char letter) {
    return Stream.of(args)
        .anyMatch(arg -> arg.equals(name) || arg.matches("-[hqvV]*" + letter + "[hqvV]*"));
  }

  @Override
  public void run() {
    throw new CommandLine.ParameterException(spec.commandLine(), "Which command?");
  }
}
