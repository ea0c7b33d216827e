package io.onnxfi.cli;

import io.onnxfi.error.Excerpt;
import io.onnxfi.error.MalformedInputException;
import io.onnxfi.fault.Extent;
import io.onnxfi.fault.Fault;
import io.onnxfi.fault.FaultSite;
import io.onnxfi.fault.TensorIndex;
import io.onnxfi.fault.model.BitFlip;
import io.onnxfi.fault.model.FaultModel;
import io.onnxfi.fault.model.FaultModels;
import io.onnxfi.injection.InjectedModel;
import io.onnxfi.run.FaultyModels;
import java.nio.file.Path;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code onnxfi inject}: a fault, or all faults of a trial, into a model file. */
@Command(
    name = "inject",
    description =
        "Writes a model with a fault in it, or all faults of a trial, for any ONNX runtime.",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    footer = {
      "",
      "Examples:",
      "  onnxfi inject resnet20.onnx --layer conv1 --index 3,0,2,1 --bit 15 \\",
      "                --out faulty.onnx",
      "  onnxfi inject resnet20.onnx --layer layer1.0.conv1 --index 3,0,0 \\",
      "                --site activation/channel --fault zero --out faulty.onnx",
      "  onnxfi inject resnet20.onnx --faults list.csv --trial 17 --out faulty.onnx"
    })
final class InjectCommand implements Callable<Integer> {
  @Parameters(paramLabel = "M.onnx", description = "The fault-free model.")
  private Path model;

  @Option(
      names = "--layer",
      paramLabel = "NAME",
      description = "A layer or initializer, as listed by 'onnxfi layers', or an activation.")
  private Optional<String> layer;

  @Option(
      names = "--index",
      paramLabel = "I,J,…",
      description =
          "Coordinates of the element, one per axis, counted from 0; of activations within one"
              + " image. Not needed for a whole tensor or a named processing element.")
  private Optional<String> index;

  @Option(
      names = "--bit",
      paramLabel = "B",
      description =
          "Bit of the element; 0 is the least significant. Not needed for faults that choose"
              + " theirs.")
  private Optional<Integer> bit;

  @Option(
      names = "--site",
      paramLabel = "SITE",
      description =
          "What is reached around the element, as in column Site of lists: weight, weight/channel,"
              + " activation, activation/row, activation/bullet-wake:100, … (default: weight).")
  private Optional<String> site;

  @Option(
      names = "--fault",
      paramLabel = "MODEL",
      description =
          "Any of the fault models that lists may name: flip (default), stuck-at-0,"
              + " zero, set:VALUE, ber:P, …")
  private Optional<String> fault;

  @Option(
      names = "--faults",
      paramLabel = "L.csv",
      description = "Inject a trial of this list instead, all its rows together.")
  private Optional<Path> faults;

  @Option(
      names = "--trial",
      paramLabel = "N",
      description = "Number of the trial, column Injection of the list.")
  private Optional<Long> trial;

  @Option(
      names = "--seed",
      paramLabel = "N",
      defaultValue = "0",
      description =
          "Seed of what is random about a fault; a trial of a list becomes what a replay with this"
              + " seed makes of it (default: ${DEFAULT-VALUE}).")
  private long seed;

  @Mixin private ProfileOption profile;

  @Option(
      names = "--out",
      paramLabel = "F.onnx",
      required = true,
      description = "The model to write.")
  private Path out;

  @Spec private CommandSpec spec;

  @Override
  public Integer call() {
    requireOneWay();
    Optional<FaultModel> what = fault.map(label -> FaultModels.parse("--fault", label));
    FaultyModels files = new FaultyModels(model, profile.file(), seed, out);
    InjectedModel injected =
        faults.isPresent()
            ? files.with(faults.get(), trial.orElseThrow(), what)
            : files.with(new Fault(site(), what.orElse(new BitFlip())));
    Terminal terminal = Terminal.of(spec);
    terminal.notes(injected.notes());
    injected.changes().forEach(change -> terminal.print("%s: %s%n".formatted(out, change)));
    return ExitCode.DONE;
  }

  /** A fault is named by options, or a trial of a list is. */
  private void requireOneWay() {
    if (faults.isPresent()) {
      require("--trial=N", trial.isPresent());
      refuseWithList("--layer", layer);
      refuseWithList("--index", index);
      refuseWithList("--bit", bit);
      refuseWithList("--site", site);
    } else {
      require("--faults=L.csv", trial.isEmpty());
      require("--layer=NAME", layer.isPresent());
    }
  }

  private void require(String option, boolean isThere) {
    if (!isThere) {
      throw new ParameterException(
          spec.commandLine(), "Missing required option: '%s'".formatted(option));
    }
  }

  private void refuseWithList(String option, Optional<?> value) {
    if (value.isPresent()) {
      throw new ParameterException(
          spec.commandLine(), "%s and --faults exclude each other".formatted(option));
    }
  }

  private FaultSite site() {
    Extent extent = site.map(text -> Extent.parse("--site", text)).orElse(Extent.WEIGHT);
    require("--index=I,J,…", !extent.reach().needsElement() || index.isPresent());
    return new FaultSite(
        layer.orElseThrow(),
        index.map(InjectCommand::coordinates).orElseGet(TensorIndex::of),
        bit.map(OptionalInt::of).orElseGet(OptionalInt::empty),
        extent);
  }

  private static TensorIndex coordinates(String text) {
    return TensorIndex.parseAny(text)
        .orElseThrow(
            () ->
                MalformedInputException.of(
                    "--index", "coordinates from 0, like 3,0,2,1", Excerpt.quoted(text)));
  }
}
