package io.onnxfi.attribution;

import io.onnxfi.backend.Variant;
import io.onnxfi.campaign.Campaign;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * Does one framework give the other's outcome with options that change the order of sums and
 * nothing else? Then the frameworks differ as one differs from itself. Where scores are not finite,
 * that is not rounding, but an operator's special values that depend on the options, as those of a
 * fused operator do.
 */
final class OptionsExperiment implements Experiment, AutoCloseable {
  private final Campaign campaign;
  private final List<Variant> variants;
  private final Map<Variant, ImageRuns> runs = new HashMap<>();

  /** Tries these variants in order; each is opened when it is first needed. */
  OptionsExperiment(Campaign campaign, List<Variant> variants) {
    this.campaign = campaign;
    this.variants = List.copyOf(variants);
  }

  /** Rows by the option that changes them. */
  private static final class Changed {
    private final Map<String, List<Integer>> byOption = new LinkedHashMap<>();

    void add(String option, int row) {
      byOption.computeIfAbsent(option, name -> new ArrayList<>()).add(row);
    }

    List<Integer> rows() {
      return byOption.values().stream().flatMap(List::stream).sorted().toList();
    }

    String text() {
      return byOption.entrySet().stream()
          .map(entry -> entry.getKey() + images(entry.getValue().size()))
          .collect(Collectors.joining(", "));
    }

    private static String images(int count) {
      return count == 1 ? " (1 image)" : " (%d images)".formatted(count);
    }
  }

  @Override
  public List<Finding> examine(Examination examination, List<Integer> open) {
    Changed finite = new Changed();
    Changed special = new Changed();
    List<Integer> rest = new ArrayList<>(open);
    for (Variant variant : variants) {
      for (ExaminedSide side : List.of(examination.left(), examination.right())) {
        if (!rest.isEmpty() && side.id().equals(variant.backend().id())) {
          examine(examination, variant, side, rest, finite, special);
        }
      }
    }
    List<Finding> findings = new ArrayList<>();
    String prefix = "the other framework's outcome comes from ";
    if (!special.rows().isEmpty()) {
      findings.add(
          new Finding(
              Cause.OPERATOR,
              examination.images(special.rows()),
              prefix + special.text() + "; scores are not finite"));
    }
    if (!finite.rows().isEmpty()) {
      findings.add(
          new Finding(
              Cause.ROUNDING_OPTIONS,
              examination.images(finite.rows()),
              prefix + finite.text() + "; " + ScoreSizes.text(examination, finite.rows())));
    }
    return findings;
  }

  private void examine(
      Examination examination,
      Variant variant,
      ExaminedSide side,
      List<Integer> rest,
      Changed finite,
      Changed special) {
    ImageRuns run =
        runs.computeIfAbsent(variant, v -> new ImageRuns(campaign, v.backend(), v.batch()));
    List<Observation> found = Rerun.of(run, examination.edit(), examination.places(rest)).scores();
    for (int i = found.size() - 1; i >= 0; i--) {
      int row = rest.get(i);
      Observation other = found.get(i);
      if (other.outcome(examination.rule()) == examination.recorded(examination.other(side), row)) {
        boolean isFinite = examination.isFinite(row) && other.isFinite();
        (isFinite ? finite : special).add(side.title() + " with " + variant.label(), row);
        rest.remove(i);
      }
    }
  }

  @Override
  public void close() {
    runs.values().forEach(ImageRuns::close);
  }
}
