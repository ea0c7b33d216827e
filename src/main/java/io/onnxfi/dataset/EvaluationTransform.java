package io.onnxfi.dataset;

import io.onnxfi.error.Excerpt;
import io.onnxfi.error.MalformedInputException;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * How torchvision prepares images of any size to evaluate a classifier: {@code Resize} of a PIL
 * image, bilinear, and {@code CenterCrop}; to the bit as {@link BilinearResize} is.
 *
 * <p>The crop begins at half of what is cut off, rounded to the nearest, ties to even, as Python's
 * {@code round} does; where there is less than the crop, black is put around, one line more behind
 * where it is odd.
 *
 * @param resizing what is done before the crop
 * @param size height and width after it
 */
public record EvaluationTransform(Resizing resizing, PixelSize size) implements ImageTransform {
  /** As classifiers for ImageNet are evaluated. */
  public static final EvaluationTransform IMAGENET = new EvaluationTransform(256, 224);

  private static final String IMAGENET_NAME = "imagenet";
  private static final String SIDES = "(\\d{1,5})(?:[x×](\\d{1,5}))?";
  private static final Pattern TEXT =
      Pattern.compile("(?:%s|%s),\\s*%s".formatted(Resizing.None.NAME, SIDES, SIDES));

  /** Pixels of a side that may be asked for. */
  private static final int LARGEST = 8192;

  /**
   * The shorter side of images resized to so many pixels, their aspect ratio kept, then a square.
   */
  public EvaluationTransform(int shorter, int crop) {
    this(new Resizing.Shorter(checked(shorter)), new PixelSize(checked(crop), checked(crop)));
  }

  private static int checked(int side) {
    if (side < 1 || side > LARGEST) {
      throw new IllegalArgumentException(
          "sides of 1 to %d pixels, found %d".formatted(LARGEST, side));
    }
    return side;
  }

  /**
   * Reads {@code imagenet} or {@code RESIZE,CROP}. {@code RESIZE} is pixels of the shorter side,
   * {@code HEIGHTxWIDTH}, or {@code none}; {@code CROP} is pixels of either side, or {@code
   * HEIGHTxWIDTH}.
   *
   * @param where the option that the text comes from
   * @throws MalformedInputException if it is something else
   */
  public static EvaluationTransform parse(String text, String where) {
    if (text.strip().equals(IMAGENET_NAME)) {
      return IMAGENET;
    }
    Matcher matcher = TEXT.matcher(text.strip());
    try {
      if (matcher.matches()) {
        return new EvaluationTransform(
            resizing(matcher.group(1), matcher.group(2)), size(matcher.group(3), matcher.group(4)));
      }
    } catch (IllegalArgumentException e) {
      throw refused(text, where);
    }
    throw refused(text, where);
  }

  private static MalformedInputException refused(String text, String where) {
    return MalformedInputException.of(
        where,
        "%s, or RESIZE,CROP, such as %s, 240x320,224x224 or none,224, of 1 to %,d pixels"
            .formatted(IMAGENET_NAME, IMAGENET, LARGEST),
        Excerpt.quoted(text));
  }

  private static Resizing resizing(String first, String second) {
    if (first == null) {
      return new Resizing.None();
    }
    return second == null
        ? new Resizing.Shorter(checked(Integer.parseInt(first)))
        : new Resizing.Exact(size(first, second));
  }

  private static PixelSize size(String height, String width) {
    return new PixelSize(
        checked(Integer.parseInt(height)),
        checked(Integer.parseInt(width == null ? height : width)));
  }

  @Override
  public RgbImage apply(RgbImage image) {
    PixelSize from = image.size();
    Side rows = side(from.height(), resizing.height(from), size.height());
    Side columns = side(from.width(), resizing.width(from), size.width());
    RgbImage window = new BilinearResize(from, rows.kept(), columns.kept()).apply(image);
    return window.size().equals(size) ? window : padded(window, rows.padding(), columns.padding());
  }

  /**
   * One side of an image.
   *
   * @param kept what the crop leaves of it after it was resized
   * @param padding black lines before it
   */
  private record Side(ResampledAxis kept, int padding) {}

  private static Side side(int from, long to, int crop) {
    if (to < crop) {
      return new Side(new ResampledAxis(from, (int) to), (int) (crop - to) / 2);
    }
    long first = (long) Math.rint((to - crop) / 2.0);
    return new Side(new ResampledAxis(from, to, first, crop), 0);
  }

  private RgbImage padded(RgbImage window, int above, int before) {
    int height = window.size().height();
    int width = window.size().width();
    byte[] planes = new byte[RgbImage.CHANNELS * size.pixels()];
    for (int row = 0; row < RgbImage.CHANNELS * height; row++) {
      int to = row / height * size.height() + above + row % height;
      System.arraycopy(window.planes(), row * width, planes, to * size.width() + before, width);
    }
    return new RgbImage(size, planes);
  }

  @Override
  public Optional<String> label() {
    return Optional.of(toString());
  }

  /** As {@link #parse} reads it: {@code 256,224}, {@code none,48x64}. */
  @Override
  public String toString() {
    return resizing
        + ","
        + (size.height() == size.width()
            ? Integer.toString(size.height())
            : size.height() + "x" + size.width());
  }
}
