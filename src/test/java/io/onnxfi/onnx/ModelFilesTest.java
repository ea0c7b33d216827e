package io.onnxfi.onnx;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import com.google.protobuf.ByteString;
import com.google.protobuf.UnknownFieldSet;
import io.onnxfi.error.MissingResourceException;
import io.onnxfi.tensor.ElementType;
import io.onnxfi.tensor.Shape;
import io.onnxfi.tensor.Tensor;
import io.onnxfi.testing.Graphs;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ModelFilesTest {
  /** A field that no version of ONNX has. */
  private static final UnknownFieldSet UNKNOWN =
      UnknownFieldSet.newBuilder()
          .addField(
              4242, UnknownFieldSet.Field.newBuilder().addVarint(7).addFixed32(0xCAFE).build())
          .build();

  @TempDir private Path folder;

  @Test
  void shouldWriteTheSameBytesAgain() throws IOException {
    Path first = folder.resolve("first.onnx");
    Path second = folder.resolve("second.onnx");
    Graphs.tinyCnn(1).withMetadata(Map.of("onnxfi.arch", "tiny_cnn")).save(first);

    OnnxModel.load(first).save(second);

    assertThat(second).hasSameBinaryContentAs(first);
    assertThat(TestModels.bytes(first)).isEqualTo(TestModels.bytes(OnnxModel.load(first)));
    assertThat(OnnxModel.load(first).metadata())
        .containsExactly(Map.entry("onnxfi.arch", "tiny_cnn"));
    assertThat(names()).containsExactly("first.onnx", "second.onnx");
  }

  @Test
  void shouldKeepFieldsThatItDoesNotKnow() {
    TensorProto tensor = floats("t", 1, 2).setDocString("why").setUnknownFields(UNKNOWN).build();
    ModelProto plain = TestModels.proto(tensor);
    ModelProto proto =
        plain.toBuilder()
            .setUnknownFields(UNKNOWN)
            .setGraph(plain.getGraph().toBuilder().setUnknownFields(UNKNOWN))
            .build();
    Path file = TestModels.write(folder.resolve("m.onnx"), proto);

    OnnxModel.load(file).withEdits(EditSet.element("t", 1, 0)).save(file);
    OnnxModel.load(file).withTensor("t", Tensor.ofFloats(Shape.of(2), 1, 3)).save(file);

    TensorProto.Builder changed =
        tensor.toBuilder().clearFloatData().addFloatData(1).addFloatData(3);
    ModelProto saved = OnnxModel.load(file).proto();
    TensorProto found = saved.getGraph().getInitializer(0);
    assertThat(found.getUnknownFields()).isEqualTo(UNKNOWN);
    assertThat(found.getDocString()).isEqualTo("why");
    assertThat(OnnxModel.load(file).tensor("t").toFloatArray()).containsExactly(1, 3);
    assertThat(saved.toBuilder().setGraph(saved.getGraph().toBuilder().setInitializer(0, changed)))
        .extracting(ModelProto.Builder::build)
        .isEqualTo(
            proto.toBuilder()
                .setGraph(proto.getGraph().toBuilder().setInitializer(0, changed))
                .build());
  }

  @Test
  void shouldReplaceAFileOnlyByACompleteOne() {
    Path file = folder.resolve("m.onnx");
    Graphs.tinyCnn(1).save(file);
    byte[] before = TestModels.bytes(file);
    OnnxModel other = Graphs.tinyCnn(2);

    assertThatThrownBy(() -> other.save(folder.resolve("absent").resolve("m.onnx")))
        .isInstanceOf(MissingResourceException.class)
        .hasMessageContaining("cannot write");
    assertThat(TestModels.bytes(file)).isEqualTo(before);
    other.save(file);

    assertThat(TestModels.bytes(file)).isEqualTo(TestModels.bytes(other)).isNotEqualTo(before);
    assertThat(names()).containsExactly("m.onnx");
  }

  @Test
  void shouldNotMistakeTheRestOfABrokenOffRunForData() {
    Path data = TestModels.write(folder.resolve("m.onnx.data"), new byte[] {1, 2, 3});
    TestModels.write(folder.resolve("m.onnx.data.part"), new byte[] {9});

    Graphs.tinyCnn(1).save(folder.resolve("m.onnx"));

    assertThat(TestModels.bytes(data)).containsExactly(1, 2, 3);
  }

  @Test
  void shouldDescribeTheModel() {
    OnnxModel model = Graphs.tinyCnn(1);

    assertThat(model.opset()).isEqualTo(17);
    assertThat(model.inputs()).hasToString("[float[?, 3, 16, 16]]");
    assertThat(model.outputs()).hasToString("[float[?, 10]]");
    assertThat(model.initializer("conv1.weight").orElseThrow().shape())
        .isEqualTo(Shape.of(16, 3, 3, 3));
    assertThat(model.initializer("absent")).isEmpty();
  }

  @Test
  void shouldRefuseElementsAndTensorsThatDoNotFit() {
    OnnxModel model = TestModels.of(floats("t", 1, 2).build());

    assertThatThrownBy(() -> model.elementBits("t", 2))
        .isInstanceOf(IndexOutOfBoundsException.class)
        .hasMessage("element 2 of t [2]");
    assertThatThrownBy(() -> model.elementBits("u", 0))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("'u'");
    assertThatThrownBy(() -> model.withTensor("t", Tensor.ofFloats(Shape.of(1), 1)))
        .hasMessage("initializer t is float[2], not float[1]");
    assertThatThrownBy(() -> model.withTensor("t", Tensor.ofLongs(Shape.of(2), 1, 2)))
        .hasMessageContaining("not int64[2]");
  }

  @Test
  void shouldReplaceATensorWithoutTouchingTheOldModel() {
    OnnxModel model = TestModels.of(floats("a", 1, 2).build(), floats("b", 3).build());

    OnnxModel changed = model.withTensor("a", Tensor.ofFloats(Shape.of(2), 5, 6));

    assertThat(changed.tensor("a").toFloatArray()).containsExactly(5, 6);
    assertThat(changed.tensor("b").toFloatArray()).containsExactly(3);
    assertThat(model.tensor("a").toFloatArray()).containsExactly(1, 2);
    assertThat(changed.proto().getGraph().getInitializer(0).getRawData())
        .isEqualTo(
            ByteString.copyFrom(new byte[] {0, 0, (byte) 0xA0, 0x40, 0, 0, (byte) 0xC0, 0x40}));
  }

  private static TensorProto.Builder floats(String name, float... values) {
    TensorProto.Builder tensor = TestModels.tensor(name, ElementType.FLOAT, values.length);
    for (float value : values) {
      tensor.addFloatData(value);
    }
    return tensor;
  }

  private List<String> names() {
    try (var files = Files.list(folder)) {
      return files.map(file -> file.getFileName().toString()).sorted().toList();
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }
}
