package io.onnxfi.fault.list;

import io.onnxfi.error.Choice;
import io.onnxfi.fault.Trial;
import java.util.Locale;

/** By what the trials of a list are told apart. */
public enum Division {
  /** The layer. */
  LAYER,
  /** The bit. */
  BIT,
  /** The fault model. */
  MODEL,
  /** The kind of tensor: weight or activation. */
  SITE,
  /** What is reached around the element: channel, bullet-wake. */
  REACH;

  /**
   * The division of a label.
   *
   * @param where what to blame in a message, for example an option
   * @throws io.onnxfi.error.MalformedInputException naming those that there are
   */
  public static Division named(String where, String label) {
    return Choice.of(where, values(), label);
  }

  /** What a trial has; {@link Trial#SEVERAL} if its faults differ. */
  String level(Trial trial) {
    return switch (this) {
      case LAYER -> trial.layer();
      case BIT -> trial.bitText().equals(Trial.NONE) ? "none" : trial.bitText();
      case MODEL -> trial.model();
      case SITE -> trial.kind();
      case REACH -> trial.reachKind();
    };
  }

  /** As in options. */
  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }
}
