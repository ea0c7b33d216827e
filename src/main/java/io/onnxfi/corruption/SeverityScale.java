package io.onnxfi.corruption;

import io.onnxfi.tensor.Shape;
import java.util.List;

/**
 * Whose five severities: the authors published constants for three sizes of images, in the files
 * {@code ImageNet-C/create_c/make_*_c.py} of github.com/hendrycks/robustness.
 */
public enum SeverityScale {
  /** For 32×32 pixels, {@code make_cifar_c.py}. */
  CIFAR_10_C(32),
  /** For 64×64 pixels, {@code make_tinyimagenet_c.py}. */
  TINY_IMAGENET_C(64),
  /** For 224×224 pixels, {@code make_imagenet_c.py}. */
  IMAGENET_C(224);

  /** Severities are 1 to this. */
  public static final int SEVERITIES = 5;

  private final int side;

  SeverityScale(int side) {
    this.side = side;
  }

  /**
   * The scale for images of this size: that whose own side is nearest to their shorter one, as a
   * ratio.
   *
   * @param image extents {@code [channels, height, width]}
   */
  public static SeverityScale of(Shape image) {
    long shorter = Math.min(image.dim(1), image.dim(2));
    if (isNearer(shorter, CIFAR_10_C, TINY_IMAGENET_C)) {
      return CIFAR_10_C;
    }
    return isNearer(shorter, TINY_IMAGENET_C, IMAGENET_C) ? TINY_IMAGENET_C : IMAGENET_C;
  }

  private static boolean isNearer(long length, SeverityScale scale, SeverityScale larger) {
    return length * length < (long) scale.side * larger.side;
  }

  /**
   * The constant of a severity.
   *
   * @param severity 1 to {@value #SEVERITIES}
   * @param cifar those of CIFAR-10-C, the mildest first
   * @param tiny those of Tiny ImageNet-C
   * @param imagenet those of ImageNet-C
   */
  double constant(int severity, List<Double> cifar, List<Double> tiny, List<Double> imagenet) {
    List<Double> own =
        switch (this) {
          case CIFAR_10_C -> cifar;
          case TINY_IMAGENET_C -> tiny;
          case IMAGENET_C -> imagenet;
        };
    return own.get(severity - 1);
  }
}
