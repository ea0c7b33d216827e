package io.onnxfi.fault;

import static org.assertj.core.api.Assertions.assertThat;

import io.onnxfi.fault.model.BitFlip;
import io.onnxfi.fault.model.FaultModel;
import io.onnxfi.injection.Injector;
import io.onnxfi.onnx.EditSet;
import io.onnxfi.onnx.Initializer;
import io.onnxfi.onnx.OnnxModel;
import io.onnxfi.tensor.ElementType;
import io.onnxfi.tensor.Tensor;
import io.onnxfi.testing.PublishedData;
import io.onnxfi.testing.TestTrials;
import io.onnxfi.zoo.Architecture;
import io.onnxfi.zoo.ImageSize;
import io.onnxfi.zoo.Zoo;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvFileSource;

/**
 * Every row of every published list, in PyTorch's and in Keras' naming.
 *
 * <p>{@code published-lists.csv} has the files and their numbers of rows. A list that is not at
 * hand is skipped, with the command that fetches it.
 */
class PublishedListsTest {
  private static final FaultModel FLIP = new BitFlip();

  @ParameterizedTest
  @CsvFileSource(resources = "published-lists.csv", useHeadersInDisplayName = true)
  void shouldResolveEveryRowToTheBitItNames(
      String dataset, String network, String torchFile, String kerasFile, int rows) {
    FaultList list = list("torch", dataset, torchFile);
    OnnxModel model = model(network, dataset);

    List<PlacedFault> sites = TestTrials.place(new FaultResolver(model), list);

    assertThat(sites).hasSize(rows).doesNotHaveDuplicates();
    assertThat(sites).isEqualTo(list.rows().stream().map(row -> site(model, row)).toList());
    assertThat(sites.stream().map(site -> flippedBits(model, site)).toList())
        .isEqualTo(list.rows().stream().map(row -> 1L << row.site().bit().orElseThrow()).toList());
  }

  /** The place that a row names in so many words. */
  private static PlacedFault site(OnnxModel model, FaultRow row) {
    Initializer weight = model.initializer(row.site().layer() + ".weight").orElseThrow();
    return PlacedFault.ofBit(
        weight.name(),
        weight.shape().flatIndex(row.site().index().coordinates()),
        row.site().bit().orElseThrow(),
        FLIP);
  }

  private static long flippedBits(OnnxModel model, PlacedFault site) {
    EditSet edit = Injector.edit(model, site);
    long[] flipped = new long[1];
    edit.edits()
        .forEach(
            one ->
                one.forEach(
                    (position, bits) ->
                        flipped[0] ^= bits ^ model.elementBits(one.tensor(), position)));
    return flipped[0];
  }

  /** All rows but one, whose bit was changed after the draw (ResNet20 of CIFAR-10, injection 2). */
  @ParameterizedTest
  @CsvFileSource(resources = "published-lists.csv", useHeadersInDisplayName = true)
  void shouldDrawThePublishedRows(
      String dataset, String network, String torchFile, String kerasFile, int rows) {
    FaultList list = list("torch", dataset, torchFile);
    FaultList drawn =
        PublishedSampler.draw(model(network, dataset), SampleSize.PUBLISHED, PublishedSampler.SEED);
    boolean changed = dataset.equals("CIFAR10") && network.equalsIgnoreCase("resnet20");
    assertThat(drawn.rows()).hasSize(rows);
    for (int i = 0; i < rows; i++) {
      FaultRow published = list.rows().get(i);
      FaultRow row = drawn.rows().get(i);
      int bit = changed && i == 2 ? 13 : published.site().bit().orElseThrow();
      assertThat(
              List.of(
                  row.injection(),
                  row.site().layer(),
                  row.site().index(),
                  row.site().bit().orElseThrow()))
          .isEqualTo(
              List.of(
                  published.injection(), published.site().layer(), published.site().index(), bit));
    }
  }

  @ParameterizedTest
  @CsvFileSource(resources = "published-lists.csv", useHeadersInDisplayName = true)
  void shouldResolveBothNamingsToTheSameBits(
      String dataset, String network, String torchFile, String kerasFile, int rows) {
    FaultList torch = list("torch", dataset, torchFile);
    FaultList keras = list("tensorflow", dataset, kerasFile);
    FaultResolver resolver = new FaultResolver(model(network, dataset));

    assertThat(keras.rows()).hasSize(rows);
    assertThat(resolver.place(keras, FLIP)).isEqualTo(resolver.place(torch, FLIP));
  }

  private static FaultList list(String framework, String dataset, String file) {
    String path = "%s/gpu/image_classification/%s/fp32/%s";
    return FaultList.read(PublishedData.file(path.formatted(framework, dataset, file)));
  }

  /** The network with zeros: names and shapes are all that a list needs. */
  private static OnnxModel model(String network, String dataset) {
    return architecture(network, dataset)
        .build(spec -> Tensor.allocate(ElementType.FLOAT, spec.shape()));
  }

  private static Architecture architecture(String network, String dataset) {
    int side = dataset.equals("GTSRB") ? 50 : 32;
    int classes = Map.of("CIFAR10", 10, "CIFAR100", 100, "GTSRB", 43).get(dataset);
    return Zoo.architecture(
        network, dataset.toLowerCase(Locale.ROOT), new ImageSize(3, side, side), classes);
  }
}
