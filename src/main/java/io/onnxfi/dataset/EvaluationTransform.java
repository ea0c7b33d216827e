package io.onnxfi.dataset;

import io.onnxfi.error.Excerpt;
import io.onnxfi.error.MalformedInputException;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * How torchvision prepares images of any size to evaluate a classifier: {@code Resize(shorter)} of
 * a PIL image, bilinear, the aspect ratio kept, and {@code CenterCrop(crop)}; to the bit as {@link
 * BilinearResize} is.
 *
 * <p>The longer side becomes {@code int(shorter * long / short)} pixels. The crop begins at half of
 * what is cut off, rounded to the nearest, ties to even, as Python's {@code round} does; where
 * there is less than the crop, black is put around, one line more behind where it is odd.
 *
 * @param shorter pixels of the shorter side before the crop
 * @param crop pixels of either side after it
 */
public record EvaluationTransform(int shorter, int crop) implements ImageTransform {
  /** As classifiers for ImageNet are evaluated. */
  public static final EvaluationTransform IMAGENET = new EvaluationTransform(256, 224);

  private static final String IMAGENET_NAME = "imagenet";
  private static final Pattern NUMBERS = Pattern.compile("(\\d{1,5}),\\s*(\\d{1,5})");

  /** Pixels of a side that may be asked for. */
  private static final int LARGEST = 8192;

  /** Checks the sizes. */
  public EvaluationTransform {
    if (!isSound(shorter) || !isSound(crop)) {
      throw new IllegalArgumentException(
          "sides of 1 to %d pixels, found %d and %d".formatted(LARGEST, shorter, crop));
    }
  }

  private static boolean isSound(int side) {
    return side >= 1 && side <= LARGEST;
  }

  /**
   * Reads {@code imagenet} or {@code RESIZE,CROP}.
   *
   * @param where the option that the text comes from
   * @throws MalformedInputException if it is something else
   */
  public static EvaluationTransform parse(String text, String where) {
    if (text.strip().equals(IMAGENET_NAME)) {
      return IMAGENET;
    }
    Matcher matcher = NUMBERS.matcher(text.strip());
    if (matcher.matches()) {
      int shorter = Integer.parseInt(matcher.group(1));
      int crop = Integer.parseInt(matcher.group(2));
      if (isSound(shorter) && isSound(crop)) {
        return new EvaluationTransform(shorter, crop);
      }
    }
    throw MalformedInputException.of(
        where,
        "%s, or RESIZE,CROP, such as %s, of 1 to %,d pixels"
            .formatted(IMAGENET_NAME, IMAGENET, LARGEST),
        Excerpt.quoted(text));
  }

  @Override
  public PixelSize size() {
    return new PixelSize(crop, crop);
  }

  @Override
  public RgbImage apply(RgbImage image) {
    Side rows = side(image.size().height(), image.size().width());
    Side columns = side(image.size().width(), image.size().height());
    RgbImage window = new BilinearResize(image.size(), rows.kept(), columns.kept()).apply(image);
    return window.size().equals(size())
        ? window
        : padded(window, rows.padding(), columns.padding());
  }

  /**
   * One side of an image.
   *
   * @param kept what the crop leaves of it after it was resized
   * @param padding black lines before it
   */
  private record Side(ResampledAxis kept, int padding) {}

  private Side side(int from, int other) {
    // In integers and then one division, as Python has it.
    long to = from <= other ? shorter : (long) ((double) ((long) shorter * from) / other);
    if (to < crop) {
      return new Side(new ResampledAxis(from, (int) to), (int) (crop - to) / 2);
    }
    long first = (long) Math.rint((to - crop) / 2.0);
    return new Side(new ResampledAxis(from, to, first, crop), 0);
  }

  private RgbImage padded(RgbImage window, int above, int before) {
    int height = window.size().height();
    int width = window.size().width();
    byte[] planes = new byte[RgbImage.CHANNELS * crop * crop];
    for (int row = 0; row < RgbImage.CHANNELS * height; row++) {
      int to = row / height * crop + above + row % height;
      System.arraycopy(window.planes(), row * width, planes, to * crop + before, width);
    }
    return new RgbImage(size(), planes);
  }

  @Override
  public Optional<String> label() {
    return Optional.of(toString());
  }

  /** As {@link #parse} reads it: {@code 256,224}. */
  @Override
  public String toString() {
    return shorter + "," + crop;
  }
}
