package io.onnxfi.dataset;

import io.onnxfi.tensor.Shape;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/**
 * The binary CIFAR files: records of labels and one image {@code [3, 32, 32]}.
 *
 * <p>A record is one byte per label, then the red, the green and the blue plane, each 32 × 32 in
 * row-major order (<a href="https://www.cs.toronto.edu/~kriz/cifar.html">the CIFAR page</a>,
 * "Binary version"). The last label is the class.
 *
 * @param dataset the data set's name
 * @param classNames in the order of the last label
 * @param otherLabels for each label before the last, how many values it has
 * @param perFile records in every file
 */
record CifarRecords(
    String dataset, List<String> classNames, List<Integer> otherLabels, int perFile) {
  /** Extents of every image. */
  static final Shape IMAGE = Shape.of(3, 32, 32);

  private static final int PIXELS = 3 * 32 * 32;

  private static final String PACKED = "the archive, not unpacked (tar -xzf)";
  private static final String PICKLED = "the version for Python, in pickles, which is not read";

  CifarRecords {
    classNames = List.copyOf(classNames);
    otherLabels = List.copyOf(otherLabels);
  }

  /** Reads the records of these files below {@code root}, one file after the other. */
  LabelledImages load(DataRoot root, List<String> files) {
    List<SourceFile> sources =
        files.stream().map(file -> SourceFile.in(root, file, dataset, others())).toList();
    return unpack(sources, file -> file.read((long) perFile * recordBytes()));
  }

  /** Other forms in which the publisher offers the data set, and what they are. */
  private Map<String, String> others() {
    String name = classNames.size() == 10 ? "cifar-10" : "cifar-100";
    String folder = classNames.size() == 10 ? "cifar-10-batches-py" : "cifar-100-python";
    Map<String, String> others = new LinkedHashMap<>();
    others.put(name + "-binary.tar.gz", PACKED);
    others.put(folder, PICKLED);
    others.put(name + "-python.tar.gz", PICKLED);
    return others;
  }

  /** Reads the records of one file whose bytes are available. */
  LabelledImages parse(String name, byte[] records) {
    return unpack(List.of(new SourceFile(Path.of(name), dataset)), file -> records);
  }

  private LabelledImages unpack(List<SourceFile> files, Function<SourceFile, byte[]> bytes) {
    byte[] pixels = new byte[files.size() * perFile * PIXELS];
    int[] labels = new int[files.size() * perFile];
    MessageDigest digest = Checksum.Algorithm.SHA_256.start();
    for (int i = 0; i < files.size(); i++) {
      byte[] records = bytes.apply(files.get(i));
      digest.update(records);
      unpack(files.get(i), records, pixels, labels, i * perFile);
    }
    String sha256 = Checksum.finish(Checksum.Algorithm.SHA_256, digest).hex();
    ImageSource source = new ImageSource(dataset, sha256, classNames.size(), classNames, IMAGE);
    return LabelledImages.owning(source, pixels, labels);
  }

  private int recordBytes() {
    return otherLabels.size() + 1 + PIXELS;
  }

  /** Separates labels from pixels, placing the first record at image {@code first}. */
  private void unpack(SourceFile file, byte[] records, byte[] pixels, int[] labels, int first) {
    for (int record = 0; record < perFile; record++) {
      int at = record * recordBytes();
      for (int values : otherLabels) {
        label(file, records[at++], values, record);
      }
      labels[first + record] = label(file, records[at++], classNames.size(), record);
      System.arraycopy(records, at, pixels, (first + record) * PIXELS, PIXELS);
    }
  }

  private static int label(SourceFile file, byte value, int values, int record) {
    int label = Byte.toUnsignedInt(value);
    if (label >= values) {
      throw file.malformed(
          "a label of 0 to %d in record %d".formatted(values - 1, record), "label " + label);
    }
    return label;
  }
}
