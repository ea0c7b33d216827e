package io.onnxfi.dataset;

import io.onnxfi.tensor.Shape;
import java.util.List;

/**
 * CIFAR-10 in its binary version: 50,000 training and 10,000 test images {@code [3, 32, 32]}.
 *
 * <p>A file is 10,000 records of 3,073 bytes; see {@link CifarRecords}.
 */
public final class Cifar10 implements Dataset {
  static final String NAME = "cifar10";
  static final String FOLDER = "cifar-10-batches-bin";

  private static final CifarRecords RECORDS =
      new CifarRecords(
          NAME,
          List.of(
              "airplane",
              "automobile",
              "bird",
              "cat",
              "deer",
              "dog",
              "frog",
              "horse",
              "ship",
              "truck"),
          List.of(),
          10_000);

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
    return RECORDS.classNames();
  }

  @Override
  public Shape image(DataRoot root) {
    return CifarRecords.IMAGE;
  }

  @Override
  public LabelledImages load(DataRoot root, Split split) {
    return RECORDS.load(root, files(split));
  }

  private static List<String> files(Split split) {
    return switch (split) {
      case TRAIN ->
          List.of(
              FOLDER + "/data_batch_1.bin",
              FOLDER + "/data_batch_2.bin",
              FOLDER + "/data_batch_3.bin",
              FOLDER + "/data_batch_4.bin",
              FOLDER + "/data_batch_5.bin");
      case TEST -> List.of(FOLDER + "/test_batch.bin");
    };
  }
}
