package io.onnxfi.cli;

import io.onnxfi.error.MalformedInputException;
import io.onnxfi.fault.FaultList;
import io.onnxfi.precision.PrecisionSignature;
import io.onnxfi.report.Json;
import io.onnxfi.report.SignatureTable;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code onnxfi faults precision}: what a list's outcomes tell of how they were computed. */
@Command(
    name = "precision",
    description = "Tells from a list's outcomes in which precision each layer was computed.",
    mixinStandardHelpOptions = true,
    footer = {
      "",
      "An accelerator that rounds operands to TF32 drops the low 12 bits of a weight, so faults"
          + " there are masked for every image; in float32 they are not. replay --precision auto"
          + " computes as this table says; ? means too few rows to tell.",
      "",
      "Example:",
      "  onnxfi faults precision ResNet20_FL.csv"
    })
final class FaultsPrecisionCommand implements Callable<Integer> {
  @Parameters(paramLabel = "LIST", description = "A list with outcomes.")
  private Path file;

  @Option(names = "--json", description = "Print JSON.")
  private boolean json;

  @Spec private CommandSpec spec;

  @Override
  public Integer call() {
    FaultList list = FaultList.read(file);
    Terminal.of(spec).notes(list.notes());
    if (!list.hasOutcomes()) {
      throw MalformedInputException.of(file.toString(), "a list with outcomes", "none");
    }
    List<PrecisionSignature> signatures = PrecisionSignature.of(list);
    Terminal.of(spec)
        .print(
            json
                ? Json.render(SignatureTable.json(signatures))
                : SignatureTable.render(signatures));
    return ExitCode.DONE;
  }
}
