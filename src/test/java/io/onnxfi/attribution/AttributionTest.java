package io.onnxfi.attribution;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.onnxfi.fault.ImageCounts;
import io.onnxfi.onnx.EditSet;
import io.onnxfi.outcome.ImageOutcome;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class AttributionTest {
  private static final ImageCounts LEFT = new ImageCounts(100, 90, 10, 0);
  private static final ImageCounts RIGHT = new ImageCounts(100, 80, 18, 2);

  private static DifferingTrial fault(int differing, int examined) {
    EditSet fault = EditSet.element("conv.weight", 5, 3);
    List<ImagePair> images =
        IntStream.range(0, examined)
            .mapToObj(i -> new ImagePair(i, i, ImageOutcome.MASKED, ImageOutcome.NON_CRITICAL))
            .toList();
    return new DifferingTrial(
        RecordedFaults.outcome(0, fault, LEFT),
        RecordedFaults.outcome(0, fault, RIGHT),
        fault,
        differing,
        images);
  }

  private static Finding finding(Cause cause, int... images) {
    return new Finding(
        cause, IntStream.of(images).boxed().toList(), "evidence of " + cause.label());
  }

  @Test
  void shouldNameTheCauseOfMostImages() {
    Attribution attribution =
        new Attribution(
            fault(3, 3),
            List.of(finding(Cause.OPERATOR, 0), finding(Cause.ROUNDING_OPTIONS, 1, 2)));
    assertThat(attribution.cause()).isEqualTo(Cause.ROUNDING_OPTIONS);
    assertThat(attribution.images(Cause.OPERATOR)).isEqualTo(1);
    assertThat(attribution.evidence())
        .isEqualTo(
            "operator (1 image): evidence of operator; rounding_options (2 images): evidence of"
                + " rounding_options");
  }

  @Test
  void shouldCallAFaultUnexplainedIfOneImageIs() {
    List<Finding> most = List.of(finding(Cause.OPERATOR, 0, 1), finding(Cause.UNEXPLAINED, 2));
    assertThat(new Attribution(fault(3, 3), most).cause()).isEqualTo(Cause.UNEXPLAINED);
    List<Finding> worse = List.of(finding(Cause.NOT_REPRODUCED, 0), finding(Cause.UNEXPLAINED, 1));
    assertThat(new Attribution(fault(3, 3), worse).cause()).isEqualTo(Cause.NOT_REPRODUCED);
  }

  @Test
  void shouldSayHowManyImagesWereExamined() {
    Attribution attribution =
        new Attribution(fault(40, 2), List.of(finding(Cause.ROUNDING_BOUND, 0, 1)));
    assertThat(attribution.evidence())
        .isEqualTo("first 2 of 40 differing images: evidence of rounding_bound");
  }

  @Test
  void shouldCountTheImagesThatMustDiffer() {
    // 10 fewer masked, 8 more non_critical, 2 more critical: 10 images moved.
    assertThat(DifferingTrial.leastDiffering(LEFT, RIGHT)).isEqualTo(10);
    // 5 fewer masked and nothing more: 5 images were detected instead.
    assertThat(DifferingTrial.leastDiffering(LEFT, new ImageCounts(100, 85, 10, 0))).isEqualTo(5);
  }

  @Test
  void shouldRefuseWhatCannotBe() {
    assertThatThrownBy(() -> new Attribution(fault(1, 1), List.of()))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> fault(1, 2))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("2 images to examine, 1 differ");
  }
}
