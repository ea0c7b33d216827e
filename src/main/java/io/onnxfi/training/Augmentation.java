package io.onnxfi.training;

import io.onnxfi.error.MalformedInputException;
import java.util.Arrays;
import java.util.random.RandomGenerator;

/** A random change of a training image that leaves its class as it is. */
public sealed interface Augmentation
    permits RandomCrop, ResizedCrop, HorizontalFlip, Rotation, ColorJitter, RandomErasing {
  /** What {@link #parse} takes, with usual parameters. */
  String EXAMPLES = "crop:4, flip, rotate:15, jitter:0.2:0.2:0.2:0.05, erase:0.5, resize-crop:72:4";

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
    String[] words = label.split(":", -1);
    double[] numbers;
    try {
      numbers = Arrays.stream(words).skip(1).mapToDouble(Double::parseDouble).toArray();
    } catch (NumberFormatException e) {
      throw unknown(label);
    }
    return switch (words[0] + "/" + numbers.length) {
      case "crop/1" -> new RandomCrop(whole(numbers[0], label));
      case "resize-crop/2" -> new ResizedCrop(whole(numbers[0], label), whole(numbers[1], label));
      case "flip/0" -> new HorizontalFlip();
      case "rotate/1" -> new Rotation(numbers[0]);
      case "jitter/4" -> new ColorJitter(numbers[0], numbers[1], numbers[2], numbers[3]);
      case "erase/1" -> new RandomErasing(numbers[0]);
      default -> throw unknown(label);
    };
  }

  private static int whole(double number, String label) {
    if (number != (int) number) {
      throw unknown(label);
    }
    return (int) number;
  }

  private static MalformedInputException unknown(String label) {
    return MalformedInputException.of("augmentation", "one like " + EXAMPLES, "'" + label + "'");
  }
}
