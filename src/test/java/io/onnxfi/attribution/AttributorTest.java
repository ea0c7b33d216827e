package io.onnxfi.attribution;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.onnxfi.backend.Backend;
import io.onnxfi.backend.Optimization;
import io.onnxfi.backend.Variant;
import io.onnxfi.backend.djl.DjlBackend;
import io.onnxfi.campaign.Campaign;
import io.onnxfi.onnx.EditSet;
import io.onnxfi.onnx.OnnxModel;
import io.onnxfi.outcome.ImageOutcome;
import io.onnxfi.outcome.NanRule;
import io.onnxfi.testing.Fragile;
import io.onnxfi.testing.Graphs;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class AttributorTest {
  private static final int NAN_BIT = 30; // of a factor whose exponent is 127: it becomes 255

  private static final int WIDTH = 16;
  private static final String SWAPPED =
      "with the values of PyTorch (DJL) there, ONNX Runtime has its outcomes";

  private static Backend ort;
  private static Backend djl;

  @BeforeAll
  static void open() {
    ort = RecordedFaults.ort(Optimization.ALL);
    djl = new DjlBackend();
  }

  @AfterAll
  static void close() {
    ort.close();
    djl.close();
  }

  private static List<Attribution> attribute(Campaign campaign, List<Variant> variants) {
    return attribute(campaign, RecordedFaults.differing(campaign, ort, djl), variants);
  }

  private static List<Attribution> attribute(
      Campaign campaign, List<DifferingTrial> faults, List<Variant> variants) {
    List<Attribution> attributions = new ArrayList<>();
    try (Attributor attributor = new Attributor(campaign, ort, djl, variants)) {
      faults.forEach(fault -> attributions.add(attributor.attribute(fault)));
    }
    return attributions;
  }

  private static Attribution only(OnnxModel model, NanRule rule) {
    EditSet fault = RecordedFaults.flip(model, "mask", 0, NAN_BIT);
    List<Attribution> found =
        attribute(RecordedFaults.campaign(model, List.of(fault), rule), List.of());
    assertThat(found).hasSize(1);
    return found.get(0);
  }

  /** Low mantissa bits: masked in one framework, changed in the last places in the other. */
  private static Campaign lowBits(OnnxModel model) {
    return RecordedFaults.campaign(model, RecordedFaults.lowBits(model, 30), NanRule.NUMPY);
  }

  @Test
  void shouldNameThePoolingThatDropsANaN() {
    Attribution found = only(SpecialValueNetworks.maxPool(), NanRule.NUMPY);
    assertThat(found.cause()).isEqualTo(Cause.OPERATOR);
    assertThat(found.findings()).hasSize(1);
    assertThat(found.images(Cause.OPERATOR)).isEqualTo(found.fault().differing());
    // The NaN stands first in its window; ONNX Runtime gives the largest of the other three.
    int image = found.fault().images().get(0).image();
    float[] pixels =
        ImageRuns.samples(
                RecordedFaults.campaign(SpecialValueNetworks.maxPool(), List.of(), NanRule.NUMPY),
                List.of(image))
            .get(0)
            .toFloatArray();
    float largest = 1.5f * Math.max(pixels[1], Math.max(pixels[WIDTH], pixels[WIDTH + 1]));
    assertThat(found.evidence())
        .isEqualTo(
            "MaxPool 'pool': ONNX Runtime %s, PyTorch (DJL) NaN at [0, 0, 0] of image %d; %s",
            largest, image, SWAPPED);
  }

  @Test
  void shouldNameTheNormalisationThatOverflows() {
    Attribution found = only(SpecialValueNetworks.layerNormalization(), NanRule.NUMPY);
    assertThat(found.cause()).isEqualTo(Cause.OPERATOR);
    // Squares overflow: ONNX Runtime divides by infinity, and the bias remains of the result.
    float bias = SpecialValueNetworks.layerNormalization().tensor("norm.bias").floats().get(0);
    assertThat(found.evidence())
        .isEqualTo(
            "LayerNormalization 'norm': ONNX Runtime %s, PyTorch (DJL) NaN at [0] of image %d; %s",
            bias, found.fault().images().get(0).image(), SWAPPED);
  }

  @Test
  void shouldSayThatOnlyTheNaNRuleMakesTheDifference() {
    Attribution found = only(SpecialValueNetworks.halfPooled(), NanRule.NUMPY);
    assertThat(found.cause()).isEqualTo(Cause.NAN_RULE);
    assertThat(found.evidence())
        .isEqualTo(
            "outputs are not finite: with --nan-rule due both sides agree (image 0: both due,"
                + " instead of non_critical and critical)");
  }

  @Test
  void shouldFindNoDifferenceToExplainUnderTheOtherRule() {
    OnnxModel model = SpecialValueNetworks.halfPooled();
    EditSet fault = RecordedFaults.flip(model, "mask", 0, NAN_BIT);
    Campaign campaign = RecordedFaults.campaign(model, List.of(fault), NanRule.DUE);
    assertThat(RecordedFaults.differing(campaign, ort, djl)).isEmpty();
  }

  @Test
  void shouldShowThatOneFrameworkDiffersFromItselfInTheSameWay() {
    Campaign campaign = lowBits(Graphs.tinyCnn(3));
    try (Backend none = RecordedFaults.ort(Optimization.NONE)) {
      Variant variant = new Variant("optimisation level none", none, campaign.batch());
      List<Attribution> found = attribute(campaign, List.of(variant));
      assertThat(found).isNotEmpty();
      long options = found.stream().mapToLong(a -> a.images(Cause.ROUNDING_OPTIONS)).sum();
      assertThat(options).as("images that change with the level").isPositive();
      for (Attribution attribution : found) {
        assertThat(attribution.findings())
            .extracting(Finding::cause)
            .isSubsetOf(Cause.ROUNDING_OPTIONS, Cause.ROUNDING_BOUND);
        assertThat(attribution.evidence()).contains("units in the last place of the largest score");
      }
    }
  }

  @Test
  void shouldShowThatEveryOperatorIsWithinItsBound() {
    List<Attribution> found = attribute(lowBits(Graphs.tinyCnn(3)), List.of());
    assertThat(found).isNotEmpty();
    for (Attribution attribution : found) {
      assertThat(attribution.cause()).isEqualTo(Cause.ROUNDING_BOUND);
      assertThat(attribution.images(Cause.ROUNDING_BOUND))
          .isEqualTo(attribution.fault().differing());
      assertThat(attribution.evidence())
          .matches(
              "on equal inputs, each of \\d+ operators agrees within its rounding bound \\(.*");
    }
  }

  @Test
  void shouldNotAttributeWhatIsNotReproduced() {
    Campaign campaign = lowBits(Graphs.tinyCnn(3));
    DifferingTrial recorded = RecordedFaults.differing(campaign, ort, djl).get(0);
    ImagePair pair = recorded.images().get(0);
    DifferingTrial altered =
        new DifferingTrial(
            recorded.left(),
            recorded.right(),
            recorded.edit(),
            1,
            List.of(new ImagePair(pair.place(), 17, ImageOutcome.CRITICAL, pair.right())));
    Attribution found = attribute(campaign, List.of(altered), List.of()).get(0);
    assertThat(found.cause()).isEqualTo(Cause.NOT_REPRODUCED);
    assertThat(found.evidence())
        .isEqualTo(
            "ONNX Runtime: image 17 was recorded as critical, now it is %s"
                .formatted(pair.left().label()));
  }

  /** With the fault, a value is no number: one framework goes on, the other gives up. */
  @Test
  void shouldSayThatOneFrameworkGivesUp() {
    OnnxModel model = SpecialValueNetworks.halfPooled();
    EditSet fault = RecordedFaults.flip(model, "mask", 0, NAN_BIT);
    Campaign campaign = RecordedFaults.campaign(model, List.of(fault), NanRule.NUMPY);
    Backend fragile = new Fragile().of(ort);
    DifferingTrial recorded = RecordedFaults.differing(campaign, fragile, djl).get(0);
    assertThat(recorded.images()).allMatch(pair -> pair.left() == ImageOutcome.CRASHED);
    try (Attributor attributor = new Attributor(campaign, fragile, djl, List.of())) {
      Attribution found = attributor.attribute(recorded);
      assertThat(found.cause()).isEqualTo(Cause.CRASH);
      assertThat(found.images(Cause.CRASH)).isEqualTo(recorded.differing());
      assertThat(found.evidence())
          .isEqualTo(
              "with the fault, Fragile (fragile) cannot run the model: value too large; PyTorch"
                  + " (DJL) runs the model");
    }
    try (Attributor attributor = new Attributor(campaign, ort, djl, List.of())) {
      Attribution found = attributor.attribute(recorded);
      assertThat(found.cause()).isEqualTo(Cause.NOT_REPRODUCED);
      assertThat(found.evidence()).contains("was recorded as crashed, now it is ");
    }
    DifferingTrial calm = RecordedFaults.differing(campaign, ort, djl).get(0);
    try (Attributor attributor = new Attributor(campaign, fragile, djl, List.of())) {
      assertThat(attributor.attribute(calm).evidence())
          .endsWith("now it is crashed (Fragile (fragile) cannot run the model: value too large)");
    }
  }

  @Test
  void shouldRefuseAFaultWithoutImages() {
    Campaign campaign = lowBits(Graphs.tinyCnn(3));
    DifferingTrial recorded = RecordedFaults.differing(campaign, ort, djl).get(0);
    DifferingTrial counted =
        new DifferingTrial(recorded.left(), recorded.right(), recorded.edit(), 1, List.of());
    assertThatThrownBy(() -> attribute(campaign, List.of(counted), List.of()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("no image to examine");
  }
}
