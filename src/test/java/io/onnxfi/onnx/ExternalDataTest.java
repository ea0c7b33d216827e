package io.onnxfi.onnx;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnx.proto.OnnxMl.StringStringEntryProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import io.onnxfi.error.MalformedInputException;
import io.onnxfi.tensor.ElementType;
import io.onnxfi.tensor.Shape;
import io.onnxfi.tensor.Tensor;
import io.onnxfi.testing.Graphs;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Initializers in a file beside the model. */
class ExternalDataTest {
  /** Far below the size of the small network, so that its larger tensors move out. */
  private static final long SMALL_LIMIT = 1000;

  private static final String WEIGHT = "conv2.weight";

  @TempDir private Path folder;

  private final OnnxModel inMemory = Graphs.tinyCnn(1);
  private Path file;
  private Path data;

  @BeforeEach
  void saveInTwoFiles() {
    file = folder.resolve("m.onnx");
    data = folder.resolve("m.onnx.data");
    ModelFiles.save(inMemory, file, SMALL_LIMIT);
  }

  @Test
  void shouldMoveLargeTensorsOutAndLoadThemEqual() {
    OnnxModel loaded = OnnxModel.load(file);

    assertThat(data).exists();
    assertThat(loaded.external()).containsKey(WEIGHT).doesNotContainKey("conv1.bias");
    assertThat(Files.exists(folder.resolve("m.onnx.data.part"))).isFalse();
    assertThat(loaded.initializers()).isEqualTo(inMemory.initializers());
    for (Initializer initializer : inMemory.initializers()) {
      assertThat(loaded.tensor(initializer.name()).bytes())
          .isEqualTo(inMemory.tensor(initializer.name()).bytes());
    }
    assertThat(TestModels.bytes(loaded)).isEqualTo(TestModels.bytes(inMemory));
  }

  /** ExternalData.md of ONNX: offset and length in bytes; offsets are multiples of the page. */
  @Test
  void shouldDescribeWhereTheDataIs() {
    ModelProto proto = OnnxModel.load(file).proto();
    TensorProto weight =
        proto.getGraph().getInitializerList().stream()
            .filter(tensor -> tensor.getName().equals(WEIGHT))
            .findFirst()
            .orElseThrow();

    assertThat(weight.getDataLocation()).isEqualTo(TensorProto.DataLocation.EXTERNAL);
    assertThat(weight.hasRawData()).isFalse();
    assertThat(weight.getExternalDataList())
        .extracting(StringStringEntryProto::getKey)
        .containsExactly("location", "offset", "length");
    assertThat(weight.getExternalData(0).getValue()).isEqualTo("m.onnx.data");
    assertThat(Long.parseLong(weight.getExternalData(1).getValue()) % 4096).isZero();
    assertThat(weight.getExternalData(2).getValue()).isEqualTo("" + 32 * 16 * 9 * 4);
  }

  @Test
  void shouldNotOverwriteItsDataUnderAnotherName() throws IOException {
    byte[] before = TestModels.bytes(data);
    OnnxModel loaded = OnnxModel.load(file);
    Files.createSymbolicLink(folder.resolve("link.onnx.data"), data);
    Files.createLink(folder.resolve("hard.onnx.data"), data);

    for (String name : List.of("link.onnx", "hard.onnx")) {
      assertThatThrownBy(() -> loaded.save(folder.resolve(name)))
          .isInstanceOf(MalformedInputException.class)
          .hasMessageContaining("which may belong to another model");
    }
    assertThat(TestModels.bytes(data)).isEqualTo(before);
    assertThat(folder.resolve("link.onnx")).doesNotExist();
    assertThat(loaded.externalFiles()).containsExactly(data.toRealPath());
  }

  /** The data of any model may have that name. */
  @Test
  void shouldNotOverwriteDataWithoutItsModel() throws IOException {
    OnnxModel loaded = OnnxModel.load(file);
    Path orphan = Files.writeString(folder.resolve("other.onnx.data"), "somebody's");

    assertThatThrownBy(() -> loaded.save(folder.resolve("other.onnx")))
        .isInstanceOf(MalformedInputException.class)
        .hasMessageContaining("which may belong to another model");
    assertThat(orphan).hasContent("somebody's");

    loaded.save(folder.resolve("new.onnx"));
    loaded.save(folder.resolve("new.onnx"));
    assertThat(TestModels.bytes(folder.resolve("new.onnx.data"))).isEqualTo(TestModels.bytes(data));
  }

