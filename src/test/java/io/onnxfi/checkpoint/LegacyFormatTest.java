package io.onnxfi.checkpoint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.onnxfi.error.MalformedInputException;
import io.onnxfi.error.UnsupportedInputException;
import io.onnxfi.tensor.Shape;
import io.onnxfi.tensor.Tensor;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Small files: views of storages, names, and one wrong number at a time. */
class LegacyFormatTest {
  private static final LegacyFile SOUND = LegacyFile.sound();

  @Test
  void shouldReadASoundFile() {
    Map<String, Tensor> tensors = SOUND.read();

    assertThat(tensors.keySet()).containsExactly("w");
    assertThat(tensors.get("w").shape()).isEqualTo(Shape.of(2, 3));
    assertThat(tensors.get("w").toFloatArray()).containsExactly(.5f, 1.5f, 2.5f, 3.5f, 4.5f, 5.5f);
  }

  @Test
  void shouldFollowOffsetsAndStrides() {
    assertThat(values(0, dims(3, 2), dims(1, 3)))
        .containsExactly(.5f, 3.5f, 1.5f, 4.5f, 2.5f, 5.5f);
    assertThat(values(1, dims(2), dims(4))).containsExactly(1.5f, 5.5f);
    assertThat(values(4, dims(2), dims(1))).containsExactly(4.5f, 5.5f);
    assertThat(values(2, dims(1, 2, 1, 2), dims(99, 2, 7, 1)))
        .containsExactly(2.5f, 3.5f, 4.5f, 5.5f);
    assertThat(values(3, dims(3), dims(0))).containsExactly(3.5f, 3.5f, 3.5f);
    assertThat(values(3, dims(7), dims(0)))
        .containsExactly(3.5f, 3.5f, 3.5f, 3.5f, 3.5f, 3.5f, 3.5f);
    assertThat(values(5, dims(), dims())).containsExactly(5.5f);
    assertThat(values(6, dims(0, 3), dims(3, 1))).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "0, 7, 1, does not lie within 6 elements",
    "1, 6, 1, does not lie within 6 elements",
    "0, 2, 6, does not lie within 6 elements",
    "7, 0, 1, does not lie within 6 elements",
    "-1, 1, 1, cannot have offset -1",
    "0, 2, -1, strides [-1]",
    "0, -1, 1, negative extent",
    "0, 2, 9223372036854775807, overflow",
    "9223372036854775807, 1, 1, overflow"
  })
  void shouldRefuseATensorOutsideItsStorage(
      long offset, long size, long stride, String messagePart) {
    assertMalformed(withTensor(LegacyFile.tensor(offset, dims(size), dims(stride))), messagePart);
  }

  @Test
  void shouldRefuseShapesThatNoTensorHas() {
    assertMalformed(withTensor(LegacyFile.tensor(0, dims(2, 3), dims(1))), "strides [1]");
    assertMalformed(
        withTensor(LegacyFile.tensor(0, dims(1L << 32, 1L << 32, 0), dims(1, 1, 1))), "overflow");
    assertMalformed(withTensor(LegacyFile.tensor(0, new long[65], new long[65])), "0 to 64");
  }

  @ParameterizedTest
  @ValueSource(strings = {"state_dict", "model", "net"})
  void shouldFindTheNestedStateDict(String key) {
    PickleBytes state = new PickleBytes().raw("}").text("module.w").append(whole()).raw("s");
    PickleBytes object = PickleBytes.protocol2().raw("}(").text("best_prec1").raw("K\u0005");
    object.text(key).append(state).text("other").append(whole()).raw("u");

    assertThat(state(SOUND.withObject(object.stop()), "w").notes())
        .containsExactly(
            "test.th: state dict '%s' read, prefix 'module.' removed from its names"
                .formatted(key));
  }

  @Test
  void shouldKeepAParameterNamedModel() {
    PickleBytes object = PickleBytes.protocol2().raw("}(").text("model").append(whole());
    object.text("module.module.a").append(whole()).raw("u");

    assertThat(SOUND.withObject(object.stop()).read().keySet())
        .containsExactly("model", "module.a");
  }

  /** What PyTorch would load into a network with a parameter w. */
  @Test
  void shouldPreferTheNameWithoutPrefix() {
    PickleBytes twice = PickleBytes.protocol2().raw("}(").text("w").append(whole());
    twice.text("module.w").append(LegacyFile.tensor(5, dims(6), dims(0))).raw("u");

    StateDict state = state(SOUND.withObject(twice.stop()), "w");
    assertThat(state.tensors().get("w").toFloatArray()).startsWith(.5f, 1.5f);
  }

  @Test
  void shouldKeepTheOrderOfManyEntries() {
    PickleBytes object = PickleBytes.protocol2().raw("}(");
    for (int i = 99; i >= 0; i--) {
      object.text("p" + i).append(whole());
    }
    String[] names =
        SOUND.withObject(object.raw("u").stop()).read().keySet().toArray(String[]::new);

    assertThat(names).hasSize(100).startsWith("p99", "p98", "p97").endsWith("p1", "p0");
  }

  @Test
  void shouldRefuseWhatIsNoStateDict() {
    assertMalformed(SOUND.withObject(PickleBytes.protocol2().raw("]").stop()), "found a list");
    assertMalformed(SOUND.withObject(PickleBytes.protocol2().raw("}").stop()), "found a dict");
    assertMalformed(withTensor(new PickleBytes().raw("K\u0005")), "found a dict of 1 (w: 5)");
  }

  @Test
  void shouldRefuseOtherProtocolsAndByteOrders() {
    assertUnsupported(LegacyFile.PROTOCOL, PickleBytes.protocol2().integer(1000), "1000");
    PickleBytes big = PickleBytes.protocol2().raw("}").text("little_endian").raw("\u0089s");
    assertUnsupported(LegacyFile.SYSTEM, big, "big-endian");
    assertMalformed(
        SOUND.with(LegacyFile.SYSTEM, PickleBytes.protocol2().raw("}").stop()), "little_endian");
  }

  @Test
  void shouldRefuseKeysThatDoNotMatch() {
    assertMalformed(withKeys("]"), "1 storages", "found 0");
    assertMalformed(withKeys("](X\u0001\u0000\u0000\u0000Te"), "key 'T'");
    assertMalformed(withKeys("](X\u0001\u0000\u0000\u0000SX\u0001\u0000\u0000\u0000Se"), "once");
    assertMalformed(withKeys("}"), "a list of storage keys");
  }

  @ParameterizedTest
  @ValueSource(longs = {5, 7, -1, Long.MAX_VALUE, Long.MIN_VALUE, 1L << 62})
  void shouldRefuseAnotherElementCount(long count) {
    PickleBytes storage = new PickleBytes().int64(count).raw("\u0000".repeat(24));
    assertMalformed(
        SOUND.withStorages(storage.bytes()), "6 elements of a storage at offset", "found " + count);
  }

  @Test
  void shouldSayHowManyBytesAreMissingOrLeft() {
    int start = SOUND.storagesOffset();
    assertMalformed(
        SOUND.withStorages(new PickleBytes().int64(6).raw("abc").bytes()),
        "expected 24 bytes at offset %d, found 3 bytes".formatted(start + Long.BYTES));
    byte[] longer = new PickleBytes().int64(6).raw("\u0000".repeat(25)).bytes();
    assertMalformed(
        SOUND.withStorages(longer),
        "expected the end at offset %d, found 1 more bytes".formatted(start + 32));
  }

  private static StateDict state(LegacyFile file, String name) {
    return TorchFiles.read("test.th", file.bytes())
        .stateDict(new ParameterShapes("net", Map.of(name, Shape.of(6))), Optional.empty());
  }

  private static float[] values(long offset, long[] sizes, long[] strides) {
    return withTensor(LegacyFile.tensor(offset, sizes, strides)).read().get("w").toFloatArray();
  }

  private static long[] dims(long... dims) {
    return dims;
  }

  private static PickleBytes whole() {
    return LegacyFile.tensor(0, dims(6), dims(1));
  }

  private static LegacyFile withTensor(PickleBytes tensor) {
    return SOUND.withObject(LegacyFile.dictOf(tensor));
  }

  private static LegacyFile withKeys(String pickle) {
    return SOUND.with(LegacyFile.KEYS, PickleBytes.protocol2().raw(pickle).stop());
  }

  private static void assertMalformed(LegacyFile file, String... messageParts) {
    assertThatThrownBy(file::read)
        .isInstanceOf(MalformedInputException.class)
        .hasMessageStartingWith("test.th: expected ")
        .hasMessageContainingAll(messageParts);
  }

  private static void assertUnsupported(int index, PickleBytes pickle, String messagePart) {
    assertThatThrownBy(() -> SOUND.with(index, pickle.stop()).read())
        .isInstanceOf(UnsupportedInputException.class)
        .hasMessageContainingAll("test.th: ", messagePart);
  }
}
