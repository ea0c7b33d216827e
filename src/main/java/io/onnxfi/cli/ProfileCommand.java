package io.onnxfi.cli;

import io.onnxfi.fault.LayerFilter;
import io.onnxfi.file.OutputFiles;
import io.onnxfi.onnx.OnnxModel;
import io.onnxfi.profile.Profile;
import io.onnxfi.profile.ProfileFile;
import io.onnxfi.profile.ProfileTable;
import io.onnxfi.report.Json;
import io.onnxfi.run.ProfileSpec;
import io.onnxfi.run.Profiles;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code onnxfi profile}: the ranges of activations. */
@Command(
    name = "profile",
    description = {
      "Records how the activations of a model are spread over test images, without faults.",
      "For each value that a node computes: count, minimum, maximum, mean, standard deviation,"
          + " percentiles (exact), shares of zeros and of non-finite elements; the same, but for"
          + " percentiles, per channel. Faults that depend on a range (random, gaussian:ALPHA) draw"
          + " from it: replay --profile."
    },
    mixinStandardHelpOptions = true,
    sortOptions = false,
    footer = {
      "",
      "The same command gives the same bytes.",
      "",
      "Examples:",
      "  onnxfi profile resnet20.onnx --dataset cifar10 --images 1000 --out ranges.json",
      "  onnxfi profile resnet20.onnx --dataset cifar10 --layers layer1 --json"
    })
final class ProfileCommand implements Callable<Integer> {
  @Parameters(paramLabel = "M.onnx", description = "The model.")
  private Path model;

  @Mixin private DataOptions data;

  @Mixin private ModelOptions shape;

  @Option(
      names = "--images",
      paramLabel = "N",
      description = "Only the first N test images (default: all).")
  private Integer images;

  @Option(
      names = "--layers",
      paramLabel = "FILTER",
      description =
          "Only values whose name, node or layer contains this text, or matches glob:PATTERN or"
              + " re:EXPRESSION (default: all).")
  private String layers;

  @Option(
      names = "--backend",
      paramLabel = "ID",
      defaultValue = "ort",
      description = "ort (ONNX Runtime) or djl (PyTorch) (default: ${DEFAULT-VALUE}).")
  private String backend;

  @Mixin private ComputeOptions compute;

  @Mixin private BatchOption batch;

  @Option(
      names = "--out",
      paramLabel = "P.json",
      description = "Write the profile here (default: only print it).")
  private Path out;

  @Option(names = "--json", description = "Print the profile as JSON instead of a table.")
  private boolean json;

  @Spec private CommandSpec spec;

  @Override
  public Integer call() {
    if (out != null) {
      List<Path> read = new ArrayList<>(OnnxModel.load(model).externalFiles());
      read.add(model);
      OutputFiles.requireApart("--out", List.of(out), read);
    }
    ProfileSpec profiled =
        new ProfileSpec(
            shape.source(model),
            data.source(images),
            backend,
            compute.settings(),
            batch.images(),
            compute.threads(),
            Optional.ofNullable(layers).map(text -> LayerFilter.parse("--layers", text)));
    Terminal terminal = Terminal.of(spec);
    Profile profile;
    try (Narrator narrator = new Narrator(terminal, () -> {})) {
      profile = Profiles.make(profiled, narrator);
    }
    if (out != null) {
      ProfileFile.write(out, profile);
    }
    terminal.print(
        json ? Json.render(ProfileFile.json(profile)) : ProfileTable.render(profile) + written());
    return ExitCode.DONE;
  }

  private String written() {
    return out == null ? "" : "Written to %s.%n".formatted(out);
  }
}
