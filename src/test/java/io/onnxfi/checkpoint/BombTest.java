package io.onnxfi.checkpoint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.onnxfi.error.MalformedInputException;
import io.onnxfi.error.MissingResourceException;
import io.onnxfi.error.UnsupportedInputException;
import io.onnxfi.tensor.Shape;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Small files that ask for much memory, a deep stack or a long time. */
@Timeout(20)
class BombTest {
  @ParameterizedTest
  @ValueSource(strings = {"X", "T", "B", "\u008b"})
  void shouldCheckALengthBeforeAllocating(String opcode) {
    for (int length : new int[] {Integer.MAX_VALUE, Integer.MIN_VALUE, -1, 1 << 30}) {
      PickleBytes object = PickleBytes.protocol2().raw(opcode).int32(length);
      assertRefused(object, "expected %d bytes at offset".formatted(length));
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"\u008d", "\u008e"})
  void shouldCheckALongLengthBeforeAllocating(String opcode) {
    for (long length : new long[] {Long.MAX_VALUE, Long.MIN_VALUE, -1, 1L << 32, 1L << 30}) {
      PickleBytes object = PickleBytes.protocol2().raw(opcode).int64(length);
      assertRefused(object, "expected %d bytes at offset".formatted(length));
    }
  }

  @ParameterizedTest
  @ValueSource(longs = {Long.MAX_VALUE, 1L << 61, 1L << 31, -1})
  void shouldCheckAStorageBeforeAllocating(long elements) {
    PickleBytes tensor =
        new PickleBytes().tensor("DoubleStorage", "S", elements, 0, new long[] {1}, new long[] {1});
    LegacyFile file =
        LegacyFile.sound()
            .withObject(LegacyFile.dictOf(tensor))
            .withStorages(new PickleBytes().int64(elements).bytes());

    assertThatThrownBy(file::read)
        .isInstanceOf(MalformedInputException.class)
        .hasMessageMatching(".*(overflow|do not lie within|expected \\d+ bytes at offset).*");
  }

  @ParameterizedTest
  @CsvSource({
    "]q~h~a, found a list", // holds itself
    "q~]h~a, found a list",
    "\u0085, found a tuple of 1",
    "q~}K~h~s, found a dict of 1 (0: a dict)", // dicts with the key 0
    "(, found another value" // only marks
  })
  void shouldBearDeepNesting(String repeated, String messagePart) {
    // An escaped NUL would not survive the CSV.
    String opcodes = repeated.replace('~', '\0').repeat(100_000);
    assertRefused(PickleBytes.protocol2().raw("N").raw(opcodes).raw("."), messagePart);
  }

  @Test
  void shouldBearADeepValueBesideTheStateDict() {
    PickleBytes object = PickleBytes.protocol2().raw("}(").text("deep").raw("]");
    object.raw("\u0085".repeat(100_000)).text("net").raw("}").text("w");
    object.append(LegacyFile.tensor(0, new long[] {6}, new long[] {1})).raw("su");

    assertThat(LegacyFile.sound().withObject(object.stop()).read()).containsOnlyKeys("w");
  }

