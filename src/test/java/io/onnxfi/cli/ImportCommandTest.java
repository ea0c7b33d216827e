package io.onnxfi.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.onnxfi.onnx.Initializer;
import io.onnxfi.onnx.OnnxModel;
import io.onnxfi.testing.Graphs;
import io.onnxfi.zoo.ParameterSpec;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code import} of a safetensors file of the small network, all of whose elements are 1. */
class ImportCommandTest {
  private static final int HALF = 0x3C00;
  private static final int FLOAT = Float.floatToRawIntBits(1);

  @TempDir private Path folder;

  @Test
  void shouldImportFloats() throws IOException {
    Cli.Result result = importing(write("F32", Float.BYTES, FLOAT));

    assertThat(result.code()).as(result.err()).isZero();
    assertThat(result.out()).contains("tiny_cnn, ", "all matched");
    assertAllOnes();
    assertThat(OnnxModel.load(model()).metadata().get("onnxfi.source"))
        .matches("checkpoint test\\.safetensors sha256 [0-9a-f]{64}");
  }

  @Test
  void shouldNotConvertUnasked() throws IOException {
    Cli.Result result = importing(write("F16", Short.BYTES, HALF));

    assertThat(result.code()).isEqualTo(2);
    assertThat(result.err().lines())
        .singleElement()
        .asString()
        .contains("test.safetensors: conv1.weight is float16[", "give --convert to convert all");
    assertThat(model()).doesNotExist();
  }

  @Test
  void shouldConvertOnRequest() throws IOException {
    Cli.Result result = importing(write("F16", Short.BYTES, HALF), "--convert");

    assertThat(result.code()).as(result.err()).isZero();
    assertAllOnes();
    assertThat(OnnxModel.load(model()).metadata().get("onnxfi.source"))
        .endsWith(" converted to float");
  }

  @Test
  void shouldSayWhatWasAssumed() throws IOException {
    Cli.Result result = importing(write("F32", Float.BYTES, FLOAT));

    assertThat(result.err().lines())
        .singleElement()
        .asString()
        .startsWith("onnxfi: note: ")
        .endsWith("test.safetensors: prefix 'module.' removed from its names");
  }

  @Test
  void shouldAskWhichOfTwoNetworksIsMeant() throws IOException {
    Path file = write("F32", Float.BYTES, FLOAT, "student.", "teacher.");
    Cli.Result result = importing(file);

    assertThat(result.code()).isEqualTo(2);
    assertThat(result.err().lines())
        .singleElement()
        .asString()
        .contains("2 state dicts in it fit tiny_cnn: 'student' (17 tensors, 17 of 17 fit), 'teach")
        .endsWith("choose one with --key");
    assertThat(model()).doesNotExist();

    assertThat(importing(file, "--key", "teacher").code()).isZero();
    assertAllOnes();
    assertThat(importing(file, "--key", "nobody").err()).contains("--key: expected one of '");
  }

  private void assertAllOnes() {
    OnnxModel model = OnnxModel.load(model());
    for (Initializer initializer : model.initializers()) {
      long last = initializer.shape().size() - 1;
      assertThat(model.elementBits(initializer.name(), 0)).isEqualTo(FLOAT);
      assertThat(model.elementBits(initializer.name(), last)).isEqualTo(FLOAT);
    }
  }

  private Path model() {
    return folder.resolve("out.onnx");
  }

  private Cli.Result importing(Path checkpoint, String... more) {
    List<Object> words =
        new ArrayList<>(
            List.of("import", "--arch", "tiny_cnn", "--dataset", "synthetic", "--no-check"));
    words.addAll(List.of("--checkpoint", checkpoint, "--out", model()));
    words.addAll(List.of(more));
    return Cli.run(words.toArray());
  }

  /** Every element has the same bits. */
  private Path write(String type, int width, int bits) throws IOException {
    return write(type, width, bits, "module.");
  }

  private Path write(String type, int width, int bits, String... prefixes) throws IOException {
    StringBuilder header = new StringBuilder("{\"__metadata__\":{}");
    int end = 0;
    for (String prefix : prefixes) {
      for (ParameterSpec parameter : Graphs.tinyCnnArchitecture().parameters()) {
        int begin = end;
        end += Math.toIntExact(parameter.shape().size()) * width;
        header.append(
            ",\"%s%s\":{\"dtype\":\"%s\",\"shape\":%s,\"data_offsets\":[%d,%d]}"
                .formatted(prefix, parameter.name(), type, parameter.shape(), begin, end));
      }
    }
    byte[] json = header.append('}').toString().getBytes(StandardCharsets.UTF_8);
    ByteBuffer file =
        ByteBuffer.allocate(Long.BYTES + json.length + end).order(ByteOrder.LITTLE_ENDIAN);
    file.putLong(json.length).put(json);
    while (file.hasRemaining()) {
      if (width == Short.BYTES) {
        file.putShort((short) bits);
      } else {
        file.putInt(bits);
      }
    }
    return Files.write(folder.resolve("test.safetensors"), file.array());
  }
}
