package io.onnxfi.checkpoint;

import io.onnxfi.error.MalformedInputException;
import io.onnxfi.error.MissingResourceException;
import io.onnxfi.tensor.ElementType;
import io.onnxfi.tensor.Tensor;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The parameters and running statistics that a network needs, out of a checkpoint.
 *
 * <p>The tensors are row-major and little-endian; their memory is read-only, so writing to a buffer
 * of theirs throws {@link java.nio.ReadOnlyBufferException}.
 *
 * @param file for messages
 * @param tensors by the network's names and of its shapes, in its order: of float, or of another
 *     width of floating point
 * @param notes what was assumed, a line each
 */
public record StateDict(String file, Map<String, Tensor> tensors, List<String> notes) {
  /** Takes copies. */
  public StateDict {
    tensors = Collections.unmodifiableMap(new LinkedHashMap<>(tensors));
    notes = List.copyOf(notes);
  }

  /**
   * The tensors that {@link #toFloat} would change: those of another floating-point type than
   * binary32, by name.
   */
  public Map<String, Tensor> convertible() {
    Map<String, Tensor> found = new LinkedHashMap<>(tensors);
    found.values().removeIf(tensor -> !FloatConversion.applies(tensor.type()));
    return Collections.unmodifiableMap(found);
  }

  /**
   * The same with all float16, bfloat16 and double tensors as float. Only double may lose
   * something: it is rounded to the nearest float, ties to even.
   *
   * @throws MalformedInputException if a finite double is beyond the range of float
   * @throws MissingResourceException if the floats would not fit the heap
   */
  public StateDict toFloat() {
    Map<String, Tensor> converted = new LinkedHashMap<>(tensors);
    long bytes = 0;
    for (Map.Entry<String, Tensor> entry : convertible().entrySet()) {
      bytes += ElementType.FLOAT.bytes(entry.getValue().shape().size());
      HeapLimit.require(bytes, "converted tensors of " + file);
      String where = file + ": " + PythonValue.printable(entry.getKey());
      converted.put(entry.getKey(), FloatConversion.convert(where, entry.getValue()));
    }
    return new StateDict(file, converted, notes);
  }
}