  @Test
  void shouldBearValuesThatShareExponentially() {
    // Each list holds the one before ten times over: 10^250 leaves.
    PickleBytes object = PickleBytes.protocol2().raw("]q\u0000");
    for (int level = 1; level < 250; level++) {
      String inner = "h" + (char) (level - 1);
      object.raw("](" + inner.repeat(10) + "eq" + (char) level);
    }
    assertRefused(object.raw("."), "found a list");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "}]Ns", // list
        "}}Ns", // dict
        "})Ns", // tuple
        "}NNs", // None
        "}\u0088Ns", // True
        "}\u008a\u0010aaaaaaaaaaaaaaaaNs" // 128 bits
      })
  void shouldNotLookIntoKeysThatAreNoNames(String pickle) {
    assertRefused(
        PickleBytes.protocol2().raw(pickle).raw("."), "found a dict of 1 (another key: None)");
  }

  @Test
  void shouldNotLookIntoLongKeys() {
    assertRefused(
        PickleBytes.protocol2().raw("}").text("k".repeat(1001)).raw("Ns."), "another key: None");
    assertRefused(PickleBytes.protocol2().global("m".repeat(100_000), "n"), "1000");
  }

  @ParameterizedTest
  @ValueSource(strings = {"N", "]", "}", "(1", "](Ne", "N0", "N2"})
  void shouldLimitOpcodes(String repeated) {
    PickleBytes object = PickleBytes.protocol2().raw("]");
    object.raw(repeated.repeat(AllowListUnpickler.MAX_OPCODES / repeated.length() + 1));
    assertRefused(object.raw("."), "opcodes");
  }

  @Test
  void shouldLimitTheBytesOfAPickle() {
    int half = (int) (AllowListUnpickler.MAX_BYTES / 2);
    String text = "a".repeat(half);
    PickleBytes once = PickleBytes.protocol2().raw("X").int32(half).raw(text);
    assertRefused(once.stop(), "found 'aaa");
    PickleBytes twice = PickleBytes.protocol2().raw("X").int32(half).raw(text + "0X");
    assertRefused(twice.int32(half).raw(text).stop(), "at most 33554432 bytes in a pickle");
    String small = "U\u00ff" + "a".repeat(255) + "0";
    assertRefused(
        PickleBytes.protocol2().raw(small.repeat(half / 100)).stop(), "bytes in a pickle");
  }

  @Test
  void shouldAskTheHeapBeforeCopying() {
    HeapLimit.require(1000, "copies");
    assertThatThrownBy(() -> HeapLimit.require(1L << 50, "copies of test.th"))
        .isInstanceOf(MissingResourceException.class)
        .hasMessageMatching(
            "copies of test.th take 1125899906842624 bytes, but this heap allows \\d+; give"
                + " .*Xmx.*");
  }

  @Test
  void shouldNotPrintHugeNumbers() {
    PickleBytes object = PickleBytes.protocol2().raw("\u008b").int32(10_000_000);
    assertRefused(object.raw("a".repeat(10_000_000)).raw("."), "an int of 79999999 bits");
  }

  /** A dict, a list or a placeholder costs little, however many share it, and each is seen once. */
  @ParameterizedTest
  @ValueSource(strings = {"](%se0", "(%st0", "cm\nc\n)R(%se0", "ccollections\nOrderedDict\n(%stR0"})
  void shouldLookAtSharedValuesOnce(String around) {
    PickleBytes object = PickleBytes.protocol2().raw("](");
    for (int i = 0; i < 200; i++) {
      object.raw("](" + "N".repeat(200) + "eq" + (char) i);
    }
    object.raw("e");
    for (int i = 0; i < 200; i++) {
      object.raw(around.formatted("h" + (char) i));
    }
    assertRefused(object.stop(), "expected ");
  }

  /** A list of pairs that is copied again and again counts for as many opcodes. */
  @Test
  void shouldCountWhatOrderedDictCopies() {
    PickleBytes object = PickleBytes.protocol2().raw("](");
    object.raw("](K\u0001K\u0002e".repeat(1000)).raw("eq\u0000");
    object.raw("ccollections\nOrderedDict\nh\u0000\u0085R".repeat(3000));
    assertRefused(object.stop(), "opcodes");
  }

  /** The elements of 2^40 floats out of one: nobody wants them, so nothing is made. */
  @Test
  void shouldNotMakeAnExpandedTensorUnlessItIsWanted() {
    PickleBytes object = PickleBytes.protocol2().raw("}(");
    object.text("huge").append(LegacyFile.tensor(0, new long[] {1L << 20, 1L << 20}, new long[2]));
    object.text("net").raw("}").text("w");
    object.append(LegacyFile.tensor(0, new long[] {4}, new long[] {0})).raw("su");
    Checkpoint checkpoint =
        TorchFiles.read("test.th", LegacyFile.sound().withObject(object.stop()).bytes());

    assertThat(
            checkpoint
                .stateDict(wanted("w", Shape.of(4)), Optional.empty())
                .tensors()
                .get("w")
                .toFloatArray())
        .containsExactly(.5f, .5f, .5f, .5f);
    assertThatThrownBy(
            () ->
                checkpoint.stateDict(
                    wanted("huge", Shape.of(1L << 20, 1L << 20)), Optional.empty()))
        .isInstanceOf(UnsupportedInputException.class)
        .hasMessageContaining("at most 1 GiB");
  }

  private static ParameterShapes wanted(String name, Shape shape) {
    return new ParameterShapes("net", Map.of(name, shape));
  }

  private static void assertRefused(PickleBytes object, String messagePart) {
    assertRefused(object.bytes(), messagePart);
  }

  private static void assertRefused(byte[] object, String messagePart) {
    assertThatThrownBy(() -> LegacyFile.sound().withObject(object).read())
        .isInstanceOf(MalformedInputException.class)
        .hasMessageStartingWith("test.th: expected ")
        .hasMessageContaining(messagePart);
  }
}
