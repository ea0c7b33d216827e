package io.onnxfi.explain;

/** Which class of an image is to be explained. */
@FunctionalInterface
public interface ClassChoice {
  /** Its number. */
  int of(int image, ClassScores scores);

  /** The one that is predicted. */
  static ClassChoice predicted() {
    return (image, scores) -> scores.predicted();
  }

  /**
   * One for each image, such as its label.
   *
   * @param classes in the order of the images
   */
  static ClassChoice each(int... classes) {
    int[] copy = classes.clone();
    return (image, scores) -> copy[image];
  }

  /** The same for all images. */
  static ClassChoice always(int label) {
    return (image, scores) -> label;
  }
}
