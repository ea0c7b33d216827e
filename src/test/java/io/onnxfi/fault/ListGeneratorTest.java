package io.onnxfi.fault;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.onnxfi.error.MalformedInputException;
import io.onnxfi.error.UnsupportedInputException;
import io.onnxfi.fault.model.BitFlip;
import io.onnxfi.fault.model.FaultModel;
import io.onnxfi.fault.model.FaultModels;
import io.onnxfi.fault.model.Zero;
import io.onnxfi.fault.pattern.PublishedErrors;
import io.onnxfi.onnx.OnnxModel;
import io.onnxfi.onnx.WeightTable;
import io.onnxfi.testing.Graphs;
import io.onnxfi.zoo.ImageSize;
import io.onnxfi.zoo.RandomParameters;
import io.onnxfi.zoo.Zoo;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.apache.commons.statistics.inference.ChiSquareTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

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
        BitChoice.ALL,
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
            RESNET20, spec(new BitFlip(), "weights", FixedReach.ELEMENT, "", "network", 0));
    assertThat(drawn.possible()).isEqualTo(268_336L * 32);
    assertThat(drawn.list().rows()).hasSize(384);
    assertThat(drawn.list().header()).isEqualTo(FaultList.FAULT_COLUMNS);
    assertThat(
            ListGenerator.draw(
                    RESNET20, spec(new BitFlip(), "weights", FixedReach.ELEMENT, "", "network", 0))
                .list()
                .rows())
        .isEqualTo(drawn.list().rows());
  }

  /** What is written can be replayed. */
  @ParameterizedTest
  @ValueSource(
      strings = {"flip:40", "burst:33", "bits:64", "set:1e39", "count:33", "random:0,1e40"})
  void shouldRefuseFaultThatElementsCannotHave(String label) {
    FaultModel fault = FaultModels.parse("--fault", label);
    for (String sites : List.of("weights", "biases", "activations")) {
      ListSpec spec = spec(fault, sites, FixedReach.ELEMENT, "", "network", 5);
      assertThatThrownBy(() -> ListGenerator.draw(RESNET20, spec))
          .isInstanceOf(MalformedInputException.class)
          .hasMessageStartingWith("--fault " + fault.label() + ": ")
          .hasMessageContaining("expected");
    }
  }

  @Test
  void shouldDrawASiteAgainOnlyWhereSomethingElseHappensThereEachTime() {
    ListGenerator.Drawn drawn =
        ListGenerator.draw(RESNET20, wholeTensors(FaultModels.parse("test", "ber:1e-3")));
    assertThat(drawn.list().trials()).hasSize(1000);
    assertThat(drawn.list().trials().stream().map(Trial::layer).distinct().count())
        .as("every tensor before one comes again")
        .isEqualTo(drawn.possible());
    assertThatThrownBy(() -> ListGenerator.draw(RESNET20, wholeTensors(new Zero())))
        .isInstanceOf(MalformedInputException.class)
        .hasMessageStartingWith("--trials: expected at most ");
  }

  private static ListSpec wholeTensors(FaultModel fault) {
    return new ListSpec(
        fault,
        Set.of(SiteClass.WEIGHTS),
        FixedReach.TENSOR,
        List.of(),
        BitChoice.ALL,
        SampleScheme.NETWORK,
        SIZE,
        OptionalLong.of(1000),
        1,
        7);
  }

  @ParameterizedTest
  @ValueSource(longs = {10_000_000, Long.MAX_VALUE})
  void shouldRefuseMoreRowsThanListHolds(long trials) {
    ListSpec spec =
        new ListSpec(
            new Zero(),
            Set.of(SiteClass.WEIGHTS),
            FixedReach.ELEMENT,
            List.of(),
            BitChoice.ALL,
            SampleScheme.LAYER,
            SIZE,
            OptionalLong.of(trials),
            2,
            7);
    assertThatThrownBy(() -> ListGenerator.draw(RESNET20, spec))
        .isInstanceOf(MalformedInputException.class)
        .hasMessage(
            "the size of the list: expected at most 10,000,000 rows, found 2 for each of %,d"
                + " trials",
            trials);
  }

  @Test
  void shouldRefuseMoreBitsThanPatternHas() {
    Reach reach = Reach.parse("--reach", "bullet-wake:25");
    FaultModel most = FaultModels.parse("--fault", "count:128");
    FaultModel more = FaultModels.parse("--fault", "count:129");
    ListSpec spec = spec(most, "activations", reach, "layer1.0.conv1", "network", 20);
    assertThat(draw(spec).rows()).hasSize(20);
    assertThatThrownBy(
            () ->
                ListGenerator.draw(
                    RESNET20, spec(more, "activations", reach, "layer1.0.conv1", "network", 20)))
        .isInstanceOf(MalformedInputException.class)
        .hasMessageContaining("expected at most the 128 bits of the region, found 129 bits");
  }

  /** Each class and reach gives sites that the model has, none twice. */
  @ParameterizedTest
  @EnumSource(FixedReach.class)
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
        draw(spec(new BitFlip(), "weights", FixedReach.ELEMENT, "glob:conv1", "exhaustive", 0));
    assertThat(bits.rows()).hasSize(16 * 3 * 9 * 32);
    FaultList rows =
        draw(spec(new Zero(), "weights", FixedReach.ROW, "re:^conv1$", "exhaustive", 0));
    assertThat(rows.rows()).hasSize(16 * 3 * 3);
    FaultList maps =
        draw(spec(new Zero(), "activations", FixedReach.CHANNEL, "glob:linear", "exhaustive", 0));
    assertThat(maps.rows()).extracting(row -> row.site().index().toString()).hasSize(10);
  }

  private static ListSpec only(String bits, ListSpec one) {
    return new ListSpec(
        one.fault(),
        one.sites(),
        one.reach(),
        one.layers(),
        BitChoice.parse("--bits", bits),
        one.scheme(),
        one.size(),
        one.trials(),
        one.faultsPerTrial(),
        one.seed());
  }

  @Test
  void shouldTakeSomeBitsOnly() {
    ListSpec all =
        spec(new BitFlip(), "weights", FixedReach.ELEMENT, "glob:conv1", "exhaustive", 0);
    FaultList some = draw(only("30-31, 0", all));
    assertThat(some.rows()).hasSize(16 * 3 * 9 * 3);
    assertThat(some.rows().stream().map(row -> row.site().bit().orElseThrow()).limit(6))
        .as("weight by weight")
        .containsExactly(0, 30, 31, 0, 30, 31);
    ListSpec byBit = spec(new BitFlip(), "weights", FixedReach.ELEMENT, "conv1", "bit", 0);
    assertThat(draw(only("7", byBit)).rows())
        .isNotEmpty()
        .allMatch(row -> row.site().bit().orElseThrow() == 7);
    ListSpec sampled = spec(new BitFlip(), "weights", FixedReach.ELEMENT, "", "network", 40);
    assertThat(draw(only("23-30", sampled)).rows())
        .hasSize(40)
        .allMatch(row -> row.site().bit().orElseThrow() >= 23)
        .allMatch(row -> row.site().bit().orElseThrow() <= 30);
    assertThatThrownBy(() -> draw(only("40", all)))
        .hasMessage("--bits: expected bits that the tensors have, found 40");
    ListSpec zero = spec(new Zero(), "weights", FixedReach.ELEMENT, "conv1", "exhaustive", 0);
    assertThatThrownBy(() -> only("3", zero))
        .hasMessage("--bits 3: expected a fault in a named bit, as flip, found --fault zero");
    for (String text : List.of("", "a", "3-1", "64", "1,,2", "-1", "0-99")) {
      assertThatThrownBy(() -> BitChoice.parse("--bits", text))
          .hasMessage("--bits: expected bits from 0 to 63, as 23-30 or 0,31, found '" + text + "'");
    }
  }

  @Test
  void shouldSampleEachLayerOrBit() {
    FaultList byLayer = draw(spec(new BitFlip(), "weights", FixedReach.ELEMENT, "", "layer", 0));
    assertThat(
            byLayer.rows().stream()
                .collect(Collectors.groupingBy(r -> r.site().layer(), Collectors.counting())))
        .hasSize(20)
        .containsEntry("conv1", 374L)
        .containsEntry("layer3.2.conv2", 384L);
    FaultList byBit = draw(spec(new BitFlip(), "weights", FixedReach.ELEMENT, "conv1", "bit", 0));
    assertThat(byBit.rows().stream().map(row -> row.site().bit().orElseThrow()).distinct())
        .hasSize(32);
    FaultList aware =
        draw(spec(new BitFlip(), "weights", FixedReach.ELEMENT, "layer1", "data-aware", 0));
    assertThat(aware.rows()).hasSizeLessThan(byBit.rows().size());
    assertThat(new TreeSet<>(aware.rows().stream().map(r -> r.site().bit().orElseThrow()).toList()))
        .hasSize(32);
  }

  @Test
  void shouldPutSeveralFaultsIntoATrial() {
    ListSpec one = spec(new BitFlip(), "biases,batchnorm", FixedReach.ELEMENT, "", "network", 50);
    ListSpec three =
        new ListSpec(
            one.fault(),
            one.sites(),
            one.reach(),
            one.layers(),
            one.bits(),
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
                    spec(
                        new BitFlip(),
                        "weights",
                        FixedReach.ELEMENT,
                        "glob:conv1",
                        "network",
                        13825)))
        .isInstanceOf(MalformedInputException.class)
        .hasMessage("--trials: expected at most 13,824, all faults that there are, found 13825");
    assertThat(
            draw(spec(new BitFlip(), "weights", FixedReach.ELEMENT, "glob:conv1", "network", 13824))
                .rows())
        .hasSize(13824);
    assertThatThrownBy(
            () ->
                ListGenerator.draw(
                    RESNET20,
                    spec(new BitFlip(), "weights", FixedReach.ELEMENT, "conv9", "network", 1)))
        .hasMessage(
            "--layers conv9: expected the name of a layer of these sites, or a part of it, found"
                + " none");
    assertThatThrownBy(() -> spec(new Zero(), "weights", FixedReach.ELEMENT, "", "bit", 1))
        .hasMessage("--scheme bit: expected a fault in a named bit, as flip, found --fault zero");
    assertThatThrownBy(() -> spec(new Zero(), "weights", FixedReach.ELEMENT, "", "exhaustive", 0))
        .hasMessageContaining("found no --layers");
    assertThatThrownBy(() -> SiteClass.parse("--sites", "neurons"))
        .hasMessage(
            "--sites: expected some of weights, biases, batchnorm, activations or all, found"
                + " 'neurons'");
    assertThatThrownBy(() -> LayerFilter.parse("--layers", "re:("))
        .isInstanceOf(MalformedInputException.class);
  }

  private static ListGenerator.Drawn patterns(String reach, String layers, int trials) {
    ListSpec spec =
        spec(new Zero(), "activations", Reach.parse("test", reach), layers, "network", trials);
    return ListGenerator.draw(RESNET20, spec);
  }

  private static String label(FaultRow row) {
    return row.site().extent().reach().toString();
  }

  /** Feature maps of ResNet20 have room for all that was observed. */
  @ParameterizedTest
  @EnumSource
  void shouldDrawEachPatternAsOftenAsItWasObserved(PublishedErrors mix) {
    int trials = 8000;
    ListGenerator.Drawn drawn = patterns(mix.label(), "", trials);
    Map<String, Long> counts =
        drawn.list().rows().stream()
            .collect(Collectors.groupingBy(ListGeneratorTest::label, Collectors.counting()));
    double outputs = mix.observations().stream().mapToInt(PublishedErrors.Seen::outputs).sum();

    assertThat(drawn.notes()).isEmpty();
    assertThat(
            ChiSquareTest.withDefaults()
                .test(
                    mix.observations().stream()
                        .mapToDouble(seen -> trials * seen.outputs() / outputs)
                        .toArray(),
                    mix.observations().stream()
                        .mapToLong(seen -> counts.getOrDefault(seen.pattern().label(), 0L))
                        .toArray())
                .getPValue())
        .isGreaterThan(1e-3);
    assertThat(new FaultResolver(RESNET20).place(drawn.list(), new Zero())).hasSize(trials);
    assertThat(patterns(mix.label(), "", trials).list().rows()).isEqualTo(drawn.list().rows());
  }

  /** Patterns were observed in results of convolutions; what else computes has them by name. */
  @Test
  void shouldDrawPatternsInConvolutions() {
    Set<String> anywhere = layers(patterns("gemm-thread", "", 2000));
    assertThat(anywhere).hasSize(19).contains("conv1", "layer1.0.conv1").doesNotContain("linear");
    assertThat(layers(patterns("bullet-wake:100", "layer1.0", 50)))
        .containsExactlyInAnyOrder("layer1.0.conv1", "layer1.0.conv2");

    ListGenerator.Drawn logits = patterns("gemm-thread", "linear", 10);
    assertThat(logits.list().rows())
        .extracting(ListGeneratorTest::label)
        .containsOnly("single", "single-block:64");
    assertThat(logits.notes())
        .singleElement()
        .asString()
        .contains("drawn did not fit")
        .endsWith("most often bullet-wake:100");
    assertThatThrownBy(() -> patterns("bullet-wake:100", "linear", 10))
        .isInstanceOf(UnsupportedInputException.class)
        .hasMessage(
            "the model has no such sites to draw faults from (activations, bullet-wake:100)");
  }

  @Test
  void shouldSayThatAModelHasNoInitializers() {
    ListSpec spec =
        spec(new BitFlip(), "weights", Reach.parse("--extent", "element"), "", "network", 8);
    assertThatThrownBy(() -> ListGenerator.draw(Graphs.node("Relu", 4).build(2), spec))
        .isInstanceOf(UnsupportedInputException.class)
        .hasMessage(
            "the model has no such sites to draw faults from (weights, element): "
                + WeightTable.NO_WEIGHTS);
  }

  private static Set<String> layers(ListGenerator.Drawn drawn) {
    return drawn.list().rows().stream().map(row -> row.site().layer()).collect(Collectors.toSet());
  }

  /** All of an array of 256, and one of them in each layer. */
  @Test
  void shouldDrawProcessingElements() {
    FaultList all =
        draw(
            spec(
                new Zero(),
                "activations",
                Reach.parse("test", "systolic-os:16,16"),
                "glob:layer1.0.conv1",
                "exhaustive",
                0));
    assertThat(all.rows()).hasSize(256);
    ListGenerator.Drawn one = patterns("systolic-ws:128,128,7,15", "", 19);
    assertThat(one.possible()).isEqualTo(19);
    assertThat(one.list().rows()).allMatch(row -> row.site().index().rank() == 0);
    assertThat(new FaultResolver(RESNET20).place(one.list(), new Zero())).hasSize(19);
    assertThat(patterns("systolic-ws:128,128,7,40", "", 5).possible()).isEqualTo(6);
  }

  @Test
  void shouldRefusePatternsOfWeights() {
    Reach reach = Reach.parse("test", "same-row:3");
    assertThatThrownBy(() -> spec(new Zero(), "weights,biases", reach, "", "network", 1))
        .isInstanceOf(MalformedInputException.class)
        .hasMessage(
            "--reach same-row:3: expected --sites activations, for patterns are what was computed"
                + " wrong, found biases,weights");
    assertThatThrownBy(() -> Reach.parse("--reach", "rows"))
        .hasMessageStartingWith(
            "--reach: expected one of element, row, column, channel, input-channel, tensor, single,"
                + " same-row:N, ");
  }

  @Test
  void shouldDrawFromTinyModels() {
    OnnxModel tiny = Graphs.tinyCnn(1);
    assertThat(
            ListGenerator.draw(
                    tiny, spec(new BitFlip(), "all", FixedReach.TENSOR, "", "network", 0))
                .list()
                .rows())
        .isNotEmpty();
  }
}
