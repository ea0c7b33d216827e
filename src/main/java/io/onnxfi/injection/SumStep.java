package io.onnxfi.injection;

import io.onnxfi.error.UnsupportedInputException;
import io.onnxfi.onnx.GraphEditor;
import io.onnxfi.tensor.ElementType;
import io.onnxfi.tensor.Shape;
import io.onnxfi.tensor.Tensor;
import java.util.List;
import java.util.Map;

/**
 * Numbers are added to elements, in double precision, and the sums rounded; {@code Where} leaves
 * all other elements as they are, which adding 0 would not (-0 + 0 is 0).
 */
final class SumStep implements ValueStep {
  private static final int WHERE = 9;

  private final ElementType type;
  private final Shape image;

  /** By element; 0 where nothing is added. */
  private final double[] amounts;

  SumStep(ElementType type, Shape image) {
    this.type = type;
    this.image = image;
    this.amounts = new double[Math.toIntExact(image.size())];
  }

  /** Whether the element had no number added to it yet: it gets this one. */
  boolean put(long position, double amount) {
    int i = Math.toIntExact(position);
    boolean isFree = amounts[i] == 0;
    if (isFree) {
      amounts[i] = amount;
    }
    return isFree;
  }

  @Override
  public boolean changes(long element) {
    return amounts[(int) element] != 0;
  }

  @Override
  public int opset() {
    return WHERE;
  }

  @Override
  public String newest() {
    return "Where";
  }

  @Override
  public void addTo(GraphEditor editor, int position, String input, String output) {
    if (type != ElementType.FLOAT && type != ElementType.DOUBLE) {
      throw new UnsupportedInputException(
          "no ONNX operators round sums to %s as a fault does; float and double can have noise"
              .formatted(type.label()));
    }
    Tensor added = Tensor.allocate(ElementType.DOUBLE, image);
    for (int i = 0; i < amounts.length; i++) {
      added.putBits(i, Double.doubleToRawLongBits(amounts[i]));
    }
    String mask = ValueStep.mask(editor, output + "/faulty", image, this::changes);
    String noise = editor.constant(editor.free(output + "/noise"), added);
    boolean isDouble = type == ElementType.DOUBLE;
    String wide =
        isDouble ? input : cast(editor, position, input, output + "/double", ElementType.DOUBLE);
    String sum = editor.free(output + "/sum");
    editor.behind(position, "Add", List.of(wide, noise), sum, Map.of());
    String rounded = isDouble ? sum : cast(editor, position, sum, output + "/rounded", type);
    editor.behind(position, "Where", List.of(mask, rounded, input), output, Map.of());
  }

  private static String cast(
      GraphEditor editor, int position, String input, String output, ElementType type) {
    return editor.behind(
        position, "Cast", List.of(input), editor.free(output), Map.of("to", (long) type.code()));
  }
}
