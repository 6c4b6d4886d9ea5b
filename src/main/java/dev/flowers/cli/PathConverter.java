package dev.flowers.cli;

import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.regex.Pattern;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Converts arguments to paths. Rejects empty arguments and URLs. */
final class PathConverter implements ITypeConverter<Path> {
  private static final Pattern ADDRESS = Pattern.compile("[A-Za-z][A-Za-z0-9+.-]+://.*");

  @Override
  public Path convert(String argument) {
    if (argument.isEmpty()) {
      throw new TypeConversionException(
          "found an empty argument, expected a path (. is the current directory)");
    }
    if (ADDRESS.matcher(argument).matches()) {
      throw new TypeConversionException(
          "found the address " + argument + ", expected a path of this machine; download it first");
    }
    try {
      return Path.of(argument);
    } catch (InvalidPathException e) {
      throw new TypeConversionException(
          "found " + argument + ", expected a path: " + e.getReason());
    }
  }
}
