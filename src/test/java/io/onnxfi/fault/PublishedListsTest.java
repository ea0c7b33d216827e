package io.onnxfi.fault;

import static org.assertj.core.api.Assertions.assertThat;

import io.onnxfi.injection.Injector;
import io.onnxfi.onnx.ElementEdit;
import io.onnxfi.onnx.OnnxModel;
import io.onnxfi.testing.PublishedData;
import io.onnxfi.zoo.ImageSize;
import io.onnxfi.zoo.RandomParameters;
import io.onnxfi.zoo.Zoo;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The lists of one network in PyTorch's and in Keras' naming are the same faults. */
class PublishedListsTest {
  private static final FaultModel FLIP = new FaultModel.BitFlip();

  @ParameterizedTest
  @CsvSource({"ResNet20, 16627", "ResNet32, 16630"})
  void shouldResolveBothNamingsToTheSameBits(String network, int rows) {
    OnnxModel model =
        Zoo.architecture(network, new ImageSize(3, 32, 32), 10).build(new RandomParameters(1));
    FaultResolver resolver = new FaultResolver(model);
    FaultList torch = list("torch", network + "_FL.csv");
    FaultList keras = list("tensorflow", network + "_TF_FL.csv");

    List<FaultSite> torchSites = resolver.resolve(torch);
    List<FaultSite> kerasSites = resolver.resolve(keras);

    assertThat(torchSites).hasSize(rows).doesNotHaveDuplicates();
    assertThat(kerasSites).isEqualTo(torchSites);
    for (int i = 0; i < rows; i++) {
      FaultRow row = torch.rows().get(i);
      FaultSite site = torchSites.get(i);
      assertThat(site.initializer()).isEqualTo(row.layer() + ".weight");
      assertThat(site.bit()).isEqualTo(row.bit());
      assertThat(
              model.initializer(site.initializer()).orElseThrow().shape().coordinates(site.index()))
          .isEqualTo(row.index().coordinates());
      ElementEdit edit = Injector.edit(model, new Fault(site, FLIP));
      assertThat(Injector.edit(model, new Fault(kerasSites.get(i), FLIP))).isEqualTo(edit);
      assertThat(edit.bits() ^ model.elementBits(site.initializer(), site.index()))
          .isEqualTo(1L << row.bit());
    }
  }

  private static FaultList list(String framework, String name) {
    String path = "%s/gpu/image_classification/CIFAR10/fp32/resnet/%s";
    return FaultList.read(PublishedData.file(path.formatted(framework, name)));
  }
}
