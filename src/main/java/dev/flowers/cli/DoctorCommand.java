package dev.flowers.cli;

import java.io.IOException;
import java.util.concurrent.atomic.AtomicBoolean;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code flowers doctor}. */
@Command(
    name = "doctor",
    header = "Look for what is wrong with this machine or the home.",
    description = {
      "",
      "Starts both engines, looks through the home, and measures the speed for two seconds. A line a"
          + " finding: ok, warn or fail, and what to do about it. Nothing is fetched, and the home"
          + " stays as it is; the exit code is 1 if something failed.",
      ""
    })
final class DoctorCommand extends Subcommand {
  @Mixin HomeOption home;

  @Override
  public Integer call() throws IOException {
    AtomicBoolean failed = new AtomicBoolean();
    Doctor.examine(
        home.home(),
        finding -> {
          terminal()
              .result(
                  "%-4s  %-10s  %s",
                  DisplayText.of(finding.level()), finding.subject(), finding.text());
          if (finding.level() == Finding.Level.FAIL) {
            failed.set(true);
          }
        });
    return failed.get() ? CommandLine.ExitCode.SOFTWARE : CommandLine.ExitCode.OK;
  }
}
