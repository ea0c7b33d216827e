package io.onnxfi.cli;

import io.onnxfi.dataset.DataRoot;
import io.onnxfi.dataset.FetchCatalog;
import io.onnxfi.dataset.FetchListener;
import io.onnxfi.dataset.FetchedFile;
import io.onnxfi.dataset.Fetcher;
import io.onnxfi.report.Figures;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code onnxfi fetch}: data from its publishers. */
@Command(
    name = "fetch",
    description = "Downloads data sets and published files from their official sources.",
    mixinStandardHelpOptions = true,
    footer = {
      "",
      "Every file is checked against its checksum; an interrupted download is resumed.",
      "Without WHAT, lists what can be fetched.",
      "",
      "Examples:",
      "  onnxfi fetch cifar10",
      "  onnxfi fetch dnn-benchmarks/torch/gpu/image_classification/CIFAR10/fp32/resnet"
    })
final class FetchCommand implements Callable<Integer> {
  @Parameters(
      paramLabel = "WHAT",
      arity = "0..*",
      description =
          "cifar10, cifar100, gtsrb, mnist, tiny-imagenet, dnn-benchmarks or a path below it.")
  private List<String> what = List.of();

  @Mixin private DataFolder folder;

  @Spec private CommandSpec spec;

  @Override
  public Integer call() {
    Terminal terminal = Terminal.of(spec);
    DataRoot root = folder.root();
    FetchCatalog catalog = new FetchCatalog(root, new Fetcher());
    if (what.isEmpty()) {
      catalog.targets().forEach(target -> terminal.print(target + "\n"));
    }
    for (String target : what) {
      for (FetchedFile file : catalog.fetch(target, new Spoken(terminal))) {
        String outcome = file.outcome().name().toLowerCase(Locale.ROOT).replace('_', ' ');
        terminal.print("%-13s %s%n".formatted(outcome, file.file()));
      }
    }
    return ExitCode.DONE;
  }

  /** Says a line for every tenth of a file, and whatever is unusual. */
  private static final class Spoken implements FetchListener {
    private static final int STEPS = 10;
    private static final double MEGABYTE = 1e6;

    private final Terminal terminal;
    private String current = "";
    private long said;

    Spoken(Terminal terminal) {
      this.terminal = terminal;
    }

    @Override
    public synchronized void progress(Path file, long done, long total) {
      String name = String.valueOf(file.getFileName());
      long step = total > 0 ? done * STEPS / total : 0;
      if (!name.equals(current) || step > said) {
        current = name;
        said = step;
        terminal.remark(
            "%s: %.1f MB%s"
                .formatted(
                    name,
                    done / MEGABYTE,
                    total > 0 ? " (" + Figures.percent(done, total) + ")" : ""));
      }
    }

    @Override
    public void retrying(Path file, String reason) {
      terminal.remark("%s: trying again (%s)".formatted(file.getFileName(), reason));
    }
  }
}
