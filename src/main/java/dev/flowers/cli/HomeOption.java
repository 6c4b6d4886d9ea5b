package dev.flowers.cli;

import dev.flowers.storage.Home;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;
import picocli.CommandLine.ScopeType;

/** Where everything is kept. */
final class HomeOption {
  @Option(
      names = "--home",
      scope = ScopeType.INHERIT, // for the commands below a command
      paramLabel = "DIR",
      description =
          "Keep everything under DIR instead of $FLOWERS_HOME, or flowers in DJL's cache directory.")
  @Nullable Path directory;

  Home home() {
    return directory == null ? Home.standard() : new Home(directory);
  }
}
