package io.onnxfi.training;

/**
 * How well a network does on some images.
 *
 * @param loss mean cross entropy per image, natural logarithm
 * @param correct images classified as labelled
 * @param images number of images
 */
public record Score(double loss, long correct, long images) {
  /** Share of the images classified as labelled, 0 to 1. */
  public double accuracy() {
    return images == 0 ? Double.NaN : (double) correct / images;
  }
}
