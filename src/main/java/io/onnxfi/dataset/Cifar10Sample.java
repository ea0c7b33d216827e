package io.onnxfi.dataset;

import io.onnxfi.error.MissingResourceException;
import io.onnxfi.tensor.Shape;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.List;

/**
 * The first 300 test images of CIFAR-10, in the program itself: enough to see real results without
 * fetching anything, too few to measure an accuracy.
 *
 * <p>They are the first 921,900 bytes of {@code test_batch.bin} in the data set's binary version,
 * by Alex Krizhevsky, Vinod Nair and Geoffrey Hinton (<a
 * href="https://www.cs.toronto.edu/~kriz/cifar.html">the CIFAR page</a>; A. Krizhevsky, Learning
 * Multiple Layers of Features from Tiny Images, 2009).
 */
public final class Cifar10Sample implements Dataset {
  static final String NAME = "cifar10-sample";

  private static final String RESOURCE = "cifar10_test_first_300.bin";
  private static final Cifar10 WHOLE = new Cifar10();
  private static final CifarRecords RECORDS =
      new CifarRecords(NAME, WHOLE.classNames(), List.of(), 300);

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public Normalization normalization() {
    return WHOLE.normalization();
  }

  @Override
  public List<String> classNames() {
    return WHOLE.classNames();
  }

  @Override
  public Shape image(DataRoot root) {
    return CifarRecords.IMAGE;
  }

  /**
   * The images; {@code root} is not looked at.
   *
   * @throws MissingResourceException for the training split
   */
  @Override
  public LabelledImages load(DataRoot root, Split split) {
    if (split == Split.TRAIN) {
      throw new MissingResourceException(
          NAME + " has test images only",
          "to train on the full data set: onnxfi fetch " + Cifar10.NAME);
    }
    try (InputStream stream = Cifar10Sample.class.getResourceAsStream(RESOURCE)) {
      return RECORDS.parse(RESOURCE, stream.readAllBytes());
    } catch (IOException e) {
      throw new UncheckedIOException("the program's own " + RESOURCE + " cannot be read", e);
    }
  }
}