  @Test
  void shouldEditWithoutTouchingTheFiles() {
    byte[] dataBefore = TestModels.bytes(data);
    byte[] modelBefore = TestModels.bytes(file);
    OnnxModel loaded = OnnxModel.load(file);
    long bits = loaded.elementBits(WEIGHT, 77) ^ (1L << 30);

    OnnxModel edited = loaded.withEdits(EditSet.element(WEIGHT, 77, bits));

    assertThat(edited.elementBits(WEIGHT, 77)).isEqualTo(bits);
    assertThat(edited.elementBits(WEIGHT, 76)).isEqualTo(inMemory.elementBits(WEIGHT, 76));
    assertThat(edited.tensor(WEIGHT).bytes().getInt(77 * Float.BYTES)).isEqualTo((int) bits);
    assertThat(loaded.elementBits(WEIGHT, 77)).isEqualTo(inMemory.elementBits(WEIGHT, 77));
    assertThat(TestModels.bytes(edited))
        .isEqualTo(TestModels.bytes(inMemory.withEdits(EditSet.element(WEIGHT, 77, bits))));
    assertThat(TestModels.bytes(data)).isEqualTo(dataBefore);
    assertThat(TestModels.bytes(file)).isEqualTo(modelBefore);
  }

  @Test
  void shouldSaveAnEditAsOneByte() throws Exception {
    Path other = Files.createDirectory(folder.resolve("other")).resolve("m.onnx");
    OnnxModel loaded = OnnxModel.load(file);

    flip(loaded, 77, 30).save(other);

    assertThat(other).hasSameBinaryContentAs(file);
    Path otherData = other.resolveSibling("m.onnx.data");
    int weight =
        TestModels.offsetOf(
            inMemory.proto().getGraph().getInitializerList().stream()
                .filter(tensor -> tensor.getName().equals(WEIGHT))
                .findFirst()
                .orElseThrow()
                .getRawData()
                .toByteArray(),
            TestModels.bytes(data));
    assertThat(TestModels.differences(TestModels.bytes(data), TestModels.bytes(otherData)))
        .containsExactly(weight + 77 * Float.BYTES + 3);

    flip(OnnxModel.load(other), 77, 30).save(other);
    assertThat(otherData).hasSameBinaryContentAs(data);
  }

  @Test
  void shouldSaveOverTheFilesItReads() {
    OnnxModel edited = flip(OnnxModel.load(file), 77, 30);
    long bits = edited.elementBits(WEIGHT, 77);

    edited.save(file);

    assertThat(edited.elementBits(WEIGHT, 78)).isEqualTo(inMemory.elementBits(WEIGHT, 78));
    assertThat(OnnxModel.load(file).elementBits(WEIGHT, 77)).isEqualTo(bits);
    assertThat(OnnxModel.load(file).elementBits(WEIGHT, 78))
        .isEqualTo(inMemory.elementBits(WEIGHT, 78));
  }

  @Test
  void shouldTakeReplacedTensorsBackIn() {
    Shape shape = inMemory.initializer(WEIGHT).orElseThrow().shape();
    Tensor zeros = Tensor.allocate(ElementType.FLOAT, shape);

    OnnxModel changed = OnnxModel.load(file).withTensor(WEIGHT, zeros);
    changed.save(file);

    assertThat(changed.external()).doesNotContainKey(WEIGHT);
    assertThat(OnnxModel.load(file).tensor(WEIGHT).bytes()).isEqualTo(zeros.bytes());
    assertThat(OnnxModel.load(file).tensor("conv3.weight").bytes())
        .isEqualTo(inMemory.tensor("conv3.weight").bytes());
  }

  @Test
  void shouldEditElementsThatShareAByte() {
    TestModels.write(folder.resolve("nibbles"), new byte[] {0x21, 0x43});
    TensorProto tensor =
        TestModels.external(TestModels.tensor("t", ElementType.UINT4, 4), "location", "nibbles")
            .build();
    Path packed = TestModels.write(folder.resolve("packed.onnx"), TestModels.proto(tensor));

    OnnxModel edited =
        OnnxModel.load(packed)
            .withEdits(EditSet.element("t", 0, 0xA))
            .withEdits(EditSet.element("t", 1, 0xB))
            .withEdits(EditSet.element("t", 3, 0xC));

    assertThat(TestModels.allBits(edited, "t")).containsExactly(0xAL, 0xBL, 3L, 0xCL);
  }

  private static OnnxModel flip(OnnxModel model, long index, int bit) {
    long bits = model.elementBits(WEIGHT, index) ^ (1L << bit);
    return model.withEdits(EditSet.element(WEIGHT, index, bits));
  }
}
