package io.onnxfi.workload;

import io.onnxfi.dataset.Checksum;
import io.onnxfi.error.Excerpt;
import io.onnxfi.error.MalformedInputException;
import io.onnxfi.error.UnsupportedInputException;
import io.onnxfi.file.InputFile;
import io.onnxfi.onnx.OnnxModel;
import io.onnxfi.onnx.ValueInfo;
import io.onnxfi.tensor.ElementType;
import io.onnxfi.tensor.ElementValues;
import io.onnxfi.tensor.Tensor;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * Samples in arrays of any type and rank, one for each input of a model, the samples in the first
 * axis. An array without that axis is the same for all samples: a constant of the model.
 */
public final class ArrayWorkload implements Workload {
  private static final int SHOWN = 12;

  private final Source source;
  private final List<Tensor> arrays;
  private final Map<String, Tensor> fixed;
  private final int[] labels;

  /** For each sample, its place in the arrays. */
  private final int[] rows;

  /** Where the arrays come from. */
  private record Source(
      String name,
      String sha256,
      Optional<String> labelsSha256,
      List<String> inputs,
      List<String> notes) {}

  private ArrayWorkload(
      Source source, List<Tensor> arrays, Map<String, Tensor> fixed, int[] labels, int[] rows) {
    this.source = source;
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
    List<ValueInfo> taken = model.inputs();
    String file = inputs.toString();
    List<String> notes = new ArrayList<>();
    Map<String, Tensor> found = byName(file, NumpyFile.read(inputs), taken, notes);
    Map<String, Tensor> converted = new LinkedHashMap<>();
    for (ValueInfo input : taken) {
      converted.put(input.name(), converted(file, input, found.get(input.name()), notes));
    }
    ValueInfo telling = telling(file, taken);
    int samples = samples(file, telling, converted.get(telling.name()));
    Map<String, Tensor> fixed = new LinkedHashMap<>();
    List<Tensor> arrays = new ArrayList<>();
    for (ValueInfo input : taken) {
      Tensor array = converted.get(input.name());
      boolean isFixed = isFixed(input, array, telling, samples);
      requireFit(file, input, array, samples, isFixed);
      if (isFixed) {
        fixed.put(input.name(), array);
        notes.add("%s: '%s' %s is the same for all samples".formatted(file, input.name(), array));
      } else {
        arrays.add(array);
      }
    }
    requireOneBatch(
        file, taken.stream().filter(input -> !fixed.containsKey(input.name())).toList());
    Source source =
        new Source(
            String.valueOf(inputs.getFileName()),
            sha256(inputs),
            labels.map(ArrayWorkload::sha256),
            taken.stream().map(ValueInfo::name).toList(),
            notes);
    return new ArrayWorkload(
        source,
        arrays,
        fixed,
        labels.map(path -> labels(path, samples)).orElse(new int[0]),
        IntStream.range(0, samples).toArray());
  }

  private static Map<String, Tensor> byName(
      String file, Map<String, Tensor> found, List<ValueInfo> inputs, List<String> notes) {
    List<String> names = inputs.stream().map(ValueInfo::name).toList();
    if (found.keySet().containsAll(names)) {
      Map<String, Tensor> rest = new LinkedHashMap<>(found);
      rest.keySet().removeAll(names);
      if (!rest.isEmpty()) {
        notes.add("%s: no inputs of the model, not used: %s".formatted(file, names(rest)));
      }
      return found;
    }
    boolean unnamed = found.keySet().stream().allMatch(name -> name.matches("|arr_\\d+"));
    if (found.size() == names.size() && (unnamed || names.size() == 1)) {
      if (!unnamed) {
        notes.add("%s: %s is taken for '%s'".formatted(file, names(found), names.get(0)));
      }
      List<String> inOrder = // arr_2 before arr_10
          found.keySet().stream()
              .sorted(Comparator.comparing(String::length).thenComparing(Function.identity()))
              .toList();
      Map<String, Tensor> named = new LinkedHashMap<>();
      for (int i = 0; i < names.size(); i++) {
        named.put(names.get(i), found.get(inOrder.get(i)));
      }
      return named;
    }
    throw MalformedInputException.of(
        "--inputs " + file,
        "an array for each input of the model: " + described(inputs),
        names(found));
  }

  private static String names(Map<String, Tensor> found) {
    if (found.keySet().equals(Set.of(""))) {
      return "one without a name";
    }
    String more = found.size() > SHOWN ? ", … (%d arrays)".formatted(found.size()) : "";
    return found.keySet().stream()
            .limit(SHOWN)
            .map(Excerpt::quoted)
            .collect(Collectors.joining(", "))
        + more;
  }

