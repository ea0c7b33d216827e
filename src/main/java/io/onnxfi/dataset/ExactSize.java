package io.onnxfi.dataset;

import java.util.Optional;

/**
 * Every image is resized to one size, its aspect ratio not kept; see {@link BilinearResize}.
 *
 * @param size afterwards
 */
record ExactSize(PixelSize size) implements ImageTransform {
  @Override
  public RgbImage apply(RgbImage image) {
    return BilinearResize.resize(image, size);
  }

  @Override
  public Optional<String> label() {
    return Optional.empty();
  }
}
