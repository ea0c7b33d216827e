package io.onnxfi.fault;

import io.onnxfi.error.MalformedInputException;
import io.onnxfi.fault.model.FaultModel;
import java.util.List;
import java.util.Objects;
import java.util.OptionalLong;
import java.util.Set;

/**
 * What list is to be drawn.
 *
 * @param fault what happens at each site
 * @param sites classes of tensors, at least one
 * @param reach around each element
 * @param layers which tensors; all if empty, else those that one of the filters chooses
 * @param bits which bits of their elements
 * @param scheme how the faults are spread
 * @param size of the sample, or of the sample of each part
 * @param trials how many in all, in place of {@code size}
 * @param faultsPerTrial how many strike together
 * @param seed of the draw
 */
public record ListSpec(
    FaultModel fault,
    Set<SiteClass> sites,
    Reach reach,
    List<LayerFilter> layers,
    BitChoice bits,
    SampleScheme scheme,
    SampleSize size,
    OptionalLong trials,
    int faultsPerTrial,
    long seed) {
  /**
   * Checks and copies.
   *
   * @throws MalformedInputException if the parts contradict each other
   */
  public ListSpec {
    Objects.requireNonNull(fault, "fault");
    Objects.requireNonNull(reach, "reach");
    Objects.requireNonNull(bits, "bits");
    Objects.requireNonNull(scheme, "scheme");
    Objects.requireNonNull(size, "size");
    Objects.requireNonNull(trials, "trials");
    sites = Set.copyOf(sites);
    layers = List.copyOf(layers);
    if (faultsPerTrial < 1) {
      throw MalformedInputException.of(
          "--faults-per-trial", "1 or more", Integer.toString(faultsPerTrial));
    }
    if (trials.isPresent() && trials.getAsLong() < 1) {
      throw MalformedInputException.of("--trials", "1 or more", trials.getAsLong() + "");
    }
    if (reach instanceof PatternReach && !sites.contains(SiteClass.ACTIVATIONS)) {
      throw MalformedInputException.of(
          "--reach " + reach,
          "--sites activations, for patterns are what was computed wrong",
          String.join(",", sites.stream().map(SiteClass::toString).sorted().toList()));
    }
    if (!bits.isAll() && !fault.needsBit()) {
      throw MalformedInputException.of(
          "--bits " + bits, "a fault in a named bit, as flip", "--fault " + fault.label());
    }
    if (scheme.isByBit() && !fault.needsBit()) {
      throw MalformedInputException.of(
          "--scheme " + scheme, "a fault in a named bit, as flip", "--fault " + fault.label());
    }
    if (scheme == SampleScheme.DATA_AWARE && sites.contains(SiteClass.ACTIVATIONS)) {
      throw MalformedInputException.of(
          "--scheme data-aware", "sites whose values the model holds", "--sites activations");
    }
    if (scheme == SampleScheme.EXHAUSTIVE
        && (layers.isEmpty() || trials.isPresent() || faultsPerTrial > 1)) {
      throw MalformedInputException.of(
          "--scheme exhaustive",
          "named layers (--layers) and all their faults, one by one",
          layers.isEmpty()
              ? "no --layers"
              : trials.isPresent() ? "--trials" : "--faults-per-trial " + faultsPerTrial);
    }
  }

  /** Whether rows say as much as those of the published lists. */
  boolean isAsPublished() {
    return fault.label().equals("flip")
        && sites.equals(Set.of(SiteClass.WEIGHTS))
        && reach == FixedReach.ELEMENT
        && faultsPerTrial == 1;
  }
}
