package io.onnxfi.cli;

import io.onnxfi.error.MalformedInputException;
import io.onnxfi.run.ArraySource;
import io.onnxfi.run.ModelSource;
import io.onnxfi.run.WorkloadSource;
import io.onnxfi.workload.AxisChoice;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import picocli.CommandLine.IModelTransformer;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Option;

/** Arrays in the place of images. */
final class ArrayOptions {
  private static final String DATASET = "--dataset";

  @Option(
      names = "--inputs",
      paramLabel = "FILE",
      description =
          "In place of --dataset: arrays for the inputs of any model, of any type and rank, with"
              + " the samples in the first axis: .npz with the names of the inputs or in their"
              + " order, or .npy for one input. An array without that axis, such as a single"
              + " number, is the same for all samples.")
  private Path inputs;

  @Option(
      names = "--labels",
      paramLabel = "FILE",
      description = "The classes of the samples of --inputs: .npy of whole numbers.")
  private Path labels;

  @Option(
      names = "--batch-axis",
      paramLabel = "AXIS",
      description =
          "The axis of the model's inputs and outputs that counts samples, from 0, where it is not"
              + " the first and the model does not call it batch or N: 1, or by name x=1,y=0.")
  private String batchAxis;

  /** The model with its samples where they are said to be. */
  ModelSource of(ModelSource model) {
    return batchAxis == null ? model : model.with(AxisChoice.parse(batchAxis, "--batch-axis"));
  }

  /** Whether there are arrays instead of images. */
  boolean isGiven() {
    return inputs != null;
  }

  /** Whether the classes of arrays are known. */
  boolean isLabelled() {
    return labels != null;
  }

  /**
   * What the model is asked.
   *
   * @param images in whose place arrays may be
   * @param count how many samples, the first ones, or null for all
   */
  WorkloadSource source(DataOptions images, Integer count) {
    if (inputs == null) {
      if (labels != null) {
        throw MalformedInputException.of("--labels", "--inputs with it", "no --inputs");
      }
      return images.source(count);
    }
    images
        .ofImages()
        .ifPresent(
            option -> {
              throw new MalformedInputException(option + " and --inputs exclude each other");
            });
    OptionalInt first = count == null ? OptionalInt.empty() : OptionalInt.of(count);
    return new ArraySource(inputs, Optional.ofNullable(labels), first);
  }

  /** Lets a command do without a data set, where there are arrays. */
  static final class InPlaceOfImages implements IModelTransformer {
    @Override
    public CommandSpec transform(CommandSpec command) {
      List<OptionSpec> all = List.copyOf(command.options());
      all.forEach(command::remove);
      for (OptionSpec option : all) {
        boolean isDataset = option.longestName().equals(DATASET);
        command.addOption(isDataset ? OptionSpec.builder(option).required(false).build() : option);
      }
      return command;
    }
  }
}
