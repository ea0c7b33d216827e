package io.onnxfi.onnx;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.ModelProto;
import io.onnxfi.backend.DeviceRequest;
import io.onnxfi.backend.Optimization;
import io.onnxfi.backend.Session;
import io.onnxfi.backend.ort.OnnxRuntimeBackend;
import io.onnxfi.tensor.ElementType;
import io.onnxfi.tensor.Shape;
import io.onnxfi.tensor.Tensor;
import io.onnxfi.testing.Effort;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A model just above protobuf's 2 GiB: five embeddings {@code [106496, 1024]} of 416 MiB each, zero
 * but for one element, of which {@code y = Σ gather(wᵢ, x)} reads single rows.
 */
class LargeModelTest {
  private static final int TENSORS = 5;
  private static final Shape SHAPE = Shape.of(106_496, 1024);
  private static final long TENSOR_BYTES = ElementType.FLOAT.bytes(SHAPE.size());

  /** The data, its copy and ONNX Runtime's copy: 2.03 GiB each, the first one sparse. */
  private static final long NEEDED_BYTES = 8L << 30;

  private static final long ROW = 106_495;
  private static final long LAST = SHAPE.size() - 1;
  private static final long SIX = Float.floatToRawIntBits(6);

  @TempDir private Path folder;

  @Test
  void shouldEditSaveAndRunAModelAboveTwoGigabytes() throws IOException {
    assumeTrue(Effort.isLong(), "-Donnxfi.test.long=true tries a model above 2 GiB");
    long free = Files.getFileStore(folder).getUsableSpace();
    assumeTrue(free >= NEEDED_BYTES, () -> "8 GiB of disk needed, %d bytes free".formatted(free));

    OnnxModel loaded = OnnxModel.load(writeSparseModel());
    OnnxModel edited =
        loaded
            .withEdits(EditSet.element("w4", LAST, loaded.elementBits("w4", LAST) ^ (1 << 23)))
            .withEdits(EditSet.element("w0", LAST, SIX));
    assertThat(loaded.toBytes()).isEmpty();
    assertThat(loaded.elementBits("w4", LAST)).isEqualTo(Float.floatToRawIntBits(1));

    Path copy = Files.createDirectory(folder.resolve("copy")).resolve("large.onnx");
    edited.save(copy);
    OnnxModel reloaded = OnnxModel.load(copy);

    assertThat(Files.size(copy)).isLessThan(10_000);
    assertThat(Files.size(copy.resolveSibling("large.onnx.data"))).isGreaterThan(2L << 30);
    assertThat(reloaded.elementBits("w0", LAST)).isEqualTo(SIX);
    assertThat(reloaded.elementBits("w1", LAST)).isZero();
    assertThat(reloaded.elementBits("w4", LAST)).isEqualTo(Float.floatToRawIntBits(.5f));
    assertThat(lastOf(reloaded)).isEqualTo(6.5f);
  }

  private static float lastOf(OnnxModel model) {
    try (var backend = OnnxRuntimeBackend.create(DeviceRequest.CPU, Optimization.BASIC);
        Session session = backend.open(model)) {
      Tensor y = session.run(List.of(Tensor.ofLongs(Shape.of(1), ROW))).get(0);
      return y.floats().get(1023);
    }
  }

  private Path writeSparseModel() throws IOException {
    try (RandomAccessFile data = new RandomAccessFile(folder.resolve("w.bin").toFile(), "rw")) {
      data.setLength(TENSORS * TENSOR_BYTES);
      data.seek(TENSORS * TENSOR_BYTES - Float.BYTES);
      data.write(new byte[] {0, 0, (byte) 0x80, 0x3F});
    }
    GraphBuilder builder = new GraphBuilder("large", 17);
    builder.input("x", ElementType.INT64, ValueInfo.DYNAMIC);
    for (int i = 0; i < TENSORS; i++) {
      builder.initializer("w" + i, Tensor.ofFloats(Shape.of(0)));
      builder.node("Gather", List.of("w" + i, "x"), "g" + i);
    }
    builder.node("Sum", List.of("g0", "g1", "g2", "g3", "g4"), "y");
    builder.output("y", ElementType.FLOAT, ValueInfo.DYNAMIC, SHAPE.dim(1));
    ModelProto small = builder.build().proto();
    GraphProto.Builder graph = small.getGraph().toBuilder();
    for (int i = 0; i < TENSORS; i++) {
      String offset = Long.toString(i * TENSOR_BYTES);
      var tensor = TestModels.tensor("w" + i, ElementType.FLOAT, SHAPE.dims());
      graph.setInitializer(
          i, TestModels.external(tensor, "location", "w.bin", "offset", offset).build());
    }
    return TestModels.write(
        folder.resolve("large.onnx"), small.toBuilder().setGraph(graph).build());
  }
}
