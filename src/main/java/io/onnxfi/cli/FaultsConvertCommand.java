package io.onnxfi.cli;

import io.onnxfi.fault.FaultList;
import io.onnxfi.fault.list.AlfiLayerTypes;
import io.onnxfi.fault.list.AlfiReading;
import io.onnxfi.fault.list.InjectionPolicy;
import io.onnxfi.fault.list.ListConversion;
import io.onnxfi.fault.list.ListForm;
import io.onnxfi.fault.list.Naming;
import io.onnxfi.onnx.OnnxModel;
import io.onnxfi.report.Figures;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code onnxfi faults convert}: lists of other frameworks and tools. */
@Command(
    name = "convert",
    description = "Converts a list between PyTorch's and Keras's names, or from another tool.",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    footer = {
      "",
      "Read are published lists with either names; neurons of SCI-FI and SFIadvancedmodels"
          + " (LayerName, FeatureMapIndex, Value); and faults of PyTorchALFI, seven fields each, in"
          + " a table or in its result files. Which it is, the columns tell. Each row is looked up"
          + " in the model; what comes out names the same elements and goes into replay.",
      "",
      "Examples:",
      "  onnxfi faults convert ResNet20_FL.csv --model M.onnx --to keras --out ResNet20_TF_FL.csv",
      "  onnxfi faults convert 51195_neuron_fault_list.csv --model M.onnx --out neurons.csv",
      "  onnxfi faults convert runset.csv --from alfi-neurons --policy per_image --model M.onnx \\",
      "                        --out alfi.csv"
    })
final class FaultsConvertCommand implements Callable<Integer> {
  @Parameters(paramLabel = "LIST", description = "The list.")
  private Path file;

  @Option(names = "--model", paramLabel = "M.onnx", required = true, description = "The model.")
  private Path model;

  @Option(names = "--out", paramLabel = "L.csv", required = true, description = "The new list.")
  private Path out;

  @Option(
      names = "--to",
      paramLabel = "NAMES",
      defaultValue = "pytorch",
      description =
          "pytorch (default): names and order as onnxfi layers shows them, or keras: conv2d_3,"
              + " (kH, kW, in, out).")
  private String to;

  @Option(
      names = "--from",
      paramLabel = "FORM",
      description = "onnxfi, sci-fi, alfi-neurons or alfi-weights, if the columns do not tell.")
  private String from;

  @Option(
      names = "--policy",
      paramLabel = "POLICY",
      defaultValue = "per_epoch",
      description =
          "PyTorchALFI's inj_policy: per_epoch (default; all images), per_image (the first trial in"
              + " image 0) or per_batch.")
  private String policy;

  @Option(
      names = "--values",
      paramLabel = "KIND",
      description = "PyTorchALFI's rnd_value_type: bitflip or number, if the header does not tell.")
  private String values;

  @Option(
      names = "--layer-types",
      paramLabel = "TYPES",
      defaultValue = "conv2d,conv3d,fcc",
      description = "PyTorchALFI's layer_types, which it numbers (default: ${DEFAULT-VALUE}).")
  private String layerTypes;

  @Option(
      names = "--faults-per-trial",
      paramLabel = "N",
      defaultValue = "1",
      description = "PyTorchALFI's max_faults_per_image: N rows strike together (default: 1).")
  private int faultsPerTrial;

  @Spec private CommandSpec spec;

  @Override
  public Integer call() {
    NewFile.require("--out", out);
    AlfiReading reading =
        new AlfiReading(
            InjectionPolicy.named("--policy", policy),
            faultsPerTrial,
            Optional.ofNullable(values).map(kind -> AlfiReading.isNumber("--values", kind)),
            AlfiLayerTypes.parse("--layer-types", layerTypes));
    Optional<ListForm> form =
        Optional.ofNullable(from).map(label -> ListForm.named("--from", label));
    Naming naming = Naming.named("--to", to);
    FaultList list = ListConversion.convert(file, OnnxModel.load(model), form, reading, naming);
    list.write(out);
    Terminal terminal = Terminal.of(spec);
    terminal.notes(list.notes());
    terminal.print(
        "%s: %s trials, %s rows, names of %s%n"
            .formatted(
                out,
                Figures.count(list.trials().size()),
                Figures.count(list.rows().size()),
                naming));
    return ExitCode.DONE;
  }
}
