package io.onnxfi.cli;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code onnxfi faults}: what is done with fault lists alone. */
@Command(
    name = "faults",
    description = "Generates, checks, converts, compares, joins and divides fault lists.",
    mixinStandardHelpOptions = true,
    synopsisSubcommandLabel = "COMMAND",
    subcommands = {
      FaultsGenerateCommand.class,
      FaultsAuditCommand.class,
      FaultsConvertCommand.class,
      FaultsDiffCommand.class,
      FaultsMergeCommand.class,
      FaultsSplitCommand.class,
      FaultsPrecisionCommand.class
    })
final class FaultsCommand implements Runnable {
  @Spec private CommandSpec spec;

  @Override
  public void run() {
    throw new ParameterException(
        spec.commandLine(), "expected one of " + spec.subcommands().keySet() + " after faults");
  }
}
