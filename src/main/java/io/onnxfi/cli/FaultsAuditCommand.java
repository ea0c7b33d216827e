package io.onnxfi.cli;

import io.onnxfi.dataset.Datasets;
import io.onnxfi.error.MalformedInputException;
import io.onnxfi.fault.AuditReport;
import io.onnxfi.fault.FaultListAudit;
import io.onnxfi.fault.FaultResolver;
import io.onnxfi.fault.OutcomeRepair;
import io.onnxfi.onnx.OnnxModel;
import io.onnxfi.report.AuditSummary;
import io.onnxfi.report.Json;
import io.onnxfi.run.DataSource;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code onnxfi faults audit}: what is wrong with a list. */
@Command(
    name = "audit",
    description = "Finds everything that is wrong with the form of a fault list.",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    footer = {
      "",
      "It checks columns and quotes, numbers, duplicates, whether outcomes add up to n_injections"
          + " and stand on the rows of their faults and, given a model or an architecture, whether"
          + " rows name bits of it. Rows are counted from 0, as in --rows of replay; lines from 1."
          + " What outcomes tell of the precision that they were computed in is no defect, and said"
          + " in a line ('faults precision' has it by layer).",
      "",
      "Exit code 0 if nothing is wrong, 1 if something is, 2 if the file is not a fault list.",
      "",
      "Examples:",
      "  onnxfi faults audit ResNet20_FL.csv --arch resnet20 --dataset cifar10",
      "  onnxfi faults audit list.csv --model M.onnx --json"
    })
final class FaultsAuditCommand implements Callable<Integer> {
  @Parameters(paramLabel = "LIST", description = "The list, with PyTorch's or Keras's names.")
  private Path list;

  @Option(names = "--model", paramLabel = "M.onnx", description = "The model that it is for.")
  private Path model;

  @Option(
      names = "--arch",
      paramLabel = "NAME",
      description = "The architecture that it is for, in place of a model; needs --dataset.")
  private String architecture;

  @Option(
      names = "--dataset",
      paramLabel = "NAME",
      description = "The data set of the architecture, as for import: cifar10, gtsrb, ….")
  private String dataset;

  @Mixin private DataFolder folder;

  @Option(
      names = "--repair",
      paramLabel = "OUT.csv",
      description =
          "Write the list with the outcomes on the rows of their faults, if they are on others.")
  private Path repair;

  @Option(names = "--json", description = "Print JSON.")
  private boolean json;

  @Spec private CommandSpec spec;

  @Override
  public Integer call() {
    if (repair != null) {
      NewFile.require("--repair", repair);
    }
    AuditReport report = FaultListAudit.audit(list, model().map(FaultResolver::new));
    Terminal terminal = Terminal.of(spec);
    terminal.notes(report.notes());
    terminal.print(json ? Json.render(AuditSummary.json(report)) : AuditSummary.render(report));
    if (repair != null) {
      terminal.notes(List.of(OutcomeRepair.write(list, repair)));
    }
    return report.defects().isEmpty() ? ExitCode.DONE : ExitCode.DISAGREEMENT;
  }

  private Optional<OnnxModel> model() {
    if ((architecture == null) != (dataset == null) || (model != null && architecture != null)) {
      throw new MalformedInputException(
          "give either --model, or --arch with --dataset, or none of them");
    }
    return architecture == null
        ? Optional.ofNullable(model).map(OnnxModel::load)
        : Optional.of(
            DataSource.of(Datasets.named(dataset), folder.root())
                .architecture(architecture)
                .unfilled());
  }
}
