package io.onnxfi.workload;

import io.onnxfi.dataset.Checksum;
import io.onnxfi.error.MalformedInputException;
import io.onnxfi.file.InputFile;
import io.onnxfi.onnx.InterfaceEditor;
import io.onnxfi.onnx.OnnxModel;
import io.onnxfi.onnx.PlainInputs;
import io.onnxfi.onnx.ValueInfo;
import io.onnxfi.tensor.ElementValues;
import io.onnxfi.tensor.Shape;
import io.onnxfi.tensor.Tensor;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * Samples in arrays of any type and rank, one for each input of a model, the samples in the first
 * axis. An array without that axis is the same for all samples: a constant of the model.
 */
public final class ArrayWorkload implements Workload {
  private final Source source;
  private final Asked asked;
  private final List<Tensor> arrays;
  private final Map<String, Tensor> fixed;
  private final int[] labels;

  /** For each sample, its place in the arrays. */
  private final int[] rows;

  /** Where the arrays come from. */
  private record Source(
      String name,
      String sha256,
      Optional<String> labels,
      Optional<String> labelsSha256,
      List<String> inputs,
      List<String> notes) {}

  /** The inputs of the model, and the texts by whose places they are given. */
  private record Asked(PlainInputs inputs, List<String> texts) {}

  private ArrayWorkload(
      Source source,
      Asked asked,
      List<Tensor> arrays,
      Map<String, Tensor> fixed,
      int[] labels,
      int[] rows) {
    this.source = source;
    this.asked = asked;
    this.arrays = arrays;
    this.fixed = fixed;
    this.labels = labels;
    this.rows = rows;
  }

  /**
   * Reads arrays for a model.
   *
   * @param inputs {@code .npz} with the names of the model's inputs, or as many arrays in their
   *     order; or {@code .npy} for a model of one input
   * @param labels {@code .npy} of whole numbers, one for each sample, if the classes are known
   * @throws io.onnxfi.error.OnnxFiException if a file cannot be read, or is none for this model,
   *     saying what it takes
   */
  public static ArrayWorkload read(Path inputs, Optional<Path> labels, OnnxModel model) {
    Vocabulary vocabulary = new Vocabulary();
    Map<String, GivenArray> found = NumpyFile.read(inputs, vocabulary);
    Map<String, Shape> shapes = new LinkedHashMap<>();
    found.forEach((name, array) -> shapes.put(name, array.tensor().shape()));
    PlainInputs plain = PlainInputs.of(model, shapes);
    MatchedArrays matched = MatchedArrays.of("--inputs " + inputs, found, plain.arrays());
    int samples = matched.samples();
    Source source =
        new Source(
            String.valueOf(inputs.getFileName()),
            sha256(inputs),
            labels.map(path -> String.valueOf(path.getFileName())),
            labels.map(ArrayWorkload::sha256),
            plain.arrays().stream().map(ValueInfo::name).toList(),
            matched.notes());
    return new ArrayWorkload(
        source,
        new Asked(plain, vocabulary.texts()),
        matched.arrays(),
        matched.fixed(),
        labels.map(path -> labels(path, samples)).orElse(new int[0]),
        IntStream.range(0, samples).toArray());
  }

  private static int[] labels(Path file, int samples) {
    Map<String, GivenArray> found = NumpyFile.read(file, new Vocabulary());
    if (found.size() != 1) {
      throw MalformedInputException.of(
          "--labels " + file, "one array", found.size() + ": " + MatchedArrays.names(found));
    }
    GivenArray given = found.values().iterator().next();
    if (given.isText()) {
      throw MalformedInputException.of(
          "--labels " + file,
          "whole numbers, the places of the classes among the model's scores",
          "text; numpy.unique(labels, return_inverse=True)[1] numbers it in the order of"
              + " scikit-learn");
    }
    Tensor array = given.tensor();
    if (array.type().isFloatingPoint()
        || array.shape().size() != samples
        || array.shape().rank() == 0
        || array.shape().dim(0) != samples) {
      throw MalformedInputException.of(
          "--labels " + file, "one array of %d whole numbers".formatted(samples), array.toString());
    }
    int[] labels = new int[samples];
    for (int i = 0; i < samples; i++) {
      double label = ElementValues.value(array.type(), array.bits(i));
      if (label < 0 || label > Integer.MAX_VALUE) {
        throw MalformedInputException.of(
            "--labels %s, sample %d".formatted(file, i), "a class from 0", Double.toString(label));
      }
      labels[i] = (int) label;
    }
    return labels;
  }

