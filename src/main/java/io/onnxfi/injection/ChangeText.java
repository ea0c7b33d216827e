package io.onnxfi.injection;

import io.onnxfi.fault.TensorIndex;
import io.onnxfi.onnx.Initializer;
import io.onnxfi.onnx.OnnxModel;
import io.onnxfi.onnx.TensorEdit;
import io.onnxfi.tensor.ElementType;
import io.onnxfi.tensor.Shape;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;

/** What faults changed, in words. */
final class ChangeText {
  private ChangeText() {}

  /** One bit: {@code conv1.weight (3, 0, 2, 1), bit 15 (mantissa): 0x… (1.0) → 0x… (1.5)}. */
  static String ofBit(OnnxModel golden, OnnxModel faulty, String initializer, long index, int bit) {
    ElementType type = golden.initializer(initializer).orElseThrow().type();
    return "%s, bit %d (%s): %s"
        .formatted(
            element(golden, initializer, index),
            bit,
            type.field(bit),
            beforeAndAfter(golden, faulty, initializer, index));
  }

  /** One edited element in full, of several how many. */
  static String ofWeight(OnnxModel golden, OnnxModel faulty, TensorEdit edit) {
    String name = edit.tensor();
    AtomicLong elements = new AtomicLong();
    AtomicLong bits = new AtomicLong();
    AtomicLong first = new AtomicLong(-1);
    edit.forEach(
        (position, after) -> {
          long differing = golden.elementBits(name, position) ^ after;
          if (differing != 0) {
            first.compareAndSet(-1, position);
            elements.incrementAndGet();
            bits.addAndGet(Long.bitCount(differing));
          }
        });
    if (elements.get() == 1) {
      return "%s, %s: %s"
          .formatted(
              element(golden, name, first.get()),
              counted(bits.get(), "bit"),
              beforeAndAfter(golden, faulty, name, first.get()));
    }
    long size = golden.initializer(name).orElseThrow().shape().size();
    return "%s: %d of %s changed, %s"
        .formatted(name, elements.get(), counted(size, "element"), counted(bits.get(), "bit"));
  }

  /** How many elements of an image nodes change. */
  static String ofValue(String name, List<ValueStep> steps, Shape image) {
    return "activation %s: %d of %s changed in every image"
        .formatted(name, ValueStep.elements(steps, image), counted(image.size(), "element"));
  }

  private static String counted(long number, String what) {
    return number + " " + what + (number == 1 ? "" : "s");
  }

  private static String element(OnnxModel model, String initializer, long index) {
    Initializer stored = model.initializer(initializer).orElseThrow();
    return initializer + " " + TensorIndex.of(stored.shape().coordinates(index));
  }

  private static String beforeAndAfter(
      OnnxModel golden, OnnxModel faulty, String initializer, long index) {
    return show(golden, initializer, index) + " → " + show(faulty, initializer, index);
  }

  /** The bits in hexadecimal and, where Java has the type, the value. */
  private static String show(OnnxModel model, String initializer, long index) {
    ElementType type = model.initializer(initializer).orElseThrow().type();
    long bits = model.elementBits(initializer, index);
    String hex = "0x%0" + Math.max(1, type.bits() / 4) + "X";
    String value =
        switch (type) {
          case FLOAT -> " (" + Float.intBitsToFloat((int) bits) + ")";
          case DOUBLE -> " (" + Double.longBitsToDouble(bits) + ")";
          default -> "";
        };
    return hex.formatted(bits) + value;
  }
}
