package io.onnxfi.cli;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code onnxfi study}: whole studies by one command. */
@Command(
    name = "study",
    description = "Runs a whole study: measures, tables, figures and a page from one command.",
    mixinStandardHelpOptions = true,
    synopsisSubcommandLabel = "STUDY",
    subcommands = {
      StudyListCommand.class,
      StudyBerCommand.class,
      StudyWeightNoiseCommand.class,
      StudyErrorAwareCommand.class,
      StudyStressCommand.class
    },
    footer = {
      "",
      "A study that was interrupted goes on with the same command; with more rates, seeds or"
          + " repetitions it measures only these. Its folder holds config.yaml, with which --config"
          + " repeats it.",
      "",
      "Examples:",
      "  onnxfi study list",
      "  onnxfi study ber --model models/resnet20_cifar10.onnx \\",
      "                   --dataset cifar10-sample --out bit-errors"
    })
final class StudyCommand implements Runnable {
  @Spec private CommandSpec spec;

  @Override
  public void run() {
    throw new ParameterException(
        spec.commandLine(), "expected one of " + spec.subcommands().keySet() + " after study");
  }
}
