package io.onnxfi.dataset;

import io.onnxfi.tensor.ElementType;
import io.onnxfi.tensor.Shape;
import io.onnxfi.tensor.Tensor;
import java.nio.FloatBuffer;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * An immutable sequence of labelled 8-bit images {@code [n, channels, height, width]}.
 *
 * <p>{@link #first} and {@link #select} share the pixels of the images they were called on, so a
 * subset costs one integer per image.
 */
public final class LabelledImages {
  private final ImageSource source;
  private final byte[] pixels;
  private final int[] labels;

  /** For each image of this sequence, its position in {@link #pixels} and {@link #labels}. */
  private final int[] rows;

  private final List<String> notes;

  private LabelledImages(
      ImageSource source, byte[] pixels, int[] labels, int[] rows, List<String> notes) {
    this.source = source;
    this.pixels = pixels;
    this.labels = labels;
    this.rows = rows;
    this.notes = List.copyOf(notes);
  }

  /**
   * Images from copies of the given arrays.
   *
   * @param pixels unsigned, {@code [n, channels, height, width]}
   * @param labels one per image, 0 to {@code source.classes() - 1}
   * @throws IllegalArgumentException if the arrays disagree or a label is out of range
   */
  public static LabelledImages of(ImageSource source, byte[] pixels, int[] labels) {
    return owning(source, pixels.clone(), labels.clone());
  }

  /** As {@link #of}, without the copies: the caller gives the arrays away. */
  static LabelledImages owning(ImageSource source, byte[] pixels, int[] labels) {
    if (pixels.length != labels.length * source.image().size()) {
      throw new IllegalArgumentException(
          "%d labels for images %s take %d pixels, found %d"
              .formatted(
                  labels.length,
                  source.image(),
                  labels.length * source.image().size(),
                  pixels.length));
    }
    for (int row = 0; row < labels.length; row++) {
      if (labels[row] < 0 || labels[row] >= source.classes()) {
        throw new IllegalArgumentException(
            "label %d of image %d is outside the %d classes"
                .formatted(labels[row], row, source.classes()));
      }
    }
    return new LabelledImages(
        source, pixels, labels, IntStream.range(0, labels.length).toArray(), List.of());
  }

  /** The same images, with what was assumed when they were read. */
  LabelledImages noting(List<String> assumed) {
    return new LabelledImages(source, pixels, labels, rows, assumed);
  }

  /** What was assumed when they were read, each one line that names the place; mostly nothing. */
  public List<String> notes() {
    return notes;
  }

  /** The data set's name, for example {@code cifar10}. */
  public String name() {
    return source.name();
  }

  /** Digest of the whole source, also for a subset; see {@link ImageSource#sha256()}. */
  public String sha256() {
    return source.sha256();
  }

  /** Number of classes; labels are below it. */
  public int classes() {
    return source.classes();
  }

  /** One name per class, or empty if none are known. */
  public List<String> classNames() {
    return source.classNames();
  }

  /** What was done to images of any size; see {@link ImageSource#transform()}. */
  public Optional<String> transform() {
    return source.transform();
  }

  /** Number of images. */
  public int size() {
    return rows.length;
  }

  public int channels() {
    return (int) source.image().dim(0);
  }

  /** Rows of pixels in one image. */
  public int height() {
    return (int) source.image().dim(1);
  }

  /** Pixels in one row. */
  public int width() {
    return (int) source.image().dim(2);
  }

  /** The class of one image. */
  public int label(int image) {
    return labels[rows[image]];
  }

  /** The classes of all images in order, a copy. */
  public int[] labels() {
    return Arrays.stream(rows).map(row -> labels[row]).toArray();
  }

  /** The value of one pixel, 0 to 255. */
  public int pixel(int image, int channel, int y, int x) {
    Objects.checkIndex(channel, channels());
    Objects.checkIndex(y, height());
    Objects.checkIndex(x, width());
    int offset = (channel * height() + y) * width() + x;
    return Byte.toUnsignedInt(pixels[rows[image] * imageSize() + offset]);
  }

  /**
   * Copies the pixels of one image {@code [channels, height, width]}, unsigned.
   *
   * @throws IllegalArgumentException if the array has another length
   */
  public void read(int image, byte[] out) {
    if (out.length != imageSize()) {
      throw new IllegalArgumentException(
          "an image %s takes %d bytes, found %d"
              .formatted(source.image(), imageSize(), out.length));
    }
    System.arraycopy(pixels, rows[image] * imageSize(), out, 0, out.length);
  }

  /**
   * The first {@code count} images.
   *
   * @throws IndexOutOfBoundsException if there are fewer
   */
  public LabelledImages first(int count) {
    Objects.checkFromToIndex(0, count, size());
    return new LabelledImages(source, pixels, labels, Arrays.copyOf(rows, count), notes);
  }

  /**
   * The images at these positions, in this order; a position may occur more than once.
   *
   * @throws IndexOutOfBoundsException if there is no such image
   */
  public LabelledImages select(int[] images) {
    int[] chosen = Arrays.stream(images).map(image -> rows[image]).toArray();
    return new LabelledImages(source, pixels, labels, chosen, notes);
  }

  /**
   * Writes normalised images {@code [to - from, channels, height, width]} at the buffer's position,
   * which moves behind them.
   *
   * @throws IndexOutOfBoundsException if the range is not within the images
   * @throws IllegalArgumentException if the normalisation has another number of channels, or the
   *     buffer too little room
   */
  public void fill(Normalization normalization, int from, int to, FloatBuffer out) {
    Objects.checkFromToIndex(from, to, size());
    if (normalization.channels() != channels()) {
      throw new IllegalArgumentException(
          "%s images have %d channels, but the normalisation has %d"
              .formatted(name(), channels(), normalization.channels()));
    }
    long needed = (long) (to - from) * imageSize();
    if (out.remaining() < needed) {
      throw new IllegalArgumentException(
          "%d images %s take %d floats, but the buffer has room for %d"
              .formatted(to - from, source.image(), needed, out.remaining()));
    }
    float[][] tables = normalization.tables();
    // Whole planes through the heap: single puts into a direct buffer are several times slower.
    float[] plane = new float[height() * width()];
    for (int image = from; image < to; image++) {
      int at = rows[image] * imageSize();
      for (float[] table : tables) {
        for (int p = 0; p < plane.length; p++) {
          plane[p] = table[Byte.toUnsignedInt(pixels[at++])];
        }
        out.put(plane);
      }
    }
  }

  /**
   * Normalised images {@code [to - from, channels, height, width]} in new direct memory.
   *
   * @throws IndexOutOfBoundsException if the range is not within the images
   */
  public Tensor batch(Normalization normalization, int from, int to) {
    Objects.checkFromToIndex(from, to, size());
    Shape shape = Shape.of(to - from, channels(), height(), width());
    Tensor tensor = Tensor.allocate(ElementType.FLOAT, shape);
    fill(normalization, from, to, tensor.floats());
    return tensor;
  }

  private int imageSize() {
    return (int) source.image().size();
  }

  /** Name, count and extents, not the pixels: {@code cifar10[10000, 3, 32, 32]}. */
  @Override
  public String toString() {
    return name() + Shape.of(size(), channels(), height(), width());
  }
}
