package io.onnxfi.dataset;

import io.onnxfi.tensor.Shape;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * The German Traffic Sign Recognition Benchmark: 39,209 training and 12,630 test images of 43
 * signs, resized to {@code [3, 50, 50]}.
 *
 * <p>The images are those of the three "Final" archives, unpacked into the folder {@code gtsrb}
 * (where torchvision has its own copy, too). The training images come class by class in the order
 * of their tables, the test images in the order of {@code GT-final_test.csv}; see {@link
 * GtsrbTable}. The archive has images of 15×15 to 250×250 pixels; like the published study, this
 * class resizes the whole image, not the box around the sign, and does not keep its aspect ratio
 * ({@link BilinearResize}).
 */
public final class Gtsrb implements Dataset {
  static final String NAME = "gtsrb";

  /** Below it, the archives' own paths. */
  static final String FOLDER = "gtsrb";

  static final String TRAINING = "GTSRB/Final_Training";
  static final String TEST = "GTSRB/Final_Test";
  static final String TEST_TABLE = "GT-final_test.csv";

  private static final int CLASSES = 43;
  private static final int TRAINING_IMAGES = 39_209;
  private static final int TEST_IMAGES = 12_630;
  private static final PixelSize SIZE = new PixelSize(50, 50);

  private final int trainingImages;
  private final int testImages;

  /** The data set as it is published. */
  public Gtsrb() {
    this(TRAINING_IMAGES, TEST_IMAGES);
  }

  /** A data set of the same form with other numbers of images, for tests. */
  Gtsrb(int trainingImages, int testImages) {
    this.trainingImages = trainingImages;
    this.testImages = testImages;
  }

  @Override
  public String name() {
    return NAME;
  }

  /** The constants of the published study (cad-polito-it/dnn-benchmarks, README). */
  @Override
  public Normalization normalization() {
    return Normalization.of(
        new float[] {0.3403f, 0.3121f, 0.3214f}, new float[] {0.2724f, 0.2608f, 0.2669f});
  }

  /** The names of the publisher's class folders, {@code 00000} to {@code 00042}. */
  @Override
  public List<String> classNames() {
    return IntStream.range(0, CLASSES).mapToObj("%05d"::formatted).toList();
  }

  @Override
  public Shape image(DataRoot root) {
    return SIZE.shape();
  }

  @Override
  public LabelledImages load(DataRoot root, Split split) {
    Path base = root.resolve(FOLDER);
    List<GtsrbTable> tables =
        switch (split) {
          case TRAIN -> training(base);
          case TEST ->
              List.of(
                  GtsrbTable.read(
                      SourceFile.in(root, FOLDER + "/" + TEST_TABLE, NAME, Map.of()),
                      base.resolve(TEST).resolve("Images"),
                      CLASSES));
        };
    List<ImageFiles.Entry> images =
        tables.stream().flatMap(table -> table.images().stream()).toList();
    List<String> notes = tables.stream().flatMap(table -> table.notes().stream()).toList();
    int expected = split == Split.TRAIN ? trainingImages : testImages;
    if (images.size() != expected) {
      throw new SourceFile(base, NAME)
          .malformed(
              "%d images in the %s tables"
                  .formatted(expected, split.name().toLowerCase(Locale.ROOT)),
              Integer.toString(images.size()));
    }
    return new ImageFiles(NAME, base, classNames(), images, Optional.of(new ExactSize(SIZE)), notes)
        .load();
  }

  private List<GtsrbTable> training(Path base) {
    List<GtsrbTable> tables = new ArrayList<>();
    for (String sign : classNames()) {
      Path folder = base.resolve(TRAINING).resolve("Images").resolve(sign);
      SourceFile table = new SourceFile(folder.resolve("GT-" + sign + ".csv"), NAME);
      tables.add(GtsrbTable.read(table, folder, CLASSES));
    }
    return tables;
  }
}
