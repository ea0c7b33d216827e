package io.onnxfi.explain;

import io.onnxfi.dataset.LabelledImages;
import io.onnxfi.dataset.PixelSize;
import java.util.List;
import java.util.Objects;

/**
 * Images with what speaks for a class in each.
 *
 * @param images labelled
 * @param numbers of the images in their data set, from 0
 * @param layer that was looked at
 * @param explanations one per image
 */
public record ExplainedImages(
    LabelledImages images,
    List<Integer> numbers,
    SpatialLayer layer,
    List<Explanation> explanations) {
  /** Copies. */
  public ExplainedImages {
    Objects.requireNonNull(layer, "layer");
    numbers = List.copyOf(numbers);
    explanations = List.copyOf(explanations);
    if (numbers.size() != images.size() || explanations.size() != images.size()) {
      throw new IllegalArgumentException(
          "%d images, %d numbers, %d explanations"
              .formatted(images.size(), numbers.size(), explanations.size()));
    }
  }

  /** How many. */
  public int size() {
    return numbers.size();
  }

  /** The map of an image in the size of the image. */
  HeatMap resized(int image) {
    return explanations.get(image).map().resized(new PixelSize(images.height(), images.width()));
  }

  /** The name of a class; its number if it has none. */
  public String className(int label) {
    return images.classNames().isEmpty() ? Integer.toString(label) : images.classNames().get(label);
  }
}
