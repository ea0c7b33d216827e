package io.onnxfi.testing;

import static org.junit.jupiter.api.Assumptions.abort;

import io.onnxfi.dataset.Cifar10;
import io.onnxfi.dataset.DataRoot;
import io.onnxfi.dataset.Dataset;
import io.onnxfi.dataset.LabelledImages;
import io.onnxfi.dataset.Mnist;
import io.onnxfi.dataset.Split;
import io.onnxfi.error.MissingResourceException;
import java.nio.file.Path;

/** The official data sets, for tests that skip themselves on machines without them. */
public final class RealData {
  private RealData() {}

  /** Where this machine keeps data: {@code $ONNXFI_DATA} or its default. */
  public static DataRoot root() {
    return DataRoot.of(System.getenv(), Path.of(System.getProperty("user.home")));
  }

  /** The 10,000 test images {@code [3, 32, 32]} of CIFAR-10, or the test is skipped. */
  public static LabelledImages cifar10Test() {
    return load(new Cifar10(), Split.TEST);
  }

  /** The 50,000 training images {@code [3, 32, 32]} of CIFAR-10, or the test is skipped. */
  public static LabelledImages cifar10Train() {
    return load(new Cifar10(), Split.TRAIN);
  }

  /** The 10,000 test images {@code [1, 28, 28]} of MNIST, or the test is skipped. */
  public static LabelledImages mnistTest() {
    return load(new Mnist(), Split.TEST);
  }

  /** The 60,000 training images {@code [1, 28, 28]} of MNIST, or the test is skipped. */
  public static LabelledImages mnistTrain() {
    return load(new Mnist(), Split.TRAIN);
  }

  private static LabelledImages load(Dataset dataset, Split split) {
    try {
      return dataset.load(root(), split);
    } catch (MissingResourceException e) {
      // The message ends in the command that mends it.
      return abort("skipped: " + e.getMessage());
    }
  }
}
