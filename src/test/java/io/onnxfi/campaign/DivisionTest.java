package io.onnxfi.campaign;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.onnxfi.onnx.Node;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

/** That pieces of a shard make up the shard, and take about as long each. */
class DivisionTest {
  private static final Campaign CAMPAIGN = EngineScenario.BATCHES.campaign();

  private static Shard whole() {
    return Shard.of(CAMPAIGN);
  }

  @Property(tries = 200)
  void shouldMakeUpTheShard(
      @ForAll @IntRange(min = 1, max = 400) int pieces,
      @ForAll @IntRange(min = 1, max = 9) int batch,
      @ForAll @IntRange(min = 0, max = 3) int weight) {
    List<Shard> parts =
        new Division(pieces, batch)
            .of(CAMPAIGN, List.of(whole()), (fault, shard) -> weight * fault);
    Set<List<Integer>> pairs = new HashSet<>();
    for (Shard part : parts) {
      assertThat(part.from() % batch).isZero();
      assertThat(part.to() % batch == 0 || part.to() == whole().to()).isTrue();
      assertThat(part.faults().stream().map(CAMPAIGN.injections()::tensors).distinct()).hasSize(1);
      for (int fault : part.faults()) {
        for (int image = part.from(); image < part.to(); image++) {
          assertThat(pairs.add(List.of(fault, image))).as("%s twice", part).isTrue();
        }
      }
    }
    assertThat(pairs).hasSize(CAMPAIGN.size() * CAMPAIGN.workload().size());
  }

  @Test
  void shouldDivideByLayersThenByImagesThenByFaults() {
    long layers =
        IntStream.range(0, CAMPAIGN.size())
            .mapToObj(CAMPAIGN.injections()::tensors)
            .distinct()
            .count();
    assertThat(layers).isGreaterThan(1);
    assertThat(new Division(1, 1).of(CAMPAIGN, List.of(whole()), (fault, shard) -> 1))
        .hasSize((int) layers);
    int images = CAMPAIGN.workload().size();
    List<Shard> some =
        new Division((int) layers * 2, images).of(CAMPAIGN, List.of(whole()), (fault, shard) -> 1);
    assertThat(some).as("one batch: by faults").allMatch(part -> part.to() - part.from() == images);
    assertThat(some.size()).isGreaterThan((int) layers);
    assertThat(
            new Division((int) layers * 2, 1).of(CAMPAIGN, List.of(whole()), (fault, shard) -> 1))
        .as("many batches: by images")
        .anyMatch(part -> part.to() - part.from() < images);
  }

  @Test
  void shouldDivideLargeLayersByFaultsFirst() {
    Campaign campaign = EngineScenario.FREE.campaign();
    List<String> layer = campaign.injections().tensors(campaign.size() - 1);
    List<Integer> faults =
        IntStream.range(0, campaign.size())
            .filter(fault -> campaign.injections().tensors(fault).equals(layer))
            .boxed()
            .toList();
    int images = campaign.workload().size();
    int blocks = Math.max(1, faults.size() / 64);
    assertThat(
            new Division(blocks, 1)
                .of(campaign, List.of(Shard.of(campaign).with(faults)), (any, shard) -> 1))
        .hasSize(blocks)
        .allMatch(part -> part.to() - part.from() == images);
  }

  /** So that whoever runs one piece can go on with its golden values. */
  @Test
  void shouldKeepThoseOfAboutTheSameLengthInTheOrderOfLayers() {
    List<Integer> backwards =
        IntStream.range(0, CAMPAIGN.size())
            .map(i -> CAMPAIGN.size() - 1 - i)
            .filter(fault -> !CAMPAIGN.injections().tensors(fault).isEmpty())
            .boxed()
            .toList();
    List<Shard> parts =
        new Division(1, 1)
            .of(
                CAMPAIGN,
                List.of(whole().with(backwards)),
                (fault, shard) -> 1.0 / shard.faults().size());
    List<Node> nodes = CAMPAIGN.model().nodes();
    assertThat(parts.size()).isGreaterThan(2);
    assertThat(parts)
        .extracting(part -> CAMPAIGN.injections().tensors(part.faults().get(0)).get(0))
        .extracting(
            tensor ->
                nodes.indexOf(
                    nodes.stream()
                        .filter(n -> n.reads().contains(tensor))
                        .findFirst()
                        .orElseThrow()))
        .isSorted();
  }

  @Test
  void shouldTakeWhatIsLongestFirst() {
    int last = CAMPAIGN.size() - 1;
    List<Shard> parts =
        new Division(1, 1)
            .of(CAMPAIGN, List.of(whole()), (fault, shard) -> fault == last ? 1000 : 1);
    assertThat(parts.get(0).faults()).contains(last);
    assertThat(
            new Division(4, 1).of(CAMPAIGN, List.of(whole().with(List.of())), (fault, shard) -> 1))
        .isEmpty();
    assertThatThrownBy(() -> new Division(0, 1)).hasMessageContaining("0 pieces");
  }
}
