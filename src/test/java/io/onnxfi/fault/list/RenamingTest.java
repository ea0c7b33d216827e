package io.onnxfi.fault.list;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.onnxfi.error.MalformedInputException;
import io.onnxfi.error.UnsupportedInputException;
import io.onnxfi.fault.FaultList;
import io.onnxfi.fault.FaultResolver;
import io.onnxfi.fault.model.BitFlip;
import io.onnxfi.onnx.GraphBuilder;
import io.onnxfi.onnx.OnnxModel;
import io.onnxfi.onnx.ValueInfo;
import io.onnxfi.tensor.ElementType;
import io.onnxfi.tensor.Tensor;
import io.onnxfi.testing.Graphs;
import io.onnxfi.testing.PublishedData;
import io.onnxfi.zoo.ImageSize;
import io.onnxfi.zoo.Zoo;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvFileSource;

/** Names and orders of PyTorch and Keras. */
@SuppressWarnings("StringConcatToTextBlock") // one line of a list each
class RenamingTest {
  private static final OnnxModel MODEL = Graphs.tinyCnn(2);

  @TempDir private Path folder;

  private FaultList convert(Path file, OnnxModel model, Naming to) {
    return ListConversion.convert(file, model, Optional.empty(), AlfiReading.DEFAULT, to);
  }

  private String converted(String text, Naming to) {
    Path file = Lists.file(folder, "list.csv", text);
    return Lists.written(folder, convert(file, MODEL, to));
  }

  @Test
  void shouldNameConvolutionsAndDenseLayersAsKerasDoesAndBack() {
    String torch =
        Lists.OUTCOMES
            + "7,conv1,\"(3, 0, 2, 1)\",15,10,1,2,7\n"
            + "8,conv3,\"(31, 5, 0, 2)\",0,10,10,0,0\n"
            + "8,linear,\"(9, 30)\",31,10,0,0,10\n";
    String keras =
        Lists.OUTCOMES
            + "7,conv2d,\"(2, 1, 0, 3)\",15,10,1,2,7\n"
            + "8,conv2d_2,\"(0, 2, 5, 31)\",0,10,10,0,0\n"
            + "8,dense,\"(30, 9)\",31,10,0,0,10\n";

    assertThat(converted(torch, Naming.KERAS)).isEqualTo(keras);
    assertThat(converted(keras, Naming.PYTORCH)).isEqualTo(torch);
    assertThat(converted(keras, Naming.KERAS)).isEqualTo(keras);
    assertThat(converted(torch, Naming.PYTORCH)).isEqualTo(torch);
  }

  /** A row of a matrix is a column of its transpose; those of filters are the operator's. */
  @Test
  void shouldKeepWhatIsReachedAndWhatHappens() {
    String torch =
        Lists.MODELS
            + "0,linear,\"(9, 30)\",,zero,weight/row\n"
            + "0,conv1,\"(3, 0, 2, 1)\",,\"flip:30,3\",weight/column\n"
            + "1,conv1,\"(3, 0, 2, 1)\",,gaussian:0.1,weight/input-channel\n"
            + "2,conv2,(),,ber:1e-6,weight/tensor\n";
    String keras = converted(torch, Naming.KERAS);

    assertThat(keras)
        .isEqualTo(
            Lists.MODELS
                + "0,dense,\"(30, 9)\",,zero,weight/column\n"
                + "0,conv2d,\"(2, 1, 0, 3)\",,\"flip:30,3\",weight/column\n"
                + "1,conv2d,\"(2, 1, 0, 3)\",,gaussian:0.1,weight/input-channel\n"
                + "2,conv2d_1,(),,ber:1e-6,weight/tensor\n");
    assertThat(converted(keras, Naming.PYTORCH)).isEqualTo(torch);
  }

  @Test
  void shouldRefuseRowsThatKerasListsCannotName() {
    assertThatThrownBy(() -> converted(Lists.HEADER + "0,bn1,\"(5,)\",3\n", Naming.KERAS))
        .isInstanceOf(UnsupportedInputException.class)
        .hasMessage(
            "list.csv:2: bn1 has no name in Keras's lists, which name convolutions and dense"
                + " layers");
    assertThatThrownBy(
            () ->
                converted(Lists.MODELS + "0,relu1,\"(5, 0, 0)\",3,flip,activation\n", Naming.KERAS))
        .isInstanceOf(UnsupportedInputException.class)
        .hasMessageStartingWith(
            "list.csv:2: relu1 (5, 0, 0) bit 3 activation has no name in Keras");
    assertThatThrownBy(() -> converted(Lists.HEADER + "0,conv1,\"(3, 0, 2, 7)\",3\n", Naming.KERAS))
        .isInstanceOf(MalformedInputException.class)
        .hasMessageStartingWith("list.csv:2: conv1.weight: expected an index within shape");
    assertThatThrownBy(() -> converted(Lists.HEADER, Naming.KERAS))
        .hasMessage("list.csv: expected faults, one per row, found none");
  }

