package io.onnxfi.cli;

import io.onnxfi.run.JudgeChoice;
import io.onnxfi.run.WorkloadSource;
import java.util.List;
import picocli.CommandLine.IModelTransformer;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Option;

/** Arrays in the place of images, and answers in the place of classes. */
final class ArrayOptions {
  @Mixin private ArrayInputs arrays;

  @Option(
      names = "--judge",
      paramLabel = "HOW",
      defaultValue = "top1",
      description =
          "When a changed answer is critical: top1 (another class is highest), tokens (likewise, at"
              + " any place of outputs [batch, places, classes]), tolerance:ABS,REL (any number of"
              + " all outputs, or of --output, is farther than ABS + REL x its fault-free value"
              + " from it), or boxes (a detector's box is lost or new; boxes:IOU,SCORE: matched"
              + " from that overlap on, above that score; default: ${DEFAULT-VALUE}).")
  private String judge;

  JudgeChoice judge() {
    return JudgeChoice.parse(judge, "--judge");
  }

  /** Whether there are arrays instead of images. */
  boolean isGiven() {
    return arrays.isGiven();
  }

  /**
   * What the model is asked.
   *
   * @param images in whose place arrays may be
   * @param count how many samples, the first ones, or null for all
   */
  WorkloadSource source(DataOptions images, Integer count) {
    return arrays.source(images, count);
  }

  /** Lets a command do without a data set, where there are arrays. */
  static final class InPlaceOfImages implements IModelTransformer {
    @Override
    public CommandSpec transform(CommandSpec command) {
      List<OptionSpec> all = List.copyOf(command.options());
      all.forEach(command::remove);
      for (OptionSpec option : all) {
        boolean isDataset = option.longestName().equals(ArrayInputs.DATASET);
        command.addOption(isDataset ? OptionSpec.builder(option).required(false).build() : option);
      }
      return command;
    }
  }
}
