package io.onnxfi.cli;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import picocli.CommandLine.IModelTransformer;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParseResult;

/**
 * The options of {@code replay} that {@code plan} has too: with a model they describe its pilot,
 * and without one only the commands that carry the plan out.
 */
final class ReplayOptions implements IModelTransformer {
  /** The model of a pilot. */
  static final String MODEL = "--model";

  /** Chooses one backend, where a replay takes several. */
  static final String BACKEND = "--backend";

  /** Images per run. */
  static final String BATCH = "--batch";

  private static final String ONE_BACKEND = "ort";

  /** In the order of the help. */
  private static final List<String> TAKEN =
      List.of(
          "--dataset",
          "--resize",
          "--transform",
          "--input-shape",
          "--output",
          "--data",
          "--mean",
          "--std",
          "--inputs",
          "--labels",
          "--judge",
          "--fault",
          "--profile",
          "--nan-rule",
          "--precision",
          BACKEND,
          "--device",
          "--optimization",
          "--threads",
          BATCH,
          "--engine",
          "--memory");

  /** Options that both commands declare with the same meaning. */
  private static final List<String> COMMON = List.of(MODEL, "--faults", "--images");

  private static final List<String> ESTIMATION = List.of("--confidence", "--strata");

  @Override
  public CommandSpec transform(CommandSpec plan) {
    for (String name : TAKEN) {
      OptionSpec declared = plan.findOption(name);
      plan.remove(declared);
      OptionSpec.Builder option = declared.toBuilder().required(false);
      if (name.equals(BACKEND)) {
        option
            .defaultValue(ONE_BACKEND)
            .description("ort (ONNX Runtime) or djl (PyTorch) (default: ${DEFAULT-VALUE}).");
      }
      plan.addOption(option.build());
    }
    return plan;
  }

  /** Those of them that make sense with a model only: all but the size of a batch. */
  static List<String> ofModel() {
    return TAKEN.stream().filter(name -> !name.equals(BATCH)).toList();
  }

  /**
   * What was given of all that a replay takes too, by the name of the option, and the backend of a
   * pilot in any case.
   */
  static Map<String, String> given(ParseResult parsed) {
    Map<String, String> given = new LinkedHashMap<>();
    Stream.of(COMMON, TAKEN, ESTIMATION)
        .flatMap(List::stream)
        .filter(parsed::hasMatchedOption)
        .forEach(
            name ->
                given.put(
                    name, String.join(",", parsed.matchedOption(name).originalStringValues())));
    if (parsed.hasMatchedOption(MODEL)) {
      given.putIfAbsent(BACKEND, ONE_BACKEND);
    }
    return given;
  }
}
