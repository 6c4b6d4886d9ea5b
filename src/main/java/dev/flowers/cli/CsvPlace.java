package dev.flowers.cli;

import java.util.Locale;
import java.util.Map;
import java.util.Stack;
import picocli.CommandLine.IParameterPreprocessor;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.CommandSpec;

/**
 * Tells {@code --csv OUT.csv} from {@code --csv PHOTO}, which prints: a file to write is what ends
 * in {@code .csv} or stands behind {@code =}.
 */
final class CsvPlace implements IParameterPreprocessor {
  /** Stands for standard output. */
  static final String PRINTED = "-";

  @Override
  @SuppressWarnings("JdkObsolete") // picocli's interface
  public boolean preprocess(
      Stack<String> args, CommandSpec command, ArgSpec option, Map<String, Object> info) {
    boolean attached = "=".equals(info.get("separator"));
    if (!attached && (args.isEmpty() || !args.peek().toLowerCase(Locale.ROOT).endsWith(".csv"))) {
      args.push(PRINTED);
    }
    return false; // picocli goes on with what is on the stack
  }
}
