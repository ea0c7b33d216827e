package io.onnxfi.checkpoint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.onnxfi.error.MalformedInputException;
import io.onnxfi.error.OnnxFiException;
import io.onnxfi.error.UnsupportedInputException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Small archives with one thing wrong at a time. */
@Timeout(20)
class ZipFormatTest {
  private static final ZipBytes SOUND = ZipBytes.sound();

  /** Where the fields of an entry stand in the central directory; APPNOTE.TXT, 4.3.12. */
  private static final int CRC = 16;

  private static final int COMPRESSED_SIZE = 20;
  private static final int SIZE = 24;
  private static final int LOCAL_HEADER = 42;
  private static final int NAME = 46;

  @Test
  void shouldReadASoundFile() {
    assertThat(SOUND.read().get("w").toFloatArray())
        .containsExactly(.5f, 1.5f, 2.5f, 3.5f, 4.5f, 5.5f);
    assertThat(SOUND.without("a/byteorder").read()).containsOnlyKeys("w");
    assertThat(SOUND.with("a/version", "10").read()).containsOnlyKeys("w");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"../../evil", "/etc/passwd", "a/data/../../../x", "C:\\x", "a/b/data.pkl"})
  void shouldTakeNamesAsKeysOnly(String name) {
    assertThat(SOUND.with(name, "x").read()).containsOnlyKeys("w");
  }

  @ParameterizedTest
  @CsvSource({
    "a/data.pkl, 'found a zip archive of a/byteorder, a/data/S, a/version'",
    "a/version, an entry 'a/version'",
    "a/data/S, an entry 'a/data/S'"
  })
  void shouldNameWhatIsMissing(String name, String messagePart) {
    assertMalformed(SOUND.without(name).bytes(), messagePart);
  }

  @Test
  void shouldRefuseTwoFolders() {
    assertMalformed(SOUND.with("b/data.pkl", "x").bytes(), "one FOLDER/data.pkl, found 2 of them");
  }

  @Test
  void shouldRefuseOtherVersionsAndByteOrders() {
    assertUnsupported(SOUND.with("a/byteorder", "big"), "big-endian");
    assertUnsupported(SOUND.with("a/version", "11\n"), "version 11; up to 10");
    assertMalformed(SOUND.with("a/byteorder", "middle").bytes(), "(a/byteorder)", "'middle'");
    assertMalformed(SOUND.with("a/version", "three").bytes(), "(a/version)", "'three'");
    assertMalformed(SOUND.with("a/version", "1".repeat(100)).bytes(), "(a/version)");
  }

  @Test
  void shouldRefuseCompressedEntries() {
    assertUnsupported(SOUND.compressed(), "entry 'a/version' is compressed");
    // A bomb: 64 MiB of zeros in 64 KiB. It is not unpacked to find out.
    assertUnsupported(SOUND.with("a/data/S", new byte[64 << 20]).compressed(), "is compressed");
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 23, 25, 4096})
  void shouldRefuseAStorageOfAnotherSize(int bytes) {
    assertMalformed(
        SOUND.with("a/data/S", new byte[bytes]).bytes(),
        "expected 24 bytes in entry 'a/data/S', found " + bytes);
  }

  @ParameterizedTest
  @ValueSource(ints = {-2, Integer.MIN_VALUE, Integer.MAX_VALUE, 1 << 20})
  void shouldNotBelieveADeclaredSize(int size) {
    byte[] bytes = SOUND.bytes();
    patch(bytes, "a/data/S", SIZE, size);
    assertMalformed(bytes, "a/data/S");
    patch(bytes, "a/data/S", COMPRESSED_SIZE, size);
    assertMalformed(bytes, "a/data/S");
  }

  @Test
  void shouldNoticeDamagedElements() {
    byte[] bytes = SOUND.bytes();
    int elements = indexOf(bytes, "a/data/S", 0) + "a/data/S".length();
    bytes[elements + 5] ^= 0x10;
    assertMalformed(bytes, "entry 'a/data/S' with CRC-32 ", "the file is damaged");

    // PyTorch leaves the checksum 0 on request; then damage cannot be told from content.
    patch(bytes, "a/data/S", CRC, 0);
    assertThat(ZipBytes.read(bytes)).containsOnlyKeys("w");
  }

  /** A thousand entries of one run of a megabyte would be a file of a gigabyte. */
  @Test
  void shouldRefuseManyEntriesOfOneRun() {
    PickleBytes object = PickleBytes.protocol2().raw("}(");
    ZipBytes zip = SOUND.with("a/data/0", new byte[40_000]);
    for (int i = 0; i < 4; i++) {
      String key = Integer.toString(i);
      object.text("w" + i);
      object.tensor("FloatStorage", key, 10_000, 0, new long[] {10_000}, new long[] {1});
      zip = i == 0 ? zip : zip.with("a/data/" + key, new byte[0]);
    }
    byte[] bytes = zip.with("a/data.pkl", object.raw("u").stop()).bytes();
    ByteBuffer first = ByteBuffer.wrap(bytes, directoryEntry(bytes, "a/data/0"), NAME).slice();
    for (int i = 1; i < 4; i++) {
      int entry = directoryEntry(bytes, "a/data/" + i);
      for (int field : new int[] {CRC, COMPRESSED_SIZE, SIZE, LOCAL_HEADER}) {
        ByteBuffer.wrap(bytes).putInt(entry + field, first.getInt(field));
      }
    }
    assertMalformed(bytes, "entries of at most " + bytes.length + " bytes together");
  }

  @Test
  void shouldRefuseTwoEntriesOfOneName() {
    byte[] bytes = SOUND.with("a/data/T", new byte[24]).bytes();
    bytes[directoryEntry(bytes, "a/data/T") + NAME + "a/data/".length()] = 'S';
    assertMalformed(bytes, "one entry of a name, found two 'a/data/S'");
  }

  @Test
  void shouldRefuseForeignGlobalsAndBytesBehindThePickle() {
    assertMalformed(
        SOUND.with("a/data.pkl", "\u0080\u0002cposix\nsystem\n.").bytes(), "posix.system");
    byte[] object = LegacyFile.dictOf(LegacyFile.tensor(0, new long[] {6}, new long[] {1}));
    String longer = new String(object, StandardCharsets.ISO_8859_1) + "x";
    assertMalformed(SOUND.with("a/data.pkl", longer).bytes(), "the end at offset", "1 more bytes");
  }

  @Test
  void shouldStopReadingADirectoryThatIsTooLarge() {
    Map<String, byte[]> many = new LinkedHashMap<>();
    String padding = "x".repeat(60_000);
    for (int i = 0; i < 150; i++) {
      many.put(padding + i, new byte[0]);
    }
    assertMalformed(SOUND.withAll(many).bytes(), "more than 8388608 bytes of headers");
  }

  @Test
  void shouldSayThatAnArchiveIsCutShort() {
    byte[] bytes = SOUND.bytes();
    assertMalformed(Arrays.copyOf(bytes, bytes.length / 2), "not a ZIP archive");
  }

  private static void patch(byte[] bytes, String name, int field, int value) {
    ByteBuffer.wrap(bytes)
        .order(ByteOrder.LITTLE_ENDIAN)
        .putInt(directoryEntry(bytes, name) + field, value);
  }

  /** Where the central directory's header of an entry begins: it names it the second time. */
  private static int directoryEntry(byte[] bytes, String name) {
    return indexOf(bytes, name, indexOf(bytes, name, 0) + 1) - NAME;
  }

  private static int indexOf(byte[] bytes, String name, int from) {
    return new String(bytes, StandardCharsets.ISO_8859_1).indexOf(name, from);
  }

  private static void assertMalformed(byte[] bytes, String... messageParts) {
    assertRefused(MalformedInputException.class, bytes, messageParts);
  }

  private static void assertUnsupported(ZipBytes zip, String... messageParts) {
    assertRefused(UnsupportedInputException.class, zip.bytes(), messageParts);
  }

  private static void assertRefused(
      Class<? extends OnnxFiException> type, byte[] bytes, String... messageParts) {
    assertThatThrownBy(() -> ZipBytes.read(bytes))
        .isInstanceOf(type)
        .hasMessageStartingWith("test.pt")
        .hasMessageContainingAll(messageParts);
  }
}
