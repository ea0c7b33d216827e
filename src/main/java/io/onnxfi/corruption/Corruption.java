package io.onnxfi.corruption;

import io.onnxfi.tensor.Shape;
import java.util.random.RandomGenerator;

/**
 * Something that happens to an image.
 *
 * <p>As in the published data sets, arithmetic is in binary64 on pixels scaled to [0, 1]; what
 * comes out is cut off at both ends, times 255, and rounded towards 0. Several threads may use one.
 */
public sealed interface Corruption
    permits Brightness,
        Contrast,
        DefocusBlur,
        GaussianBlur,
        GaussianNoise,
        ImpulseNoise,
        JpegCompression,
        ShotNoise,
        ZoomBlur {
  /**
   * The image as it is afterwards.
   *
   * @param pixels unsigned {@code [channels, height, width]}; read, not changed
   * @param image these extents
   * @param random the image's own; what needs no chance draws nothing
   */
  byte[] apply(byte[] pixels, Shape image, RandomGenerator random);
}
