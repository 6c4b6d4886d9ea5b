package dev.flowers.cli;

import dev.flowers.storage.MissingDependencyException;
import dev.flowers.storage.OptionalDependency;

/** The program's entry point. */
public final class Main {
  private static final int FAILED = 1;

  private Main() {}

  /**
   * Runs one command and exits with its code: 0 done, 1 failed, 2 wrong use or wrong input.
   *
   * @param args the command and its arguments
   */
  public static void main(String[] args) {
    try {
      // Nothing of the command line can be loaded without it.
      OptionalDependency.PICOCLI.require("the command line");
      OptionalDependency.PROGRESSBAR.require("the command line");
    } catch (MissingDependencyException e) {
      System.err.println("flowers: " + e.getMessage());
      System.exit(FAILED);
    }
    System.exit(FlowersCommand.run(Terminal.standard(), args));
  }
}
