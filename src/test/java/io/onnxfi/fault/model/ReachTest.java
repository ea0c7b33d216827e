package io.onnxfi.fault.model;

import static org.assertj.core.api.Assertions.assertThat;

import io.onnxfi.tensor.ElementType;
import io.onnxfi.tensor.Region;
import io.onnxfi.tensor.Shape;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.LongStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Every model reaches the elements of its region, in ascending order, and no others. */
class ReachTest {
  private static final Shape SHAPE = Shape.of(4, 3, 5);

  private static final List<Region> REGIONS =
      List.of(
          new Region.Element(59),
          new Region.Slab(SHAPE, 1, 2),
          new Region.Line(SHAPE, 2, 17),
          Region.Places.of(3, 44, 45),
          new Region.All(60));

  private static List<Long> changed(FaultModel model, Region region, ElementType type) {
    List<Long> positions = new ArrayList<>();
    model.disturb(
        new Target("conv1.weight", type, region, OptionalInt.of(1), () -> new Spread(-1, 1, 1)),
        TrialRandom.of(11, 0),
        new Changes() {
          @Override
          public void bits(long position, long kept, long inverted) {
            assertThat(inverted & ~type.mask()).isZero();
            positions.add(position);
          }

          @Override
          public void add(long position, double amount) {
            positions.add(position);
          }
        });
    return positions;
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "flip",
        "stuck-at-0",
        "stuck-at-1",
        "flip:3,0",
        "burst:3",
        "bits:2",
        "byte",
        "set:1",
        "zero",
        "random",
        "random:-1,1",
        "gaussian:0.1",
        "gaussian-abs:0.1"
      })
  void shouldChangeEachElementOfTheRegionOnce(String label) {
    for (Region region : REGIONS) {
      for (ElementType type : List.of(ElementType.FLOAT, ElementType.INT4)) {
        List<Long> all = LongStream.range(0, region.size()).map(region::position).boxed().toList();

        assertThat(changed(FaultModels.parse("--fault", label), region, type)).isEqualTo(all);
      }
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"ber:0.2", "ber:1", "ber:0.2,3", "ber:1,3", "ber:0.2,3,1", "count:3", "count:4"})
  void shouldDrawBitsOfTheRegion(String label) {
    for (Region region : REGIONS) {
      Set<Long> all = new TreeSet<>();
      LongStream.range(0, region.size()).map(region::position).forEach(all::add);

      List<Long> changed = changed(FaultModels.parse("--fault", label), region, ElementType.INT4);
      assertThat(all).containsAll(changed);
      assertThat(changed).isSorted().doesNotHaveDuplicates();
    }
  }
}
