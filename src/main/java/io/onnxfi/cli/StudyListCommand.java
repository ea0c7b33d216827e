package io.onnxfi.cli;

import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code onnxfi study list}: what studies there are. */
@Command(name = "list", description = "Lists the studies.", mixinStandardHelpOptions = true)
final class StudyListCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;

  @Override
  public Integer call() {
    StringBuilder lines = new StringBuilder();
    spec.parent()
        .subcommands()
        .forEach(
            (name, command) -> {
              if (!name.equals(spec.name())) {
                lines.append("%-14s %s%n".formatted(name, description(command)));
              }
            });
    Terminal.of(spec).print(lines.toString());
    return ExitCode.DONE;
  }

  private static String description(CommandLine command) {
    return command.getCommandSpec().usageMessage().description()[0];
  }
}
