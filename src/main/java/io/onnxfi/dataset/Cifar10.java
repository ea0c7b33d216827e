package io.onnxfi.dataset;

import io.onnxfi.tensor.Shape;
import java.security.MessageDigest;
import java.util.List;

/**
 * CIFAR-10 in its binary version: 50,000 training and 10,000 test images {@code [3, 32, 32]}.
 *
 * <p>A file is 10,000 records of 3,073 bytes: the label (0 to 9), then the red, the green and the
 * blue plane, each 32 × 32 in row-major order (<a
 * href="https://www.cs.toronto.edu/~kriz/cifar.html">the CIFAR-10 page</a>, "Binary version").
 */
public final class Cifar10 implements Dataset {
  static final String NAME = "cifar10";
  static final String FOLDER = "cifar-10-batches-bin";

  private static final Shape IMAGE = Shape.of(3, 32, 32);
  private static final int PIXELS = 3 * 32 * 32;
  private static final int RECORD = 1 + PIXELS;
  private static final int RECORDS = 10_000;
  private static final List<String> CLASSES =
      List.of(
          "airplane", "automobile", "bird", "cat", "deer", "dog", "frog", "horse", "ship", "truck");

  @Override
  public String name() {
    return NAME;
  }

  /** The constants of the published study (cad-polito-it/dnn-benchmarks, README). */
  @Override
  public Normalization normalization() {
    return Normalization.of(
        new float[] {0.4914f, 0.4822f, 0.4465f}, new float[] {0.2023f, 0.1994f, 0.2010f});
  }

  @Override
  public List<String> classNames() {
    return CLASSES;
  }

  @Override
  public LabelledImages load(DataRoot root, Split split) {
    List<String> files = files(split);
    byte[] pixels = new byte[files.size() * RECORDS * PIXELS];
    int[] labels = new int[files.size() * RECORDS];
    MessageDigest digest = Checksum.Algorithm.SHA_256.start();
    for (int i = 0; i < files.size(); i++) {
      SourceFile file = new SourceFile(root.resolve(FOLDER + "/" + files.get(i)), NAME);
      byte[] records = file.read((long) RECORDS * RECORD);
      digest.update(records);
      unpack(file, records, pixels, labels, i * RECORDS);
    }
    String sha256 = Checksum.finish(Checksum.Algorithm.SHA_256, digest).hex();
    ImageSource source = new ImageSource(NAME, sha256, CLASSES.size(), CLASSES, IMAGE);
    return LabelledImages.owning(source, pixels, labels);
  }

  private static List<String> files(Split split) {
    return switch (split) {
      case TRAIN ->
          List.of(
              "data_batch_1.bin",
              "data_batch_2.bin",
              "data_batch_3.bin",
              "data_batch_4.bin",
              "data_batch_5.bin");
      case TEST -> List.of("test_batch.bin");
    };
  }

  /** Separates labels from pixels, placing the first record at image {@code first}. */
  private static void unpack(
      SourceFile file, byte[] records, byte[] pixels, int[] labels, int first) {
    for (int record = 0; record < RECORDS; record++) {
      int at = record * RECORD;
      int label = Byte.toUnsignedInt(records[at]);
      if (label >= CLASSES.size()) {
        throw file.malformed("a label of 0 to 9 in record " + record, "label " + label);
      }
      labels[first + record] = label;
      System.arraycopy(records, at + 1, pixels, (first + record) * PIXELS, PIXELS);
    }
  }
}
