package io.onnxfi.fault;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.onnxfi.error.MalformedInputException;
import io.onnxfi.fault.model.BitFlip;
import io.onnxfi.fault.model.FaultModel;
import io.onnxfi.fault.model.Zero;
import io.onnxfi.onnx.OnnxModel;
import io.onnxfi.testing.Graphs;
import io.onnxfi.zoo.ImageSize;
import io.onnxfi.zoo.RandomParameters;
import io.onnxfi.zoo.Zoo;
import java.util.List;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

@Timeout(value = 60, unit = TimeUnit.SECONDS)
class ListGeneratorTest {
  private static final OnnxModel RESNET20 =
      Zoo.architecture("resnet20", new ImageSize(3, 32, 32), 10).build(new RandomParameters(1));
  private static final SampleSize SIZE = new SampleSize(0.05, 1.96, 0.5);

  private static ListSpec spec(
      FaultModel fault, String sites, Reach reach, String layers, String scheme, int trials) {
    return new ListSpec(
        fault,
        SiteClass.parse("--sites", sites),
        reach,
        layers.isEmpty() ? List.of() : List.of(LayerFilter.parse("--layers", layers)),
        SampleScheme.parse("--scheme", scheme),
        SIZE,
        trials == 0 ? OptionalLong.empty() : OptionalLong.of(trials),
        1,
        7);
  }

  private static FaultList draw(ListSpec spec) {
    FaultList list = ListGenerator.draw(RESNET20, spec).list();
    assertThat(new FaultResolver(RESNET20).place(list, new BitFlip()))
        .hasSameSizeAs(list.trials())
        .doesNotHaveDuplicates();
    return list;
  }

  @Test
  void shouldDrawAsManyAsTheFormulaSays() {
    ListGenerator.Drawn drawn =
        ListGenerator.draw(
            RESNET20, spec(new BitFlip(), "weights", Reach.ELEMENT, "", "network", 0));
    assertThat(drawn.possible()).isEqualTo(268_336L * 32);
    assertThat(drawn.list().rows()).hasSize(384);
    assertThat(drawn.list().header()).isEqualTo(FaultList.FAULT_COLUMNS);
    assertThat(
            ListGenerator.draw(
                    RESNET20, spec(new BitFlip(), "weights", Reach.ELEMENT, "", "network", 0))
                .list()
                .rows())
        .isEqualTo(drawn.list().rows());
  }

  /** Each class and reach gives sites that the model has, none twice. */
  @ParameterizedTest
  @EnumSource(Reach.class)
  void shouldDrawSitesOfEveryClassAndReach(Reach reach) {
    FaultList list = draw(spec(new Zero(), "all", reach, "", "network", 100));
    assertThat(list.trials()).hasSize(100);
    assertThat(list.header()).endsWith("Model", "Site");
    assertThat(list.rows()).allMatch(row -> row.site().extent().reach() == reach);
    assertThat(list.rows()).allMatch(row -> row.site().bit().isEmpty());
  }

  @Test
  void shouldDrawAllFaultsOfALayer() {
    FaultList bits =
        draw(spec(new BitFlip(), "weights", Reach.ELEMENT, "glob:conv1", "exhaustive", 0));
    assertThat(bits.rows()).hasSize(16 * 3 * 9 * 32);
    FaultList rows = draw(spec(new Zero(), "weights", Reach.ROW, "re:^conv1$", "exhaustive", 0));
    assertThat(rows.rows()).hasSize(16 * 3 * 3);
    FaultList maps =
        draw(spec(new Zero(), "activations", Reach.CHANNEL, "glob:linear", "exhaustive", 0));
    assertThat(maps.rows()).extracting(row -> row.site().index().toString()).hasSize(10);
  }

  @Test
  void shouldSampleEachLayerOrBit() {
    FaultList byLayer = draw(spec(new BitFlip(), "weights", Reach.ELEMENT, "", "layer", 0));
    assertThat(
            byLayer.rows().stream()
                .collect(Collectors.groupingBy(r -> r.site().layer(), Collectors.counting())))
        .hasSize(20)
        .containsEntry("conv1", 374L)
        .containsEntry("layer3.2.conv2", 384L);
    FaultList byBit = draw(spec(new BitFlip(), "weights", Reach.ELEMENT, "conv1", "bit", 0));
    assertThat(byBit.rows().stream().map(row -> row.site().bit().orElseThrow()).distinct())
        .hasSize(32);
    FaultList aware =
        draw(spec(new BitFlip(), "weights", Reach.ELEMENT, "layer1", "data-aware", 0));
    assertThat(aware.rows()).hasSizeLessThan(byBit.rows().size());
    assertThat(new TreeSet<>(aware.rows().stream().map(r -> r.site().bit().orElseThrow()).toList()))
        .hasSize(32);
  }

  @Test
  void shouldPutSeveralFaultsIntoATrial() {
    ListSpec one = spec(new BitFlip(), "biases,batchnorm", Reach.ELEMENT, "", "network", 50);
    ListSpec three =
        new ListSpec(
            one.fault(),
            one.sites(),
            one.reach(),
            one.layers(),
            one.scheme(),
            one.size(),
            one.trials(),
            3,
            one.seed());
    FaultList list = ListGenerator.draw(RESNET20, three).list();
    assertThat(list.rows()).hasSize(150);
    assertThat(list.trials()).hasSize(50).allMatch(t -> Set.copyOf(t.faults()).size() == 3);
    assertThat(new FaultResolver(RESNET20).place(list, new BitFlip())).hasSize(50);
  }

  @Test
  void shouldEndWhereMoreIsAskedThanThereIs() {
    assertThatThrownBy(
            () ->
                ListGenerator.draw(
                    RESNET20,
                    spec(new BitFlip(), "weights", Reach.ELEMENT, "glob:conv1", "network", 13825)))
        .isInstanceOf(MalformedInputException.class)
        .hasMessage("--trials: expected at most 13,824, all faults that there are, found 13825");
    assertThat(
            draw(spec(new BitFlip(), "weights", Reach.ELEMENT, "glob:conv1", "network", 13824))
                .rows())
        .hasSize(13824);
    assertThatThrownBy(
            () ->
                ListGenerator.draw(
                    RESNET20, spec(new BitFlip(), "weights", Reach.ELEMENT, "conv9", "network", 1)))
        .hasMessage(
            "--layers conv9: expected the name of a layer of these sites, or a part of it, found"
                + " none");
    assertThatThrownBy(() -> spec(new Zero(), "weights", Reach.ELEMENT, "", "bit", 1))
        .hasMessage("--scheme bit: expected a fault in a named bit, as flip, found --fault zero");
    assertThatThrownBy(() -> spec(new Zero(), "weights", Reach.ELEMENT, "", "exhaustive", 0))
        .hasMessageContaining("found no --layers");
    assertThatThrownBy(() -> SiteClass.parse("--sites", "neurons"))
        .hasMessage(
            "--sites: expected some of weights, biases, batchnorm, activations or all, found"
                + " 'neurons'");
    assertThatThrownBy(() -> LayerFilter.parse("--layers", "re:("))
        .isInstanceOf(MalformedInputException.class);
  }

  @Test
  void shouldDrawFromTinyModels() {
    OnnxModel tiny = Graphs.tinyCnn(1);
    assertThat(
            ListGenerator.draw(tiny, spec(new BitFlip(), "all", Reach.TENSOR, "", "network", 0))
                .list()
                .rows())
        .isNotEmpty();
  }
}
