package io.onnxfi.cli;

import io.onnxfi.dataset.Datasets;
import io.onnxfi.error.MissingResourceException;
import io.onnxfi.report.RunDirectory;
import io.onnxfi.run.CampaignSpec;
import io.onnxfi.run.RunResult;
import io.onnxfi.run.Runs;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code onnxfi demo}: the main job on what the repository ships. */
@Command(
    name = "demo",
    description = {
      "Does the main job on what the repository ships.",
      "Replays faults from our list on our ResNet20, with real test images of CIFAR-10, in both"
          + " frameworks, and compares them."
    },
    mixinStandardHelpOptions = true,
    footer = {"", "It prints the command that it runs; --out keeps the results."})
final class DemoCommand implements Callable<Integer> {
  /** Set by the launcher: the folder that the program is in. */
  static final String HOME_PROPERTY = "onnxfi.home";

  private static final String MODEL = "models/resnet20_cifar10.onnx";
  private static final String LIST = "fault_lists/resnet20_cifar10_FL.csv";
  private static final String IMAGES = "cifar10-sample";

  @Option(
      names = "--out",
      paramLabel = "DIR",
      description = "Folder for the results (default: a temporary one).")
  private Path out;

  @Option(
      names = "--faults",
      paramLabel = "N",
      defaultValue = "150",
      description = "Faults to draw from the list (default: ${DEFAULT-VALUE}).")
  private int faults;

  @Option(
      names = "--seed",
      paramLabel = "S",
      defaultValue = "1",
      description = "Seed of the draw (default: ${DEFAULT-VALUE}).")
  private long seed;

  @Option(
      names = "--details",
      description = "Print all statistics before the table and the verdict.")
  private boolean details;

  @Spec private CommandSpec spec;

  @Override
  public Integer call() throws IOException {
    Terminal terminal = Terminal.of(spec);
    Path run = out == null ? Files.createTempDirectory("onnxfi-demo").resolve("run") : out;
    List<String> replay =
        List.of(
            "replay",
            "--model",
            shipped(MODEL),
            "--faults",
            shipped(LIST),
            "--dataset",
            IMAGES,
            "--sample",
            Integer.toString(faults),
            "--seed",
            Long.toString(seed),
            "--out",
            out == null ? "demo-run" : out.toString());
    terminal.print(
        """
        A ResNet20 trained by `onnxfi train` on CIFAR-10 (models/README.md), %d bit flips drawn from its
        fault list, and the first 300 test images of CIFAR-10; every fault in ONNX Runtime and in PyTorch:

          ./onnxfi %s
        """
            .formatted(faults, String.join(" ", replay)));
    CampaignSpec campaign =
        CampaignSpec.of(Path.of(shipped(MODEL)), Path.of(shipped(LIST)), Datasets.named(IMAGES))
            .sample(faults)
            .seed(seed)
            .build();
    try (Narrator narrator = Narrator.ofRun(terminal)) {
      RunResult result = Runs.execute(campaign, new RunDirectory(run), narrator);
      result.warnings().forEach(terminal::remark);
      terminal.print(result.text(details));
      terminal.print(
          out == null
              ? "\nNot kept; --out DIR keeps the results. --details prints all statistics.\n"
              : ReplayCommand.whereabouts(result));
    }
    terminal.print(
        "Next, on all 10,000 test images: ./onnxfi fetch cifar10, then replay with --dataset"
            + " cifar10.\n");
    return ExitCode.DONE;
  }

  /** A file of the repository, relative to the working folder where that is shorter. */
  private static String shipped(String name) {
    Path file = Path.of(System.getProperty(HOME_PROPERTY, "")).resolve(name);
    if (!Files.isRegularFile(file)) {
      throw new MissingResourceException(
          "the demo's " + name + " is missing: " + file.toAbsolutePath(),
          "run ./onnxfi from a checkout of the repository");
    }
    Path here = Path.of("").toAbsolutePath();
    Path absolute = file.toAbsolutePath();
    return absolute.startsWith(here) ? here.relativize(absolute).toString() : absolute.toString();
  }
}
