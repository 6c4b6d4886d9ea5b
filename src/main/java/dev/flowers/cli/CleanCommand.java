package dev.flowers.cli;

import com.google.gson.GsonBuilder;
import dev.flowers.cleanup.HomeCleaning;
import dev.flowers.cleanup.Leftover;
import dev.flowers.storage.Home;
import dev.flowers.storage.InvalidInputException;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code flowers clean}. */
@Command(
    name = "clean",
    header = "Show what nothing in the home needs any more, and remove it.",
    description = {
      "",
      "Old versions of models and their reports, trunks of no model, embeddings of folders that are"
          + " gone, what the demo has made, and files of runs that were killed a day ago or earlier. What"
          + " a version that stays needs is never among them, nor is what a process has open.",
      "",
      "On a terminal it asks before it removes anything. Else it removes with --yes alone.",
      ""
    })
final class CleanCommand extends Subcommand {
  private static final double KILO = 1e3;

  @Mixin HomeOption home;

  @Option(
      names = "--keep",
      paramLabel = "N",
      description =
          "Keep N versions of each model, the current one among them. Default: ${DEFAULT-VALUE}.")
  int keep = HomeCleaning.KEEP;

  @Option(names = "--yes", description = "Remove without asking.")
  boolean yes;

  @Option(names = "--json", description = "Print JSON, and ask nothing.")
  boolean json;

  @Override
  public Integer call() throws IOException {
    HomeCleaning cleaning = valid(() -> new HomeCleaning(home(), keep));
    Terminal terminal = json ? terminal().talkingToErr() : terminal();
    HomeCleaning.Found found = cleaning.find();
    List<Leftover> free =
        found.leftovers().stream().filter(leftover -> leftover.use().isEmpty()).toList();
    if (!json) {
      show(terminal, found, free);
    }
    List<HomeCleaning.Outcome> outcomes = new ArrayList<>();
    if (!free.isEmpty() && confirmed(terminal, free)) {
      cleaning.remove(
          free,
          outcome -> {
            outcomes.add(outcome);
            if (!outcome.removed()) {
              terminal
                  .err()
                  .println(
                      "flowers clean: " + outcome.leftover().name() + " stays: " + outcome.fault());
            }
          });
      terminal.say("freed     %s", bytes(freed(outcomes)));
    }
    if (json) {
      printJson(cleaning, found, outcomes);
    }
    return outcomes.stream().allMatch(HomeCleaning.Outcome::removed)
        ? CommandLine.ExitCode.OK
        : CommandLine.ExitCode.SOFTWARE;
  }

  private Home home() {
    try {
      return home.home();
    } catch (InvalidInputException e) {
      throw usage(String.valueOf(e.getMessage()));
    }
  }

  private void show(Terminal terminal, HomeCleaning.Found found, List<Leftover> free) {
    int width =
        found.leftovers().stream().mapToInt(leftover -> leftover.name().length()).max().orElse(0);
    for (Leftover leftover : found.leftovers()) {
      terminal.result(
          "%-10s  %-" + Math.max(1, width) + "s  %9s  %s",
          leftover.kind(),
          leftover.name(),
          bytes(leftover.bytes()),
          leftover.use().isEmpty() ? leftover.reason() : "stays: " + leftover.use());
    }
    found.notes().forEach(note -> terminal.say("note      %s", note));
    if (free.isEmpty()) {
      terminal.say("Nothing can go from %s.", home().root());
    } else {
      terminal.say("%s can go.", bytes(free.stream().mapToLong(Leftover::bytes).sum()));
    }
  }

  private boolean confirmed(Terminal terminal, List<Leftover> free) throws IOException {
    if (yes) {
      return true;
    }
    if (json || !terminal.interactive()) {
      terminal.say("Nothing was removed; --yes removes what can go.");
      return false;
    }
    terminal.out().print("Remove " + (free.size() == 1 ? "it" : "all of it") + "? [y/N] ");
    terminal.out().flush();
    String answer =
        new BufferedReader(new InputStreamReader(terminal.in(), StandardCharsets.UTF_8)).readLine();
    return answer != null && answer.strip().toLowerCase(Locale.ROOT).matches("y|yes");
  }

  private static long freed(List<HomeCleaning.Outcome> outcomes) {
    return outcomes.stream()
        .filter(HomeCleaning.Outcome::removed)
        .mapToLong(outcome -> outcome.leftover().bytes())
        .sum();
  }

  private void printJson(
      HomeCleaning cleaning, HomeCleaning.Found found, List<HomeCleaning.Outcome> outcomes) {
    List<Map<String, Object>> leftovers = new ArrayList<>();
    for (Leftover leftover : found.leftovers()) {
      Map<String, Object> element = new LinkedHashMap<>();
      element.put("kind", leftover.kind().toString());
      element.put("name", leftover.name());
      element.put("bytes", leftover.bytes());
      element.put("reason", leftover.reason());
      if (!leftover.use().isEmpty()) {
        element.put("use", leftover.use());
      }
      element.put(
          "removed",
          outcomes.stream()
              .anyMatch(outcome -> outcome.leftover().equals(leftover) && outcome.removed()));
      leftovers.add(element);
    }
    Map<String, Object> result = new LinkedHashMap<>();
    result.put("format", "flowers-clean");
    result.put("home", cleaning.home().root().toString());
    result.put("leftovers", leftovers);
    result.put("notes", found.notes());
    result.put("freed", freed(outcomes));
    terminal()
        .out()
        .println(
            new GsonBuilder().setPrettyPrinting().disableHtmlEscaping().create().toJson(result));
  }

  private static String bytes(long bytes) {
    double kilobytes = bytes / KILO;
    double megabytes = kilobytes / KILO;
    return megabytes >= KILO
        ? String.format(Locale.ROOT, "%.1f GB", megabytes / KILO)
        : megabytes >= 1
            ? String.format(Locale.ROOT, "%.1f MB", megabytes)
            : String.format(Locale.ROOT, "%.1f kB", kilobytes);
  }
}
