package io.onnxfi.dataset;

import io.onnxfi.error.MalformedInputException;
import io.onnxfi.tensor.Shape;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The images of a data set in another size, as torchvision's {@code Resize([height, width])} makes
 * them ({@link BilinearResize}), or grey ones repeated to several channels; so that a network sees
 * them that was made for others.
 *
 * <p>Its name says what was done, {@code mnist@3x32x32}; its digest is that of the line {@code
 * <sha256 of the images as they are> 3x32x32}, without a line feed.
 *
 * @param viewed the data set
 * @param image extents of one image, {@code [channels, height, width]}
 */
public record ImageView(Dataset viewed, Shape image) implements Dataset {
  private static final Pattern NAME = Pattern.compile("(.+)@(\\d{1,4})x(\\d{1,5})x(\\d{1,5})");

  /** Checks the extents. */
  public ImageView {
    Objects.requireNonNull(viewed, "viewed");
    if (image.rank() != 3
        || image.dim(0) < 1
        || !PixelSize.isSound((int) image.dim(1), (int) image.dim(2))) {
      throw MalformedInputException.of(
          viewed.name(), "images of channels x height x width, such as 3x32x32", image.toString());
    }
  }

  /** A data set with images of these extents: itself if it has such images. */
  public static Dataset of(Dataset dataset, DataRoot root, Shape image) {
    return dataset.image(root).equals(image) ? dataset : new ImageView(dataset, image);
  }

  /** Whether a name is one of a view. */
  static boolean isNamed(String name) {
    return NAME.matcher(name).matches();
  }

  /** The name of the data set that a view of this name is of, if it is one. */
  static Optional<String> viewed(String name) {
    Matcher matcher = NAME.matcher(name);
    return matcher.matches() ? Optional.of(matcher.group(1)) : Optional.empty();
  }

  /** The view of this name. */
  static ImageView named(String name) {
    Matcher matcher = NAME.matcher(name);
    if (!matcher.matches()) {
      throw new IllegalArgumentException("no view: " + name);
    }
    return new ImageView(
        Datasets.named(matcher.group(1)),
        Shape.of(
            Long.parseLong(matcher.group(2)),
            Long.parseLong(matcher.group(3)),
            Long.parseLong(matcher.group(4))));
  }

  private String extents() {
    return "%dx%dx%d".formatted(image.dim(0), image.dim(1), image.dim(2));
  }

  @Override
  public String name() {
    return viewed.name() + "@" + extents();
  }

  /** The data set's own, repeated where its images are. */
  @Override
  public Normalization normalization() {
    Normalization own = viewed.normalization();
    int channels = (int) image.dim(0);
    return own.channels() == 1
        ? new Normalization(
            Collections.nCopies(channels, own.mean().get(0)),
            Collections.nCopies(channels, own.std().get(0)))
        : own;
  }

  @Override
  public List<String> classNames() {
    return viewed.classNames();
  }

  @Override
  public Shape image(DataRoot root) {
    return image;
  }

  /**
   * Reads one split and makes it so.
   *
   * @throws MalformedInputException if the images have another number of channels, and more than
   *     one
   */
  @Override
  public LabelledImages load(DataRoot root, Split split) {
    LabelledImages images = viewed.load(root, split);
    if (images.channels() != image.dim(0) && images.channels() != 1) {
      throw MalformedInputException.of(
          name(),
          "as many channels as the images of %s have, or one".formatted(viewed.name()),
          images.channels() + " there");
    }
    PixelSize from = new PixelSize(images.height(), images.width());
    PixelSize to = new PixelSize((int) image.dim(1), (int) image.dim(2));
    BilinearResize resize = new BilinearResize(from, to);
    int repeats = (int) image.dim(0) / images.channels();
    byte[] pixels = new byte[ImageFiles.memory(name(), images.size(), image)];
    byte[] original = new byte[images.channels() * from.pixels()];
    int at = 0;
    for (int i = 0; i < images.size(); i++) {
      images.read(i, original);
      byte[] resized = resize.apply(original);
      for (int repeat = 0; repeat < repeats; repeat++) {
        System.arraycopy(resized, 0, pixels, at, resized.length);
        at += resized.length;
      }
    }
    ImageSource source =
        new ImageSource(
            name(),
            digest(images.sha256()),
            images.classes(),
            images.classNames(),
            image,
            images.transform());
    return LabelledImages.owning(source, pixels, images.labels()).noting(images.notes());
  }

  private String digest(String sha256) {
    MessageDigest digest = Checksum.Algorithm.SHA_256.start();
    digest.update((sha256 + " " + extents()).getBytes(StandardCharsets.US_ASCII));
    return Checksum.finish(Checksum.Algorithm.SHA_256, digest).hex();
  }
}