  /** As Keras counts them; if a list then could be read in two ways, all convolutions together. */
  @Test
  void shouldCountDepthwiseLayersApart() {
    GraphBuilder builder = new GraphBuilder("g", 17);
    builder.initializer("a.weight", Graphs.random(1, 8, 8, 3, 3));
    builder.initializer("b.weight", Graphs.random(2, 8, 1, 3, 3));
    builder.initializer("c.weight", Graphs.random(3, 8, 8, 3, 3));
    builder.input("x", ElementType.FLOAT, ValueInfo.DYNAMIC, 8, 9, 9);
    builder.node("Conv", List.of("x", "a.weight"), "y1", Map.of("group", 1L));
    builder.node("Conv", List.of("y1", "b.weight"), "y2", Map.of("group", 8L));
    builder.node("Conv", List.of("y2", "c.weight"), "y3", Map.of("group", 1L));
    builder.output("y3", ElementType.FLOAT, ValueInfo.DYNAMIC, 8, 3, 3);
    OnnxModel model = builder.build();
    Path torch =
        Lists.file(
            folder,
            "t.csv",
            Lists.HEADER
                + "0,a,\"(7, 1, 2, 0)\",3\n"
                + "1,b,\"(5, 0, 2, 1)\",3\n"
                + "2,c,\"(7, 1, 2, 0)\",3\n");
    FaultList keras = convert(torch, model, Naming.KERAS);

    assertThat(Lists.written(folder, keras))
        .isEqualTo(
            Lists.HEADER
                + "0,conv2d,\"(2, 0, 1, 7)\",3\n"
                + "1,depthwise_conv2d,\"(2, 1, 5, 0)\",3\n"
                + "2,conv2d_1,\"(2, 0, 1, 7)\",3\n");
    Path back = Lists.file(folder, "k.csv", Lists.written(folder, keras));
    assertThat(Lists.written(folder, convert(back, model, Naming.PYTORCH)))
        .isEqualTo(
            Lists.HEADER
                + "0,a,\"(7, 1, 2, 0)\",3\n1,b,\"(5, 0, 2, 1)\",3\n2,c,\"(7, 1, 2, 0)\",3\n");
  }

  @ParameterizedTest
  @CsvFileSource(resources = "/io/onnxfi/fault/published-lists.csv", useHeadersInDisplayName = true)
  void shouldConvertPublishedListsAndGetTheirBytesBack(
      String dataset, String network, String torchFile, String kerasFile, int rows)
      throws IOException {
    String path = "%s/gpu/image_classification/%s/fp32/%s";
    Path torch = PublishedData.file(path.formatted("torch", dataset, torchFile));
    OnnxModel model = network(network, dataset);
    FaultList keras = convert(torch, model, Naming.KERAS);
    Path file = folder.resolve("keras.csv");
    keras.write(file);
    FaultList back = convert(file, model, Naming.PYTORCH);

    assertThat(keras.rows()).hasSize(rows);
    assertThat(Lists.written(folder, back)).isEqualTo(Files.readString(torch));

    Path published = PublishedData.file(path.formatted("tensorflow", dataset, kerasFile));
    FaultList named = convert(published, model, Naming.PYTORCH);
    assertThat(new FaultResolver(model).place(named, new BitFlip()))
        .isEqualTo(new FaultResolver(model).place(FaultList.read(published), new BitFlip()));
  }

  private static OnnxModel network(String network, String dataset) {
    int side = dataset.equals("GTSRB") ? 50 : 32;
    int classes = Map.of("CIFAR10", 10, "CIFAR100", 100, "GTSRB", 43).get(dataset);
    return Zoo.architecture(
            network, dataset.toLowerCase(Locale.ROOT), new ImageSize(3, side, side), classes)
        .build(spec -> Tensor.allocate(ElementType.FLOAT, spec.shape()));
  }
}
