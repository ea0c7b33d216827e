package io.onnxfi.onnx;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import com.google.protobuf.ByteString;
import io.onnxfi.error.MalformedInputException;
import io.onnxfi.error.UnsupportedInputException;
import io.onnxfi.tensor.ElementType;
import io.onnxfi.testing.Graphs;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Files that are no ONNX models, or models that contradict themselves. */
class MalformedModelTest {
  @TempDir private Path folder;

  @Test
  void shouldRefuseWhatIsNotProtobuf() {
    assertMalformed("<html>".getBytes(StandardCharsets.UTF_8), "an HTML page");
    assertMalformed("Injection,Layer".getBytes(StandardCharsets.UTF_8), "m.onnx");
  }

  @Test
  void shouldRefuseAnEmptyFile() {
    assertMalformed(new byte[0], "an empty file");
  }

  @Test
  void shouldRefuseAMessageWithoutGraphOrOperatorSet() {
    ModelProto sound = TestModels.proto();

    assertMalformed(sound.toBuilder().clearGraph().build().toByteArray(), "without graph");
    assertMalformed(sound.toBuilder().clearOpsetImport().build().toByteArray(), "operator set");
  }

  @Test
  void shouldRefuseEveryTruncation() {
    byte[] sound = TestModels.bytes(Graphs.tinyCnn(1));
    for (int length = 0; length < sound.length; length += 997) {
      assertMalformed(Arrays.copyOf(sound, length), "m.onnx");
    }
    assertMalformed(Arrays.copyOf(sound, sound.length - 1), "m.onnx");
  }

  /** An end-group tag (wire type 4) is where a careless parser stops, believing all is read. */
  @Test
  void shouldRefuseBytesBehindAStrayEndOfGroup() {
    byte[] sound = TestModels.proto().toByteArray();
    byte[] longer = Arrays.copyOf(sound, sound.length + 2);
    longer[sound.length] = 0x0C;

    assertMalformed(longer, "malformed protobuf");
  }

  @Test
  void shouldRefuseAMissingFile() {
    assertThatThrownBy(() -> OnnxModel.load(folder.resolve("absent.onnx")))
        .isInstanceOf(MalformedInputException.class)
        .hasMessageContaining("absent.onnx")
        .hasMessageEndingWith("no such file");
  }

  @Test
  void shouldRefuseAFolder() {
    assertThatThrownBy(() -> OnnxModel.load(folder))
        .isInstanceOf(MalformedInputException.class)
        .hasMessageContaining(folder.toString());
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 7, 9, 16})
  void shouldRefuseRawDataOfAnotherLength(int length) {
    TensorProto.Builder tensor = TestModels.tensor("w", ElementType.FLOAT, 2);

    assertMalformed(
        tensor.setRawData(ByteString.copyFrom(new byte[length])),
        "initializer w float[2]: expected 8 bytes of raw_data, found " + length);
  }

  @Test
  void shouldRefuseTypedFieldsOfAnotherLength() {
    assertMalformed(
        TestModels.tensor("w", ElementType.FLOAT, 2).addFloatData(1),
        "initializer w float[2]: expected 2 elements, found 1");
    assertMalformed(
        TestModels.tensor("w", ElementType.INT4, 3).addInt32Data(1),
        "expected 2 elements, found 1");
    assertMalformed(
        TestModels.tensor("w", ElementType.COMPLEX64, 1).addFloatData(1), "expected 2 elements");
    // Elements in the field of another type are not there.
    assertMalformed(
        TestModels.tensor("w", ElementType.INT64, 1).addInt32Data(1),
        "expected 1 elements, found 0");
  }

  @Test
  void shouldRefuseOneNameForTwoInitializers() {
    TensorProto tensor = TestModels.tensor("w", ElementType.FLOAT, 1).addFloatData(1).build();

    assertMalformed(TestModels.proto(tensor, tensor).toByteArray(), "'w' twice");
  }

  @Test
  void shouldRefuseImpossibleShapes() {
    assertMalformed(TestModels.tensor("w", ElementType.FLOAT, 2, -1), "tensor 'w'", "[2, -1]");
    assertMalformed(
        TestModels.tensor("w", ElementType.FLOAT, 1L << 40, 1L << 40), "tensor 'w'", "overflow");
    assertMalformed(TestModels.tensor("w", ElementType.FLOAT, 1L << 62), "tensor 'w'", "overflow");
  }

  @Test
  void shouldRefuseAnElementTypeOfTheFuture() {
    TensorProto tensor = TensorProto.newBuilder().setName("w").setDataType(999).build();
    Path file = TestModels.write(folder.resolve("m.onnx"), TestModels.proto(tensor));

    assertThatThrownBy(() -> OnnxModel.load(file))
        .isInstanceOf(UnsupportedInputException.class)
        .hasMessageContaining("'w'")
        .hasMessageContaining("999");
  }

  private void assertMalformed(TensorProto.Builder tensor, String... parts) {
    assertMalformed(TestModels.proto(tensor.build()).toByteArray(), parts);
  }

  private void assertMalformed(byte[] bytes, String... parts) {
    Path file = TestModels.write(folder.resolve("m.onnx"), bytes);
    assertThatThrownBy(() -> OnnxModel.load(file))
        .isInstanceOf(MalformedInputException.class)
        .hasMessageContainingAll(parts);
  }

  /** Protobuf reads the letter a as an unknown field of eight bytes. */
  @Test
  void shouldNotTakeTextForAMessageOfUnknownFields() throws IOException {
    Path text = folder.resolve("text.onnx");
    Files.writeString(text, "a".repeat(9 * 1000));
    assertThatThrownBy(() -> OnnxModel.load(text))
        .isInstanceOf(MalformedInputException.class)
        .hasMessageContaining("expected an ONNX model, found text that begins with 'aaa");
  }
}