  /** In the type of the input, if every element has a place in it. */
  private static Tensor converted(String file, ValueInfo input, Tensor array, List<String> notes) {
    ElementType to = input.type();
    ElementType from = array.type();
    if (from == to) {
      return array;
    }
    String where = "--inputs %s, array for '%s' %s".formatted(file, input.name(), input);
    Tensor target = ArrayConversion.of(where, array, to);
    notes.add(
        "%s: '%s' is %s, given to the model as %s"
            .formatted(file, input.name(), from.label(), to.label()));
    return target;
  }

  /** The input that tells how many samples there are: the first that leaves that open, or else. */
  private static ValueInfo telling(String file, List<ValueInfo> inputs) {
    return inputs.stream()
        .filter(ArrayWorkload::isOpen)
        .findFirst()
        .or(() -> inputs.stream().filter(input -> !input.dims().isEmpty()).findFirst())
        .or(() -> inputs.stream().findFirst())
        .orElseThrow(
            () ->
                new UnsupportedInputException(
                    "--inputs %s: expected a model with inputs, found one without any"
                        .formatted(file)));
  }

  private static boolean isOpen(ValueInfo input) {
    return !input.dims().isEmpty() && input.dims().get(0) == ValueInfo.DYNAMIC;
  }

  private static int samples(String file, ValueInfo telling, Tensor array) {
    if (telling.dims().isEmpty()) {
      throw new UnsupportedInputException(
          "--inputs %s: expected inputs with an axis of samples, found '%s' %s without a shape"
              .formatted(file, telling.name(), telling.type().label()));
    }
    if (array.shape().rank() == 0 || array.shape().dim(0) == 0) {
      throw MalformedInputException.of(
          "--inputs %s, array for '%s' %s".formatted(file, telling.name(), telling),
          "samples in the first axis",
          array.toString());
    }
    return Math.toIntExact(array.shape().dim(0));
  }

  /**
   * Whether the first axis is not that of the samples: where another input leaves their number
   * open, one that does not has none.
   */
  private static boolean isFixed(ValueInfo input, Tensor array, ValueInfo telling, int samples) {
    if (input.dims().isEmpty()) {
      return array.shape().rank() == 0;
    }
    return !isOpen(input)
        && array.shape().rank() > 0
        && input.dims().get(0) == array.shape().dim(0)
        && (array.shape().dim(0) != samples || isOpen(telling));
  }

  private static void requireFit(
      String file, ValueInfo input, Tensor array, int samples, boolean isFixed) {
    List<Long> dims = input.dims();
    int rank = array.shape().rank();
    boolean fits = isFixed || (rank > 0 && array.shape().dim(0) == samples);
    fits &= dims.size() == rank;
    for (int axis = 1; fits && axis < dims.size(); axis++) { // the first may be a batch
      fits = dims.get(axis) == ValueInfo.DYNAMIC || dims.get(axis) == array.shape().dim(axis);
    }
    if (!fits) {
      String taken = "what the model takes, " + input;
      throw MalformedInputException.of(
          "--inputs %s, array for '%s'".formatted(file, input.name()),
          isFixed ? taken : "%d samples of %s".formatted(samples, taken),
          array.toString());
    }
  }

  private static void requireOneBatch(String file, List<ValueInfo> inputs) {
    List<Long> own =
        inputs.stream()
            .filter(input -> !isOpen(input))
            .flatMap(input -> input.dims().stream().limit(1))
            .distinct()
            .toList();
    if (own.size() > 1) {
      throw new UnsupportedInputException(
          "--inputs %s: expected inputs that take equally many samples at a time, found %s"
              .formatted(file, described(inputs)));
    }
  }

  private static String described(List<ValueInfo> inputs) {
    return inputs.stream()
        .map(input -> "'%s' %s".formatted(input.name(), input))
        .collect(Collectors.joining(", "));
  }

  private static int[] labels(Path file, int samples) {
    Map<String, Tensor> found = NumpyFile.read(file);
    Tensor array = found.values().iterator().next();
    if (found.size() != 1) {
      throw MalformedInputException.of(
          "--labels " + file, "one array", found.size() + ": " + names(found));
    }
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

  /** Inputs of the model that are the same for all samples, by name. */
  public Map<String, Tensor> fixed() {
    return fixed;
  }

  @Override
  public String name() {
    return source.name();
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
    return new ArrayWorkload(source, arrays, fixed, labels, chosen);
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
    source.labelsSha256().ifPresent(digest -> data.put("labels_sha256", digest));
    data.put("images", size());
    data.put("inputs", source.inputs());
    return data;
  }
}
