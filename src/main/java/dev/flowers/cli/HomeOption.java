package dev.flowers.cli;

import dev.flowers.storage.Home;
import dev.flowers.storage.InvalidInputException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;
import picocli.CommandLine.ScopeType;

/** The {@code --home} option: the directory under which all files are kept. */
final class HomeOption {
  @Option(
      names = "--home",
      scope = ScopeType.INHERIT, // for the commands below a command
      paramLabel = "DIR",
      description =
          "Keep everything under DIR instead of $FLOWERS_HOME, or flowers in DJL's cache directory.")
  @Nullable Path directory;

  /**
   * The home.
   *
   * @throws InvalidInputException if a file is in its place
   */
  Home home() throws InvalidInputException {
    Home home = directory == null ? standard() : new Home(directory);
    if (Files.exists(home.root()) && !Files.isDirectory(home.root())) {
      throw new InvalidInputException(home.root() + ": found a file, expected a directory");
    }
    return home;
  }

  private static Home standard() throws InvalidInputException {
    try {
      return Home.standard();
    } catch (IllegalStateException e) {
      throw new InvalidInputException(String.valueOf(e.getMessage()), e);
    }
  }
}
