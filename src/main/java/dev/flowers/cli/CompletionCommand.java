package dev.flowers.cli;

import picocli.AutoComplete;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/** {@code flowers completion}. */
@Command(
    name = "completion",
    header = "Print a script by which bash and zsh complete commands and options.",
    description = {"", "For this shell: source <(flowers completion)", ""})
final class CompletionCommand extends Subcommand {
  @Override
  public Integer call() {
    CommandLine root = FlowersCommand.line(terminal(), ""); // with all commands, not this one alone
    terminal().out().print(AutoComplete.bash(root.getCommandName(), root));
    return CommandLine.ExitCode.OK;
  }
}
