package io.onnxfi.dataset;

import io.onnxfi.corruption.CommonCorruption;
import io.onnxfi.corruption.Corruption;
import io.onnxfi.corruption.SeverityScale;
import io.onnxfi.error.MalformedInputException;
import io.onnxfi.tensor.Shape;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;

/**
 * The images of a data set under a common corruption, at the severities published for images of
 * their size ({@link SeverityScale#of}).
 *
 * <p>Its name says what was done, {@code cifar10+gaussian_noise-3}, with {@code -seed7} behind it
 * if the seed is not 0; its digest is that of the line {@code <sha256 of the images as they are>
 * gaussian_noise-3}, without a line feed, which ends like the name. What an image draws depends on
 * seed, corruption, severity and its number in its split.
 *
 * @param viewed the data set
 * @param corruption what happens to its images
 * @param severity 1 to 5
 * @param seed of what is drawn
 */
public record CorruptedView(Dataset viewed, CommonCorruption corruption, int severity, long seed)
    implements Dataset {
  private static final Pattern NAME =
      Pattern.compile("(.+)\\+([a-z_]+)-(\\d)(?:-seed(-?\\d{1,19}))?");

  /** Checks the severity. */
  public CorruptedView {
    Objects.requireNonNull(viewed, "viewed");
    Objects.requireNonNull(corruption, "corruption");
    if (severity < 1 || severity > SeverityScale.SEVERITIES) {
      throw MalformedInputException.of(
          viewed.name() + "+" + corruption.label(),
          "a severity of 1 to " + SeverityScale.SEVERITIES,
          Integer.toString(severity));
    }
  }

  /** Whether a name is one of a corrupted view. */
  static boolean isNamed(String name) {
    return NAME.matcher(name).matches();
  }

  /** The name of the data set that a view of this name is of, if it is one. */
  static Optional<String> viewed(String name) {
    Matcher matcher = NAME.matcher(name);
    return matcher.matches() ? Optional.of(matcher.group(1)) : Optional.empty();
  }

  /** The same corruption of another data set. */
  public CorruptedView of(Dataset other) {
    return new CorruptedView(other, corruption, severity, seed);
  }

  /**
   * The corrupted view of this name.
   *
   * @throws MalformedInputException if it has an unknown corruption or severity
   */
  static CorruptedView named(String name) {
    Matcher matcher = NAME.matcher(name);
    if (!matcher.matches()) {
      throw new IllegalArgumentException("no corrupted view: " + name);
    }
    return new CorruptedView(
        Datasets.named(matcher.group(1)),
        CommonCorruption.parse(matcher.group(2), "data set " + name),
        Integer.parseInt(matcher.group(3)),
        seed(matcher.group(4), name));
  }

  private static long seed(String digits, String name) {
    try {
      return digits == null ? 0 : Long.parseLong(digits);
    } catch (NumberFormatException e) {
      throw new MalformedInputException(
          "data set %s: expected a seed of 64 bits, found %s".formatted(name, digits), e);
    }
  }

  private String what() {
    return corruption.label() + "-" + severity + (seed == 0 ? "" : "-seed" + seed);
  }

  @Override
  public String name() {
    return viewed.name() + "+" + what();
  }

  /** That of the images as they are. */
  @Override
  public Normalization normalization() {
    return viewed.normalization();
  }

  @Override
  public List<String> classNames() {
    return viewed.classNames();
  }

  @Override
  public Shape image(DataRoot root) {
    return viewed.image(root);
  }

  @Override
  public LabelledImages load(DataRoot root, Split split) {
    return of(viewed.load(root, split));
  }

  /**
   * The same of images that were read already.
   *
   * @param images of the data set that is viewed: all of a split, or the first of it
   */
  public LabelledImages of(LabelledImages images) {
    Shape image = Shape.of(images.channels(), images.height(), images.width());
    int size = (int) image.size();
    Corruption change = corruption.at(SeverityScale.of(image), severity);
    byte[] pixels = new byte[ImageFiles.memory(name(), images.size(), image)];
    IntStream.range(0, images.size())
        .parallel()
        .forEach(
            i -> {
              byte[] original = new byte[size];
              images.read(i, original);
              byte[] changed = change.apply(original, image, corruption.random(seed, severity, i));
              System.arraycopy(changed, 0, pixels, i * size, size);
            });
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
    digest.update((sha256 + " " + what()).getBytes(StandardCharsets.US_ASCII));
    return Checksum.finish(Checksum.Algorithm.SHA_256, digest).hex();
  }
}
