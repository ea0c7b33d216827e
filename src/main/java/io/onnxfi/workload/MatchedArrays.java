package io.onnxfi.workload;

import io.onnxfi.error.Excerpt;
import io.onnxfi.error.MalformedInputException;
import io.onnxfi.error.UnsupportedInputException;
import io.onnxfi.onnx.ValueInfo;
import io.onnxfi.tensor.ElementType;
import io.onnxfi.tensor.Tensor;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * Which array is for which input of a model.
 *
 * @param samples how many there are
 * @param arrays with the samples in their first axis, in the order of their inputs
 * @param fixed what is the same for all samples, by the name of its input
 * @param notes what was assumed, each one line
 */
record MatchedArrays(
    int samples, List<Tensor> arrays, Map<String, Tensor> fixed, List<String> notes) {
  private static final int SHOWN = 12;

  /**
   * Finds out.
   *
   * @param where the arrays are, for messages
   * @param found arrays by name
   * @throws io.onnxfi.error.OnnxFiException if they are none for these inputs, saying what these
   *     take
   */
  static MatchedArrays of(String where, Map<String, GivenArray> found, List<ValueInfo> inputs) {
    List<String> notes = new ArrayList<>();
    Map<String, GivenArray> named = byName(where, found, inputs, notes);
    Map<String, GivenArray> converted = new LinkedHashMap<>();
    for (ValueInfo input : inputs) {
      converted.put(input.name(), converted(where, input, named.get(input.name()), notes));
    }
    ValueInfo telling = telling(where, inputs);
    int samples = samples(where, telling, converted.get(telling.name()));
    Map<String, Tensor> fixed = new LinkedHashMap<>();
    List<Tensor> arrays = new ArrayList<>();
    List<ValueInfo> sampled = new ArrayList<>();
    for (ValueInfo input : inputs) {
      GivenArray array = converted.get(input.name());
      boolean isFixed = isFixed(input, array, telling, samples);
      requireFit(where, input, array, samples, isFixed);
      if (isFixed) {
        fixed.put(input.name(), array.tensor());
        notes.add("%s: '%s' %s is the same for all samples".formatted(where, input.name(), array));
      } else {
        arrays.add(array.tensor());
        sampled.add(input);
      }
    }
    requireOneBatch(where, sampled);
    return new MatchedArrays(samples, arrays, fixed, notes);
  }

  private static Map<String, GivenArray> byName(
      String where, Map<String, GivenArray> found, List<ValueInfo> inputs, List<String> notes) {
    List<String> names = inputs.stream().map(ValueInfo::name).toList();
    if (found.keySet().containsAll(names)) {
      Map<String, GivenArray> rest = new LinkedHashMap<>(found);
      rest.keySet().removeAll(names);
      if (!rest.isEmpty()) {
        notes.add("%s: no inputs of the model, not used: %s".formatted(where, names(rest)));
      }
      return found;
    }
    boolean unnamed = found.keySet().stream().allMatch(name -> name.matches("|arr_\\d+"));
    if (found.size() == names.size() && (unnamed || names.size() == 1)) {
      if (!unnamed) {
        notes.add("%s: %s is taken for '%s'".formatted(where, names(found), names.get(0)));
      }
      List<String> inOrder = // arr_2 before arr_10
          found.keySet().stream()
              .sorted(Comparator.comparing(String::length).thenComparing(Function.identity()))
              .toList();
      Map<String, GivenArray> named = new LinkedHashMap<>();
      for (int i = 0; i < names.size(); i++) {
        named.put(names.get(i), found.get(inOrder.get(i)));
      }
      return named;
    }
    throw MalformedInputException.of(
        where, "an array for each input of the model: " + described(inputs), names(found));
  }

  static String names(Map<String, ?> found) {
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
  private static GivenArray converted(
      String where, ValueInfo input, GivenArray array, List<String> notes) {
    ElementType to = input.type();
    ElementType from = array.type();
    if (from == to) {
      return array;
    }
    String place = "%s, array for '%s' %s".formatted(where, input.name(), input);
    if (array.isText() || to == ElementType.STRING) {
      throw MalformedInputException.of(place, to.label(), from.label());
    }
    Tensor target = ArrayConversion.of(place, array.tensor(), to);
    notes.add(
        "%s: '%s' is %s, given to the model as %s"
            .formatted(where, input.name(), from.label(), to.label()));
    return GivenArray.numbers(target);
  }

  /** The input that tells how many samples there are: the first that leaves that open, or else. */
  private static ValueInfo telling(String where, List<ValueInfo> inputs) {
    return inputs.stream()
        .filter(MatchedArrays::isOpen)
        .findFirst()
        .or(() -> inputs.stream().filter(input -> !input.dims().isEmpty()).findFirst())
        .or(() -> inputs.stream().findFirst())
        .orElseThrow(
            () ->
                new UnsupportedInputException(
                    "%s: expected a model with inputs, found one without any".formatted(where)));
  }

  private static boolean isOpen(ValueInfo input) {
    return !input.dims().isEmpty() && input.dims().get(0) == ValueInfo.DYNAMIC;
  }

  private static int samples(String where, ValueInfo telling, GivenArray array) {
    if (telling.dims().isEmpty()) {
      throw new UnsupportedInputException(
          "%s: expected inputs with an axis of samples, found '%s' %s without a shape"
              .formatted(where, telling.name(), telling.type().label()));
    }
    if (array.tensor().shape().rank() == 0 || array.tensor().shape().dim(0) == 0) {
      throw MalformedInputException.of(
          "%s, array for '%s' %s".formatted(where, telling.name(), telling),
          "samples in the first axis",
          array.toString());
    }
    return Math.toIntExact(array.tensor().shape().dim(0));
  }

  /**
   * Whether the first axis is not that of the samples: where another input leaves their number
   * open, one that does not has none.
   */
  private static boolean isFixed(
      ValueInfo input, GivenArray array, ValueInfo telling, int samples) {
    if (input.dims().isEmpty()) {
      return array.tensor().shape().rank() == 0;
    }
    return !isOpen(input)
        && array.tensor().shape().rank() > 0
        && input.dims().get(0) == array.tensor().shape().dim(0)
        && (array.tensor().shape().dim(0) != samples || isOpen(telling));
  }

  private static void requireFit(
      String where, ValueInfo input, GivenArray array, int samples, boolean isFixed) {
    List<Long> dims = input.dims();
    int rank = array.tensor().shape().rank();
    boolean fits = isFixed || (rank > 0 && array.tensor().shape().dim(0) == samples);
    fits &= dims.size() == rank;
    for (int axis = 1; fits && axis < dims.size(); axis++) { // the first may be a batch
      fits =
          dims.get(axis) == ValueInfo.DYNAMIC || dims.get(axis) == array.tensor().shape().dim(axis);
    }
    if (!fits) {
      String taken = "what the model takes, " + input;
      throw MalformedInputException.of(
          "%s, array for '%s'".formatted(where, input.name()),
          isFixed ? taken : "%d samples of %s".formatted(samples, taken),
          array.toString());
    }
  }

  private static void requireOneBatch(String where, List<ValueInfo> inputs) {
    List<Long> own =
        inputs.stream()
            .filter(input -> !isOpen(input))
            .flatMap(input -> input.dims().stream().limit(1))
            .distinct()
            .toList();
    if (own.size() > 1) {
      throw new UnsupportedInputException(
          "%s: expected inputs that take equally many samples at a time, found %s"
              .formatted(where, described(inputs)));
    }
  }

  private static String described(List<ValueInfo> inputs) {
    return inputs.stream()
        .map(input -> "'%s' %s".formatted(input.name(), input))
        .collect(Collectors.joining(", "));
  }
}
