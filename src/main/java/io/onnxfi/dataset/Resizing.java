package io.onnxfi.dataset;

/** To what size an image is brought before it is cropped. */
public sealed interface Resizing {
  /** Rows that an image of this size gets. */
  long height(PixelSize from);

  /** Columns that an image of this size gets. */
  long width(PixelSize from);

  /** As {@link EvaluationTransform#parse} reads it. */
  @Override
  String toString();

  /**
   * The shorter side gets so many pixels and the longer side {@code int(pixels * long / short)}, as
   * torchvision's {@code Resize} of one number has it.
   */
  record Shorter(int pixels) implements Resizing {
    @Override
    public long height(PixelSize from) {
      return side(from.height(), from.width());
    }

    @Override
    public long width(PixelSize from) {
      return side(from.width(), from.height());
    }

    /** In integers and then one division, as Python has it. */
    private long side(int from, int other) {
      return from <= other ? pixels : (long) ((double) ((long) pixels * from) / other);
    }

    @Override
    public String toString() {
      return Integer.toString(pixels);
    }
  }

  /** Every image gets one size; its aspect ratio is not kept. */
  record Exact(PixelSize size) implements Resizing {
    @Override
    public long height(PixelSize from) {
      return size.height();
    }

    @Override
    public long width(PixelSize from) {
      return size.width();
    }

    @Override
    public String toString() {
      return size.height() + "x" + size.width();
    }
  }

  /** Every image keeps its size. */
  record None() implements Resizing {
    static final String NAME = "none";

    @Override
    public long height(PixelSize from) {
      return from.height();
    }

    @Override
    public long width(PixelSize from) {
      return from.width();
    }

    @Override
    public String toString() {
      return NAME;
    }
  }
}
