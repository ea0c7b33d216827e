package io.onnxfi.cli;

import io.onnxfi.error.MalformedInputException;
import io.onnxfi.fault.FaultList;
import io.onnxfi.fault.PublishedSampler;
import io.onnxfi.fault.SampleSize;
import io.onnxfi.onnx.OnnxModel;
import io.onnxfi.report.Figures;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code onnxfi faults generate}: a list as the published ones were drawn. */
@Command(
    name = "generate",
    description = {
      "Draws a fault list as the published ones were drawn.",
      "Rows by the sample-size formula, in proportion to each layer's weights, with Python's random"
          + " numbers. The defaults reproduce the published lists, row by row."
    },
    mixinStandardHelpOptions = true,
    sortOptions = false,
    footer = {
      "",
      "Examples:",
      "  onnxfi faults generate --model resnet20.onnx --out ResNet20_FL.csv",
      "  onnxfi faults generate --model M.onnx --margin 0.05 --t 1.96 --seed 7 \\",
      "                         --out list.csv"
    })
final class FaultsGenerateCommand implements Callable<Integer> {
  @Option(names = "--model", paramLabel = "M.onnx", required = true, description = "The model.")
  private Path model;

  @Option(names = "--out", paramLabel = "L.csv", required = true, description = "The list.")
  private Path out;

  @Option(
      names = "--margin",
      paramLabel = "E",
      defaultValue = "0.01",
      description = "Margin of error of an estimated share (default: ${DEFAULT-VALUE}).")
  private double margin;

  @Option(
      names = "--t",
      paramLabel = "T",
      defaultValue = "2.58",
      description =
          "Normal quantile for the confidence, 1.96 for 95 %% (default: ${DEFAULT-VALUE}).")
  private double t;

  @Option(
      names = "--share",
      paramLabel = "P",
      defaultValue = "0.5",
      description = "Assumed share; 0.5 is the worst case (default: ${DEFAULT-VALUE}).")
  private double share;

  @Option(
      names = "--seed",
      paramLabel = "S",
      defaultValue = "42",
      description = "Seed, 0 or more (default: ${DEFAULT-VALUE}).")
  private int seed;

  @Spec private CommandSpec spec;

  @Override
  public Integer call() {
    if (seed < 0) {
      throw MalformedInputException.of("--seed", "0 or more", Integer.toString(seed));
    }
    if (Files.exists(out)) {
      throw MalformedInputException.of("--out", "a new file", out + ", which exists");
    }
    SampleSize size = new SampleSize(margin, t, share);
    OnnxModel onnx = OnnxModel.load(model);
    FaultList list = PublishedSampler.draw(onnx, size, seed);
    list.write(out);
    Terminal terminal = Terminal.of(spec);
    PublishedSampler.leftOut(onnx).ifPresent(text -> terminal.notes(List.of(out + ": " + text)));
    terminal.print(
        "%s: %s faults (margin %s, t %s, seed %d)%n"
            .formatted(out, Figures.count(list.rows().size()), margin, t, seed));
    return ExitCode.DONE;
  }
}
