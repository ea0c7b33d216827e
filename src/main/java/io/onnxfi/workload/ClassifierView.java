package io.onnxfi.workload;

import io.onnxfi.error.MalformedInputException;
import io.onnxfi.error.UnsupportedInputException;
import io.onnxfi.onnx.InterfaceEditor;
import io.onnxfi.onnx.Node;
import io.onnxfi.onnx.OnnxModel;
import io.onnxfi.onnx.ValueInfo;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * A model as a classifier of images: takes {@code [n, channels, height, width]}, yields scores
 * {@code [n, classes]}. Where the model is of another form, a few nodes that only move, compare or
 * name values are added around it.
 *
 * @param output that is judged, if the model has several
 * @param channelsLast whether the model takes {@code [n, height, width, channels]}
 * @param reading how the output is read as scores
 * @param classes of the data set
 */
public record ClassifierView(
    Optional<ValueInfo> output, boolean channelsLast, Reading reading, int classes)
    implements ModelView {
  /** What is said where a model takes images so. */
  public static final String CHANNELS_LAST =
      "images are given with their channels last, as the model takes them";

  private static final int IMAGE_AXES = 4;

  /**
   * The view of a model; nothing is refused that is checked elsewhere.
   *
   * @param name of the model, for messages
   * @param wanted name of the output to judge, if one was chosen
   * @param channels of the images
   * @param classes of the data set
   * @throws MalformedInputException if there is no such output
   * @throws UnsupportedInputException if there are several and none was chosen
   */
  public static ClassifierView of(
      String name, OnnxModel model, Optional<String> wanted, int channels, int classes) {
    ValueInfo output = chosen(name, model, wanted);
    return new ClassifierView(
        model.outputNames().size() > 1 ? Optional.of(output) : Optional.empty(),
        hasChannelsLast(model, channels),
        reading(model, output),
        classes);
  }

  /**
   * The output that is judged.
   *
   * @param name of the model, for messages
   * @param wanted its name, if one was chosen
   * @throws MalformedInputException if there is no such output
   * @throws UnsupportedInputException if there are several and none was chosen
   */
  public static ValueInfo chosen(String name, OnnxModel model, Optional<String> wanted) {
    List<String> names = model.outputNames();
    wanted.ifPresent(output -> requireOutput(name, model, output));
    if (wanted.isEmpty() && names.size() != 1) {
      throw new UnsupportedInputException(
          "%s: expected one output of scores, found %d outputs: %s; --output NAME chooses one"
              .formatted(name, names.size(), listed(model, names)));
    }
    String chosen = wanted.orElseGet(() -> names.get(0));
    return model
        .output(chosen)
        .filter(output -> output.type().isNumeric())
        .orElseThrow(
            () ->
                new UnsupportedInputException(
                    "%s: expected an output of numbers, found %s"
                        .formatted(name, listed(model, List.of(chosen)))));
  }

  /**
   * The outputs whose numbers are judged.
   *
   * @param name of the model, for messages
   * @param wanted the name of one, if it was chosen; else all are
   * @throws io.onnxfi.error.OnnxFiException if there is no such output, or one is no numbers
   */
  public static List<String> numeric(String name, OnnxModel model, Optional<String> wanted) {
    wanted.ifPresent(output -> requireOutput(name, model, output));
    List<String> names = wanted.map(List::of).orElseGet(model::outputNames);
    List<String> others = names.stream().filter(output -> !model.mayYieldNumbers(output)).toList();
    if (!others.isEmpty()) {
      throw new UnsupportedInputException(
          "%s: expected numbers in its outputs, found %s%s"
              .formatted(
                  name,
                  listed(model, others),
                  model.outputNames().size() > 1 ? "; --output NAME chooses another" : ""));
    }
    return names;
  }

  private static void requireOutput(String name, OnnxModel model, String wanted) {
    List<String> names = model.outputNames();
    if (!names.contains(wanted)) {
      throw MalformedInputException.of(
          "--output",
          "an output of %s: %s".formatted(name, listed(model, names)),
          "'" + wanted + "'");
    }
  }

  private static String listed(OnnxModel model, List<String> names) {
    return names.stream()
        .map(
            output ->
                "'%s' %s"
                    .formatted(
                        output,
                        model.output(output).map(ValueInfo::toString).orElse("(no tensor)")))
        .collect(Collectors.joining(", "));
  }

  /** Whether a model of one input takes images with their channels last. */
  public static boolean hasChannelsLast(OnnxModel model, int channels) {
    List<ValueInfo> inputs = model.inputs();
    if (inputs.size() != 1 || inputs.get(0).dims().size() != IMAGE_AXES) {
      return false;
    }
    List<Long> dims = inputs.get(0).dims();
    return dims.get(1) != channels
        && dims.get(IMAGE_AXES - 1) == channels
        && isSpatial(dims.get(1));
  }

  /** Images of one, three or four pixels are none. */
  private static boolean isSpatial(long extent) {
    return extent == ValueInfo.DYNAMIC || extent > 4;
  }

  static Reading reading(OnnxModel model, ValueInfo output) {
    List<Long> dims = output.dims();
    if (!output.type().isFloatingPoint() && output.type().isNumeric() && isColumn(dims)) {
      return Reading.CLASS_NUMBER;
    }
    if (!output.type().isReal()) {
      return Reading.SCORES;
    }
    if (isColumn(dims)) {
      return isSigmoid(model, output.name()) ? Reading.PROBABILITY : Reading.LOGIT;
    }
    boolean isFlat = dims.size() > 2 && dims.subList(2, dims.size()).stream().allMatch(d -> d == 1);
    return isFlat && dims.get(1) > 1 ? Reading.MAPS_OF_ONE : Reading.SCORES;
  }

  /** One number per image: {@code [n]}, {@code [n, 1]}, {@code [n, 1, 1, 1]}. */
  private static boolean isColumn(List<Long> dims) {
    return !dims.isEmpty() && dims.subList(1, dims.size()).stream().allMatch(d -> d == 1);
  }

  /** Whether the value comes from a Sigmoid, perhaps by way of nodes that only move it. */
  private static boolean isSigmoid(OnnxModel model, String value) {
    Map<String, Node> makers = new LinkedHashMap<>();
    model.nodes().forEach(node -> node.outputs().forEach(output -> makers.put(output, node)));
    Node maker = makers.get(value);
    while (maker != null
        && List.of("Reshape", "Flatten", "Squeeze", "Identity").contains(maker.opType())) {
      maker = makers.get(maker.inputs().get(0));
    }
    return maker != null && maker.opType().equals("Sigmoid");
  }

  /** Whether the model is taken as it is. */
  public boolean isPlain() {
    return output.isEmpty() && !channelsLast && reading == Reading.SCORES;
  }

  @Override
  public OnnxModel applyTo(OnnxModel model) {
    if (isPlain()) {
      return model;
    }
    InterfaceEditor editor = new InterfaceEditor(model);
    ValueInfo judged = output.orElseGet(() -> model.outputs().get(0));
    editor.keepOutputs(List.of(judged.name()));
    if (channelsLast) {
      turn(editor, model.inputs().get(0));
    }
    reading.apply(editor, judged, classes);
    return editor.build();
  }

  /** A model of images with their channels last as one of images with their channels first. */
  public static OnnxModel channelsFirst(OnnxModel model) {
    InterfaceEditor editor = new InterfaceEditor(model);
    turn(editor, model.inputs().get(0));
    return editor.build();
  }

  private static void turn(InterfaceEditor editor, ValueInfo input) {
    List<Long> dims = input.dims();
    ValueInfo turned =
        new ValueInfo(
            "onnxfi.images",
            input.type(),
            List.of(dims.get(0), dims.get(3), dims.get(1), dims.get(2)));
    editor.take(turned, "Transpose", Map.of("perm", new long[] {0, 2, 3, 1}), input.name());
  }

  @Override
  public List<String> notes() {
    List<String> notes = new ArrayList<>();
    output.ifPresent(value -> notes.add("output '%s' is judged".formatted(value.name())));
    if (channelsLast) {
      notes.add(CHANNELS_LAST);
    }
    if (reading != Reading.SCORES) {
      notes.add("its output is read as " + reading);
    }
    return notes;
  }
}
