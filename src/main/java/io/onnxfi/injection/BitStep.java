package io.onnxfi.injection;

import io.onnxfi.error.UnsupportedInputException;
import io.onnxfi.onnx.GraphEditor;
import io.onnxfi.tensor.ElementType;
import io.onnxfi.tensor.Shape;
import io.onnxfi.tensor.Tensor;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.function.LongUnaryOperator;
import java.util.stream.IntStream;

/**
 * Bits of elements are changed: {@code Where} puts constants in the place of whole elements; else
 * the elements are taken for unsigned integers of their width ({@code BitCast}), of which {@code
 * BitwiseAnd} and {@code BitwiseXor} change some bits.
 */
final class BitStep implements ValueStep {
  private static final int WHERE = 9;
  private static final int BITWISE = 18;
  private static final int BIT_CAST = 26;

  /** What ONNX Runtime and ONNX have {@code Where} for, of those that activations are. */
  private static final List<ElementType> CHOSEN =
      List.of(
          ElementType.FLOAT,
          ElementType.DOUBLE,
          ElementType.INT32,
          ElementType.INT64,
          ElementType.UINT8);

  private final ElementType type;
  private final Shape image;
  private final long[] kept;
  private final long[] inverted;

  BitStep(ElementType type, Shape image) {
    this.type = type;
    this.image = image;
    this.kept = new long[Math.toIntExact(image.size())];
    this.inverted = new long[kept.length];
    Arrays.fill(kept, type.mask());
  }

  /** On top of what happens to the element already. */
  void put(long position, long keep, long invert) {
    int i = Math.toIntExact(position);
    kept[i] &= keep;
    inverted[i] = ((inverted[i] & keep) ^ invert) & type.mask();
  }

  @Override
  public boolean changes(long element) {
    return kept[(int) element] != type.mask() || inverted[(int) element] != 0;
  }

  private boolean isReplaced(long i) {
    return kept[(int) i] == 0;
  }

  private IntStream changed() {
    return IntStream.range(0, kept.length).filter(this::changes);
  }

  private boolean replaces() {
    return CHOSEN.contains(type) && changed().allMatch(this::isReplaced);
  }

  @Override
  public int opset() {
    return replaces() ? WHERE : type.isFloatingPoint() ? BIT_CAST : BITWISE;
  }

  @Override
  public String newest() {
    return replaces() ? "Where" : type.isFloatingPoint() ? "BitCast" : "BitwiseXor";
  }

  @Override
  public void addTo(GraphEditor editor, int position, String input, String output) {
    if (replaces()) {
      String mask = ValueStep.mask(editor, output + "/faulty", image, this::changes);
      String values = constant(editor, output + "/values", type, i -> inverted[(int) i]);
      editor.behind(position, "Where", List.of(mask, values, input), output, Map.of());
      return;
    }
    ElementType word = word();
    String bits = input;
    if (word != type) {
      bits = editor.free(output + "/bits");
      editor.behind(position, "BitCast", List.of(input), bits, to(word));
    }
    boolean keeps = changed().anyMatch(i -> kept[i] != type.mask());
    boolean inverts = changed().anyMatch(i -> inverted[i] != 0);
    if (keeps) {
      String mask = constant(editor, output + "/kept", word, i -> kept[(int) i]);
      String to = inverts || word != type ? editor.free(output + "/bits.kept") : output;
      bits = editor.behind(position, "BitwiseAnd", List.of(bits, mask), to, Map.of());
    }
    if (inverts) {
      String mask = constant(editor, output + "/inverted", word, i -> inverted[(int) i]);
      String to = word != type ? editor.free(output + "/bits.inverted") : output;
      bits = editor.behind(position, "BitwiseXor", List.of(bits, mask), to, Map.of());
    }
    if (word != type) {
      editor.behind(position, "BitCast", List.of(bits), output, to(type));
    }
  }

  private String constant(
      GraphEditor editor, String name, ElementType of, LongUnaryOperator element) {
    Tensor values = Tensor.allocate(of, image);
    for (long i = 0; i < image.size(); i++) {
      values.putBits(i, element.applyAsLong(i));
    }
    return editor.constant(editor.free(name), values);
  }

  private static Map<String, Object> to(ElementType type) {
    return Map.of("to", (long) type.code());
  }

  /** The type of whole numbers as which the operators change the bits. */
  private ElementType word() {
    if (type != ElementType.BOOL && !type.isFloatingPoint() && type.bits() >= Byte.SIZE) {
      return type;
    }
    if (!type.isFloatingPoint() || type.bits() < Byte.SIZE) {
      throw new UnsupportedInputException(
          "no ONNX operators change single bits of %s".formatted(type.label()));
    }
    return switch (type.bits()) {
      case Byte.SIZE -> ElementType.UINT8;
      case Short.SIZE -> ElementType.UINT16;
      case Integer.SIZE -> ElementType.UINT32;
      default -> ElementType.UINT64;
    };
  }
}
