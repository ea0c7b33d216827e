package io.onnxfi.training;

import io.onnxfi.error.MalformedInputException;
import java.util.random.RandomGenerator;

/** A random change of a training image that leaves its class as it is. */
public sealed interface Augmentation permits RandomCrop, HorizontalFlip {
  /** Changes the picture in place. */
  void apply(Picture picture, RandomGenerator random);

  /** As on the command line: name and parameters, for example {@code crop:4}. */
  String label();

  /**
   * From a label.
   *
   * @throws MalformedInputException if it is none
   */
  static Augmentation parse(String label) {
    String[] words = label.split(":", 2);
    try {
      return switch (words[0]) {
        case "crop" -> new RandomCrop(Integer.parseInt(words[1]));
        case "flip" -> new HorizontalFlip();
        default -> throw new IllegalArgumentException("unknown name");
      };
    } catch (IllegalArgumentException | ArrayIndexOutOfBoundsException e) {
      throw new MalformedInputException(
          "augmentation: expected one of %s, found '%s'".formatted("crop:4, flip", label), e);
    }
  }
}
