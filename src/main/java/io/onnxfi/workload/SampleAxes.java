package io.onnxfi.workload;

import io.onnxfi.error.MalformedInputException;
import io.onnxfi.error.UnsupportedInputException;
import io.onnxfi.onnx.InterfaceEditor;
import io.onnxfi.onnx.OnnxModel;
import io.onnxfi.onnx.ValueInfo;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A model whose samples are not in the first axis of every input and output, such as a recurrent
 * one {@code [time, batch, features]}, as one whose samples are: a Transpose before an input or
 * behind an output moves them.
 *
 * @param inputs axis of the samples, above 0, by the input that has them there
 * @param outputs likewise; these get the name {@link #moved}
 */
public record SampleAxes(Map<ValueInfo, Integer> inputs, Map<ValueInfo, Integer> outputs)
    implements ModelView {
  /** Samples are in the first axis of everything. */
  public static final SampleAxes FIRST = new SampleAxes(Map.of(), Map.of());

  private static final List<String> SHORT = List.of("n", "b", "bs");

  /** Copies. */
  public SampleAxes {
    inputs = Collections.unmodifiableMap(new LinkedHashMap<>(inputs));
    outputs = Collections.unmodifiableMap(new LinkedHashMap<>(outputs));
  }

  /**
   * Where a model has its samples: as chosen, else where the model names an open axis {@code
   * batch}, {@code batch_size}, {@code N} or alike, both in an input and in an output, else first.
   *
   * @param name of the model, for messages
   * @throws io.onnxfi.error.OnnxFiException if there is no such axis, or the model takes several
   *     samples, but no other number, in one behind the first
   */
  public static SampleAxes of(String name, OnnxModel model, AxisChoice choice) {
    List<ValueInfo> outputs =
        model.outputNames().stream().flatMap(output -> model.output(output).stream()).toList();
    choice.requireNames(Stream.concat(model.tensorInputs().stream(), outputs.stream()).toList());
    Map<String, List<String>> named = model.axisNames();
    Optional<String> batch = batch(model, named);
    SampleAxes axes =
        new SampleAxes(
            moved(model.tensorInputs(), choice, named, batch),
            moved(outputs, choice, named, batch));
    axes.inputs.forEach((input, axis) -> requireOpen(name, input, axis));
    return axes;
  }

  private static Map<ValueInfo, Integer> moved(
      List<ValueInfo> values,
      AxisChoice choice,
      Map<String, List<String>> named,
      Optional<String> batch) {
    Map<ValueInfo, Integer> moved = new LinkedHashMap<>();
    for (ValueInfo value : values) {
      List<String> names = named.getOrDefault(value.name(), List.of());
      int axis = choice.of(value).orElseGet(() -> axis(names, batch));
      if (axis > 0) {
        moved.put(value, axis);
      }
    }
    return moved;
  }

  /** Where the name of the batch stands once; else the first axis. */
  private static int axis(List<String> names, Optional<String> batch) {
    return batch
        .filter(name -> Collections.frequency(names, name) == 1)
        .map(names::indexOf)
        .orElse(0);
  }

  /** The name of the batch, if just one name can be. */
  private static Optional<String> batch(OnnxModel model, Map<String, List<String>> named) {
    List<String> taken = model.tensorInputs().stream().map(ValueInfo::name).toList();
    List<String> both =
        names(named, taken).stream()
            .filter(names(named, model.outputNames())::contains)
            .filter(SampleAxes::isBatch)
            .toList();
    List<String> plain =
        both.stream().filter(name -> !SHORT.contains(name.toLowerCase(Locale.ROOT))).toList();
    List<String> best = plain.isEmpty() ? both : plain;
    return best.size() == 1 ? Optional.of(best.get(0)) : Optional.empty();
  }

  private static List<String> names(Map<String, List<String>> named, List<String> values) {
    return values.stream()
        .flatMap(value -> named.getOrDefault(value, List.of()).stream())
        .filter(name -> !name.isEmpty())
        .distinct()
        .toList();
  }

  private static boolean isBatch(String name) {
    String lower = name.toLowerCase(Locale.ROOT);
    return lower.contains("batch") || SHORT.contains(lower);
  }

  private static void requireOpen(String name, ValueInfo input, int axis) {
    if (input.dims().get(axis) > 1) {
      throw new UnsupportedInputException(
          "%s: expected any number of samples, or one, in axis %d of '%s' %s, found %d"
              .formatted(name, axis, input.name(), input, input.dims().get(axis)));
    }
  }

  /** Whether the model is taken as it is. */
  public boolean isPlain() {
    return inputs.isEmpty() && outputs.isEmpty();
  }

  /**
   * Requires that no fault strikes what the model computes: where the samples are in that is not
   * known.
   *
   * @param fault the value that one strikes
   * @throws MalformedInputException if samples were moved
   */
  public void requireNoneInside(String name, String fault) {
    if (!isPlain()) {
      throw MalformedInputException.of(
          name,
          "faults in weights only, as samples are not in the first axis (%s)".formatted(where()),
          "a fault in the activation '%s'".formatted(fault));
    }
  }

  /** What an output is called in this view. */
  public String moved(String output) {
    return outputs.keySet().stream().anyMatch(value -> value.name().equals(output))
        ? output + ".samples"
        : output;
  }

  @Override
  public OnnxModel applyTo(OnnxModel model) {
    if (isPlain()) {
      return model;
    }
    InterfaceEditor editor = new InterfaceEditor(model);
    inputs.forEach((input, axis) -> take(editor, input, axis));
    outputs.forEach(
        (output, axis) ->
            editor.replace(
                output.name(),
                "Transpose",
                Map.of("perm", order(output.dims().size(), axis)),
                first(moved(output.name()), output, axis)));
    return editor.build();
  }

  private static void take(InterfaceEditor editor, ValueInfo input, int axis) {
    long[] order = order(input.dims().size(), axis);
    long[] back = new long[order.length];
    for (int i = 0; i < order.length; i++) {
      back[(int) order[i]] = i;
    }
    ValueInfo turned = first("onnxfi." + input.name(), input, axis);
    editor.take(turned, "Transpose", Map.of("perm", back), input.name());
  }

  /** The axes of a value with one of them first. */
  private static long[] order(int rank, int axis) {
    long[] order = new long[rank];
    for (int i = 1; i < rank; i++) {
      order[i] = i <= axis ? i - 1 : i;
    }
    order[0] = axis;
    return order;
  }

  private static ValueInfo first(String name, ValueInfo value, int axis) {
    List<Long> dims = new ArrayList<>(value.dims());
    dims.add(0, dims.remove(axis));
    return new ValueInfo(name, value.type(), dims);
  }

  private String where() {
    return Stream.concat(inputs.entrySet().stream(), outputs.entrySet().stream())
        .map(
            value ->
                "axis %d of '%s' %s"
                    .formatted(value.getValue(), value.getKey().name(), value.getKey()))
        .collect(Collectors.joining(", "));
  }

  @Override
  public List<String> notes() {
    return isPlain()
        ? List.of()
        : List.of("the samples are in %s; arrays have them first".formatted(where()));
  }
}
