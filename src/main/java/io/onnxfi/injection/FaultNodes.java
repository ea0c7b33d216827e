package io.onnxfi.injection;

import io.onnxfi.error.UnsupportedInputException;
import io.onnxfi.onnx.ComputedValues;
import io.onnxfi.onnx.ComputedValues.Value;
import io.onnxfi.onnx.Dataflow;
import io.onnxfi.onnx.GraphEditor;
import io.onnxfi.onnx.LaterOpset;
import io.onnxfi.onnx.OnnxModel;
import io.onnxfi.tensor.ElementType;
import io.onnxfi.tensor.Shape;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * Faults in activations as nodes of the graph: behind the node that computes a value stand nodes
 * that change it, in every image alike, and give it on under its name. So all that read the value,
 * bodies of {@code If} and {@code Loop} and the outputs of the model included, get it with the
 * fault.
 *
 * @param model with the faults
 * @param changes how many elements of which value, a line each
 * @param notes what else had to change, a line each
 */
record FaultNodes(OnnxModel model, List<String> changes, List<String> notes) {
  FaultNodes {
    changes = List.copyOf(changes);
    notes = List.copyOf(notes);
  }

  /**
   * Puts faults into a model.
   *
   * @param where the model comes from, for messages
   * @param edits of values whose shapes are known, which change every image
   * @throws io.onnxfi.error.UnsupportedInputException if no operators do what the faults do, or the
   *     nodes need an operator set to which the model cannot be taken
   */
  static FaultNodes into(OnnxModel model, String where, List<ValueEdit> edits) {
    if (edits.isEmpty()) {
      return new FaultNodes(model, List.of(), List.of());
    }
    Map<String, List<ValueEdit>> byValue =
        edits.stream()
            .collect(Collectors.groupingBy(ValueEdit::value, TreeMap::new, Collectors.toList()));
    ComputedValues computed = ComputedValues.of(model);
    Map<String, List<ValueStep>> steps = new TreeMap<>();
    List<String> changes = new ArrayList<>();
    byValue.forEach(
        (name, own) -> {
          Value value = computed.find(name).get(0);
          ElementType type = value.type().orElseThrow();
          Shape image = value.image().orElseThrow();
          List<ValueStep> done = ValueStep.of(own, type, image);
          steps.put(name, done);
          changes.add(ChangeText.ofValue(name, done, image));
        });
    List<String> notes = new ArrayList<>();
    Optional<ValueStep> newest =
        steps.values().stream()
            .flatMap(List::stream)
            .max(Comparator.comparingInt(ValueStep::opset));
    OnnxModel later = model;
    if (newest.isPresent() && newest.get().opset() > model.opset()) {
      int opset = newest.get().opset();
      later = LaterOpset.atLeast(model, opset, where, newest.get().newest());
      notes.add(
          "%s: opset raised from %d to %d, which %s needs"
              .formatted(where, model.opset(), opset, newest.get().newest()));
    }
    GraphEditor editor = new GraphEditor(later);
    Dataflow flow = new Dataflow(later);
    steps.forEach(
        (name, own) -> addTo(editor, where, flow.producer(name).orElseThrow(), name, own));
    OnnxModel faulty = editor.build();
    faulty.requireSound(where);
    return new FaultNodes(faulty, changes, notes);
  }

  private static void addTo(
      GraphEditor editor, String where, int position, String name, List<ValueStep> steps) {
    if (steps.isEmpty()) {
      return;
    }
    String now = editor.free(name + "/fault-free");
    editor.rename(position, name, now);
    for (int i = 0; i < steps.size(); i++) {
      boolean isLast = i == steps.size() - 1;
      String next = isLast ? name : editor.free(name + "/fault" + (i + 1));
      try {
        steps.get(i).addTo(editor, position, now, next);
      } catch (UnsupportedInputException e) {
        throw new UnsupportedInputException(
            "%s: activation %s: %s".formatted(where, name, e.getMessage()), e);
      }
      now = next;
    }
  }
}