  private static String sha256(Path file) {
    try {
      return Checksum.of(file, Checksum.Algorithm.SHA_256).hex();
    } catch (IOException e) {
      throw InputFile.unreadable(file, e);
    }
  }

  /** What is the same for all samples, by the names of the arrays. */
  public Map<String, Tensor> fixed() {
    return fixed;
  }

  /**
   * The model as these arrays are given to it: with tensors of numbers for inputs ({@link
   * PlainInputs}), and those that are the same for all samples as constants.
   *
   * @param model that they were read for, perhaps rewritten
   */
  public OnnxModel bind(OnnxModel model) {
    OnnxModel plain = asked.inputs.applyTo(model, asked.texts);
    if (fixed.isEmpty()) {
      return plain;
    }
    InterfaceEditor editor = new InterfaceEditor(plain);
    fixed.forEach((name, value) -> editor.fix(asked.inputs.input(name), value));
    return editor.build();
  }

  @Override
  public String name() {
    return source.name();
  }

  @Override
  public SampleKind unit() {
    return SampleKind.SAMPLE;
  }

  @Override
  public String sha256() {
    return source.sha256();
  }

  @Override
  public int size() {
    return rows.length;
  }

  @Override
  public int[] labels() {
    return labels.length == 0 ? new int[0] : Arrays.stream(rows).map(row -> labels[row]).toArray();
  }

  /** They were read for the model. */
  @Override
  public void requireInputs(String model, List<ValueInfo> inputs) {
    if (inputs.size() != arrays.size()) {
      throw new IllegalArgumentException(
          "%d arrays for %d inputs".formatted(arrays.size(), inputs.size()));
    }
  }

  @Override
  public void requireScores(String model, int scores) {
    int most = Arrays.stream(labels).max().orElse(-1);
    if (most >= scores) {
      throw MalformedInputException.of(
          "%s on %s".formatted(model, name()),
          "labels below the number of the model's outputs, " + scores,
          "label " + most);
    }
  }

  @Override
  public long sampleBytes() {
    return arrays.stream().mapToLong(array -> bytes(array)).max().orElse(0);
  }

  private static long bytes(Tensor array) {
    return Math.max(1, array.type().bytes(array.shape().rowSize()));
  }

  @Override
  public List<Tensor> allocate(List<ValueInfo> inputs, int samples) {
    return arrays.stream()
        .map(array -> Tensor.allocate(array.type(), array.shape().withBatch(samples)))
        .toList();
  }

  @Override
  public void fill(int from, int to, List<Tensor> into) {
    for (int i = 0; i < arrays.size(); i++) {
      for (int sample = from; sample < to; sample++) {
        into.get(i).row(sample - from).put(arrays.get(i).row(rows[sample]));
      }
    }
  }

  @Override
  public ArrayWorkload select(int[] samples) {
    int[] chosen = Arrays.stream(samples).map(sample -> rows[sample]).toArray();
    return new ArrayWorkload(source, asked, arrays, fixed, labels, chosen);
  }

  @Override
  public ArrayWorkload first(int count) {
    return select(IntStream.range(0, count).toArray());
  }

  @Override
  public List<String> notes() {
    return source.notes();
  }

  @Override
  public Map<String, Object> describe() {
    Map<String, Object> data = new LinkedHashMap<>();
    data.put("name", name());
    data.put("sha256", sha256());
    source.labels().ifPresent(file -> data.put("labels", file));
    source.labelsSha256().ifPresent(digest -> data.put("labels_sha256", digest));
    data.put("images", size());
    data.put("inputs", source.inputs());
    return data;
  }
}
