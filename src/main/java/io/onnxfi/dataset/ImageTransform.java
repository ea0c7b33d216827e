package io.onnxfi.dataset;

import java.util.Optional;

/** What is done to every image of a data set, so that all have one size. */
interface ImageTransform {
  /** The size that images have afterwards. */
  PixelSize size();

  /** An image of that size, made of one of any. */
  RgbImage apply(RgbImage image);

  /** What records say of it; nothing where the size says all. */
  Optional<String> label();
}
