package io.onnxfi.fault.list;

import io.onnxfi.error.Choice;
import java.util.Locale;

/** How a list calls weights, and in which order it indexes them. */
public enum Naming {
  /**
   * As {@code onnxfi layers} shows them: PyTorch's names, filters {@code [out, in/group, kH, kW]},
   * matrices {@code [out, in]}; of a model that is not PyTorch's, its own names and order.
   */
  PYTORCH,
  /**
   * As Keras numbers its layers: filters {@code (kH, kW, in, out)}, of depthwise layers {@code (kH,
   * kW, in, multiplier)}, matrices {@code (in, out)}.
   */
  KERAS;

  /**
   * The naming of a label.
   *
   * @param where what to blame in a message, for example an option
   * @throws io.onnxfi.error.MalformedInputException naming those that there are
   */
  public static Naming named(String where, String label) {
    return Choice.of(where, values(), label);
  }

  /** As in options. */
  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }
}
