package io.onnxfi.checkpoint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.onnxfi.error.MalformedInputException;
import io.onnxfi.error.UnsupportedInputException;
import io.onnxfi.tensor.Shape;
import io.onnxfi.tensor.Tensor;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Small files whose header says one wrong thing at a time; {@code '} stands for a quote in it. */
@Timeout(20)
class SafetensorsFormatTest {
  private static final String W = "'w':{'dtype':'F32','shape':[2,3],'data_offsets':[0,24]}";

  @Test
  void shouldReadASoundFile() {
    Map<String, Tensor> tensors = read("{" + W + "}", 24);

    assertThat(tensors).containsOnlyKeys("w");
    assertThat(tensors.get("w")).hasToString("float[2, 3]");
  }

  @Test
  void shouldNotMindOrderSpaceAndMetadata() {
    String header =
        "{'__metadata__':{'format':'pt','a':''}, 'module.b':{'data_offsets':[4,8],'shape':[],"
            + "'dtype':'F32'},\n'é':{'dtype':'F16','shape':[2],'data_offsets':[0,4]},"
            + "'z':{'dtype':'I8','shape':[0],'data_offsets':[4,4]}}   ";

    assertThat(read(header, 8).keySet()).containsExactly("b", "é", "z");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "[0,23] | 24 bytes for float[2, 3]",
        "[0,25] | 24 bytes for float[2, 3]",
        "[24,0] | 24 bytes for float[2, 3]",
        "[1,25] | right after the previous tensor, at 0, found 1",
        "[9223372036854775783,9223372036854775807] | at 0, found 9223372036854775783",
        "[0,9223372036854775807] | 24 bytes for float[2, 3]",
        "[0,9223372036854775808] | out of range",
        "[-24,0] | numbers from 0",
        "[0,24,24] | at most 2 numbers",
        "[24] | two data_offsets",
        "[0,24.0] | whole numbers",
        "['0',24] | whole numbers",
        "24 | an array"
      })
  void shouldRefuseOffsetsThatLie(String offsets, String messagePart) {
    assertMalformed(header("{" + W.replace("[0,24]", offsets) + "}", 24), messagePart);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "[2,-3] | numbers from 0",
        "[4294967296,4294967296,4294967296] | overflow",
        "[4611686018427387904] | overflow",
        "[9223372036854775807,2,0] | overflow",
        "[6,null] | whole numbers",
        "[[6]] | whole numbers",
        "{} | an array"
      })
  void shouldRefuseShapesThatLie(String shape, String messagePart) {
    assertMalformed(header("{" + W.replace("[2,3]", shape) + "}", 24), messagePart);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "{} | no tensors",
        "{'__metadata__':{}} | no tensors",
        "{'__metadata__':{'a':{}}} | strings in __metadata__",
        "{'w':[]} | an object for every name",
        "{'w':{}} | dtype, shape and two data_offsets",
        "{'w':{'dtype':3}} | a string as dtype",
        "{'w':{'size':3}} | dtype, shape and data_offsets only",
        "{'w':{'dtype':'F32','dtype':'F32'}} | Duplicate field",
        "{'w':{'dtype':'F32','shape':[],'shape':[]}} | Duplicate field",
        "{'w' | JSON header",
        "{ | JSON header",
        "{}} | JSON header",
        "{} {} | nothing after the object"
      })
  void shouldRefuseHeadersThatAreNone(String header, String messagePart) {
    assertMalformed(header(header, 0), messagePart);
  }

  @Test
  void shouldRefuseGapsOverlapsAndLeftovers() {
    String second = "'v':{'dtype':'U8','shape':[4],'data_offsets':[%d,%d]}";
    assertThat(read("{" + W + "," + second.formatted(24, 28) + "}", 28)).hasSize(2);
    assertMalformed(header("{" + W + "," + second.formatted(25, 29) + "}", 29), "at 24, found 25");
    assertMalformed(header("{" + W + "," + second.formatted(20, 24) + "}", 24), "at 24, found 20");
    assertMalformed(header("{" + W + "," + second.formatted(0, 4) + "}", 24), "at 4, found 0");
    assertMalformed(header("{" + W + "}", 25), "24 bytes of elements, found 25");
    assertMalformed(header("{" + W + "}", 23), "24 bytes of elements, found 23");
  }

  @Test
  void shouldRefuseTwoTensorsOfOneName() {
    assertMalformed(header("{" + W + "," + W + "}", 24), "Duplicate field 'w'");
  }

  @Test
  void shouldNameATypeThatIsNotSupported() {
    ParameterShapes wanted = new ParameterShapes("net", Map.of("w", Shape.of(2, 3)));
    byte[] bytes = header("{" + W.replace("F32", "F8_E4M3") + "}", 24);
    assertThatThrownBy(
            () -> TorchFiles.read("t.safetensors", bytes).stateDict(wanted, Optional.empty()))
        .isInstanceOf(UnsupportedInputException.class)
        .hasMessage("t.safetensors: w is a tensor of F8_E4M3; save it as float32 (.float())");
  }

  @ParameterizedTest
  @ValueSource(longs = {100_000_001, Integer.MAX_VALUE, Long.MAX_VALUE, Long.MIN_VALUE, -1})
  void shouldCheckTheLengthOfTheHeader(long length) {
    byte[] bytes = header("{" + W + "}", 24);
    ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).putLong(length);
    assertMalformed(bytes, "at most 100000000 bytes", "found " + Long.toUnsignedString(length));
    ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).putLong(1 << 20);
    assertMalformed(bytes, "1048576 bytes at offset 8");
  }

  @Test
  void shouldRefuseDeepAndLongHeaders() {
    assertMalformed(header("{'w':" + "{'a':".repeat(100_000), 0), "only");
    assertMalformed(header("{'__metadata__':" + "[".repeat(100_000), 0), "an object");
    assertMalformed(header("{'" + "w".repeat(2000) + "':{}}", 0), "a str of at most 1000");
    assertMalformed(header("{'" + "w".repeat(60_000) + "':{}}", 0), "exceeds");
    assertMalformed(header("{'w':{'shape':[" + "1,".repeat(100_000) + "1]}}", 0), "at most 64");
    assertMalformed(header("{'w':{'shape':[" + "1".repeat(100_000) + "]}}", 0), "exceeds");
  }

  @Test
  void shouldReadUtf8Only() {
    byte[] bytes = header("{'?" + W.substring(2) + "}", 24);
    bytes[SafetensorsFormat.HEADER_OFFSET + 2] = (byte) 0xFF;
    assertMalformed(bytes, "JSON header");
  }

  private static byte[] header(String json, int dataBytes) {
    byte[] utf8 = json.replace('\'', '"').getBytes(StandardCharsets.UTF_8);
    return ByteBuffer.allocate(Long.BYTES + utf8.length + dataBytes)
        .order(ByteOrder.LITTLE_ENDIAN)
        .putLong(utf8.length)
        .put(utf8)
        .array();
  }

  private static Map<String, Tensor> read(String json, int dataBytes) {
    return read(header(json, dataBytes));
  }

  private static Map<String, Tensor> read(byte[] bytes) {
    String name = "test.safetensors";
    return Tensors.of(SafetensorsFormat.read(FileBytes.of(name, bytes)));
  }

  private static void assertMalformed(byte[] bytes, String... messageParts) {
    assertThatThrownBy(() -> read(bytes))
        .isInstanceOf(MalformedInputException.class)
        .hasMessageStartingWith("test.safetensors")
        .hasMessageContainingAll(messageParts);
  }
}
