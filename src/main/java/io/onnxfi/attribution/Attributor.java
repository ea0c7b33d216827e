package io.onnxfi.attribution;

import io.onnxfi.backend.Backend;
import io.onnxfi.backend.Variant;
import io.onnxfi.campaign.Campaign;
import io.onnxfi.onnx.EditSet;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * Finds out, image by image, why faults have other outcomes in two backends.
 *
 * <p>A fault with which one framework gives up is explained by that ({@link CrashCheck}).
 * Experiments come in a fixed order, and each gets the images that those before it did not explain:
 * are the recorded outcomes reproduced; is it the NaN rule; an operator's values; rounding that
 * changes within one framework; rounding within every operator's bound. What remains is
 * unexplained.
 */
public final class Attributor implements AutoCloseable {
  private final Campaign campaign;
  private final Backend left;
  private final Backend right;
  private final ImageRuns leftRuns;
  private final ImageRuns rightRuns;
  private final NodeByNode nodeByNode;
  private final OptionsExperiment options;
  private final List<Experiment> experiments;

  /**
   * An attributor.
   *
   * @param campaign model, images, batch and rule of the run; its faults do not matter
   * @param left the first backend, with the options of the run
   * @param right the second backend, with the options of the run
   * @param variants either of the two with other options, the most telling first; backends are
   *     closed by who opened them
   */
  public Attributor(Campaign campaign, Backend left, Backend right, List<Variant> variants) {
    this.campaign = campaign;
    this.left = left;
    this.right = right;
    this.leftRuns = new ImageRuns(campaign, left, campaign.batch());
    this.rightRuns = new ImageRuns(campaign, right, campaign.batch());
    this.nodeByNode = new NodeByNode(campaign, left, right);
    this.options = new OptionsExperiment(campaign, variants);
    this.experiments =
        List.of(
            new ReproductionExperiment(),
            new NanRuleExperiment(),
            new OperatorExperiment(),
            options,
            new BoundExperiment());
  }

  /**
   * Finds the cause of one fault.
   *
   * @param fault with at least one image to examine
   */
  public Attribution attribute(DifferingTrial fault) {
    List<Integer> places = fault.places();
    if (places.isEmpty()) {
      throw new IllegalArgumentException("no image to examine in " + fault.edit());
    }
    EditSet edit = fault.edit();
    Rerun first = Rerun.of(leftRuns, edit, places);
    Rerun second = Rerun.of(rightRuns, edit, places);
    Optional<Finding> crash =
        new CrashCheck(fault, campaign.nanRule())
            .examine(left.title(), first, right.title(), second);
    if (crash.isPresent()) {
      return new Attribution(fault, List.of(crash.get()));
    }
    Examination examination =
        new Examination(
            fault,
            edit,
            campaign.nanRule(),
            new ExaminedSide(left.id(), left.title(), first.scores()),
            new ExaminedSide(right.id(), right.title(), second.scores()),
            () -> nodeByNode.run(edit, places));
    List<Integer> open = new ArrayList<>(IntStream.range(0, places.size()).boxed().toList());
    List<Finding> findings = new ArrayList<>();
    for (Experiment experiment : experiments) {
      if (!open.isEmpty()) {
        for (Finding finding : experiment.examine(examination, open)) {
          findings.add(finding);
          open.removeIf(row -> finding.images().contains(examination.image(row)));
        }
      }
    }
    if (!open.isEmpty()) {
      findings.add(
          new Finding(
              Cause.UNEXPLAINED, examination.images(open), remains(examination, open.get(0))));
    }
    return new Attribution(fault, findings);
  }

  /** What is known of an image that nothing explains. */
  private static String remains(Examination examination, int row) {
    String image =
        "image %d: %s in %s, %s in %s"
            .formatted(
                examination.image(row),
                examination.pair(row).left().label(),
                examination.left().title(),
                examination.pair(row).right().label(),
                examination.right().title());
    if (!examination.nodes().obstacle().isEmpty()) {
      return image + "; operators could not be compared: " + examination.nodes().obstacle();
    }
    return examination.nodes().first(row).isPresent()
        ? "%s; %s, but that does not lead to the outcome"
            .formatted(image, OperatorExperiment.describe(examination, row))
        : image + "; every operator agrees within its rounding bound on equal inputs";
  }

  @Override
  public void close() {
    leftRuns.close();
    rightRuns.close();
    nodeByNode.close();
    options.close();
  }
}
