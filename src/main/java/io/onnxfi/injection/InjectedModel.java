package io.onnxfi.injection;

import io.onnxfi.fault.Fault;
import io.onnxfi.fault.FaultResolver;
import io.onnxfi.fault.FaultSite;
import io.onnxfi.fault.PlacedFault;
import io.onnxfi.fault.TensorIndex;
import io.onnxfi.fault.model.FaultModel;
import io.onnxfi.onnx.Initializer;
import io.onnxfi.onnx.OnnxModel;
import io.onnxfi.tensor.ElementType;
import java.util.List;
import java.util.Objects;

/**
 * A model with one fault in it, named as in a list.
 *
 * @param golden without the fault
 * @param faulty with it
 * @param fault whose place in the model is known: a bit of an element of a weight
 * @param notes what was assumed of the name, a line each
 */
public record InjectedModel(
    OnnxModel golden, OnnxModel faulty, PlacedFault fault, List<String> notes) {
  /** Checks and copies. */
  public InjectedModel {
    Objects.requireNonNull(golden, "golden");
    Objects.requireNonNull(faulty, "faulty");
    Objects.requireNonNull(fault, "fault");
    notes = List.copyOf(notes);
  }

  /**
   * Puts a fault into a model.
   *
   * @param where the model comes from, for messages
   * @param named layer, index and bit
   * @param fault what it does to the bit
   * @throws io.onnxfi.error.OnnxFiException if the model has no such bit
   */
  public static InjectedModel of(
      OnnxModel golden, String where, FaultSite named, FaultModel fault) {
    FaultResolver resolver = new FaultResolver(golden).reading(named);
    PlacedFault placed = resolver.place(where, new Fault(named, fault));
    return new InjectedModel(golden, Injector.inject(golden, placed), placed, resolver.notes());
  }

  /** What changed: {@code conv1.weight (3, 0, 2, 1), bit 15 (mantissa): 0x… (1.0) → 0x… (1.5)}. */
  public String text() {
    Initializer stored = golden.initializer(fault.site().tensor()).orElseThrow();
    ElementType type = stored.type();
    int bit = fault.bit().orElseThrow();
    return "%s %s, bit %d (%s): %s → %s"
        .formatted(
            stored.name(),
            TensorIndex.of(stored.shape().coordinates(element())),
            bit,
            type.field(bit),
            show(golden, type),
            show(faulty, type));
  }

  private long element() {
    return fault.site().region().position(0);
  }

  /** The bits in hexadecimal and, where Java has the type, the value. */
  private String show(OnnxModel model, ElementType type) {
    long bits = model.elementBits(fault.site().tensor(), element());
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
