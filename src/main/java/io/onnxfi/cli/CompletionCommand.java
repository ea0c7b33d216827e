package io.onnxfi.cli;

import picocli.AutoComplete;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code onnxfi completion}: the script with which a shell completes commands and options. */
@Command(
    name = "completion",
    description = "Prints a script that completes commands, options and values in bash and zsh.",
    mixinStandardHelpOptions = true,
    footer = {
      "",
      "Example; with this line in ~/.bashrc or ~/.zshrc, every new shell has it:",
      "  source <(./onnxfi completion)",
      "",
      "The script completes 'onnxfi' in whatever folder it is, './onnxfi' included."
    })
final class CompletionCommand implements Runnable {
  @Spec private CommandSpec spec;

  @Override
  public void run() {
    CommandSpec root = spec.root();
    Terminal.of(spec).print(AutoComplete.bash(root.name(), root.commandLine()));
  }
}
