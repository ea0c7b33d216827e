package io.onnxfi.onnx;

import ai.onnx.proto.OnnxMl.TensorProto;
import com.google.protobuf.InvalidProtocolBufferException;
import io.onnxfi.tensor.ElementType;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Stream;

/**
 * A tensor {@code t} as the ONNX package itself encodes it, of golden-elements.csv; made by
 * make_elements.py beside it.
 *
 * @param field the one that holds the elements, "raw" or else
 * @param bits of each element, by NumPy
 */
record GoldenTensor(ElementType type, String field, List<Long> bits, TensorProto proto) {
  static final String NAME = "t";

  static Stream<GoldenTensor> all() {
    return read().stream();
  }

  static Stream<GoldenTensor> raw() {
    return all().filter(golden -> golden.field().equals("raw"));
  }

  static Stream<GoldenTensor> typed() {
    return all().filter(golden -> golden.field().equals("typed"));
  }

  private static List<GoldenTensor> read() {
    try (InputStream in = GoldenTensor.class.getResourceAsStream("golden-elements.csv")) {
      String text = new String(in.readAllBytes(), StandardCharsets.UTF_8);
      return text.lines().map(line -> parse(line.split(",", -1))).toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static GoldenTensor parse(String... columns) {
    List<Long> bits =
        Arrays.stream(columns[2].split(" ", -1)).map(b -> Long.parseUnsignedLong(b, 16)).toList();
    try {
      TensorProto proto = TensorProto.parseFrom(HexFormat.of().parseHex(columns[3]));
      return new GoldenTensor(ElementType.valueOf(columns[0]), columns[1], bits, proto);
    } catch (InvalidProtocolBufferException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** A model with this initializer and nothing else. */
  OnnxModel model() {
    return TestModels.of(proto);
  }

  /** The row-major positions of all elements. */
  Stream<Integer> positions() {
    return Stream.iterate(0, i -> i + 1).limit(bits.size());
  }

  @Override
  public String toString() {
    return type + " " + field;
  }
}
