package dev.flowers.cli;

import java.util.concurrent.Callable;
import java.util.function.Supplier;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The base class of all commands: gives access to the terminal and makes usage errors. */
abstract class Subcommand implements Callable<Integer> {
  @Spec CommandSpec spec;

  /** The streams of this run. */
  final Terminal terminal() {
    return ((FlowersCommand) spec.root().userObject()).terminal();
  }

  /** An error in how the command was called; exit code 2. */
  final ParameterException usage(String message) {
    return new ParameterException(spec.commandLine(), message);
  }

  /** Makes a value of options, and reports one that it refuses as wrong use of the command. */
  final <T> T valid(Supplier<T> value) {
    try {
      return value.get();
    } catch (IllegalArgumentException e) {
      throw new ParameterException(spec.commandLine(), String.valueOf(e.getMessage()), e);
    }
  }
}
