package io.onnxfi.fault.list;

import io.onnxfi.error.Excerpt;
import io.onnxfi.error.MalformedInputException;
import io.onnxfi.fault.Exposure;
import java.util.Arrays;
import java.util.Locale;

/** How long a fault of PyTorchALFI stays: {@code inj_policy} of its scenarios. */
public enum InjectionPolicy {
  /** Another fault in each image of the data set: the first is of image 0. */
  PER_IMAGE,
  /** Another fault in each batch. */
  PER_BATCH,
  /** The same fault in all images. */
  PER_EPOCH;

  /**
   * The policy of a label.
   *
   * @param where what to blame in a message, for example an option
   * @throws MalformedInputException naming those that there are
   */
  public static InjectionPolicy named(String where, String label) {
    return Arrays.stream(values())
        .filter(policy -> policy.toString().equals(label))
        .findFirst()
        .orElseThrow(
            () ->
                MalformedInputException.of(
                    where, "per_image, per_batch or per_epoch", Excerpt.quoted(label)));
  }

  /** In which runs a trial is seen, by its place among the trials from 0. */
  Exposure exposure(int trial) {
    return switch (this) {
      case PER_IMAGE -> new Exposure.Image(trial);
      case PER_BATCH -> new Exposure.Inference(trial);
      case PER_EPOCH -> Exposure.EVERY;
    };
  }

  /** As in scenarios. */
  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }
}
