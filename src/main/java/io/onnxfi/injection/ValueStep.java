package io.onnxfi.injection;

import io.onnxfi.fault.model.Changes;
import io.onnxfi.onnx.GraphEditor;
import io.onnxfi.tensor.ElementType;
import io.onnxfi.tensor.Shape;
import io.onnxfi.tensor.Tensor;
import java.util.ArrayList;
import java.util.List;
import java.util.function.LongPredicate;
import java.util.stream.LongStream;

/** What happens to the elements of a value at once, in every image alike, as nodes of a graph. */
sealed interface ValueStep permits BitStep, SumStep {
  /** Whether an element of an image is changed. */
  boolean changes(long element);

  /** The first version of the standard operator set that has the nodes. */
  int opset();

  /** The node that needs this version, for messages. */
  String newest();

  /**
   * Adds the nodes, behind the one that computes the value.
   *
   * @param position of that node
   * @param input the value before
   * @param output the value after
   * @throws io.onnxfi.error.UnsupportedInputException if no operators change elements of the type
   */
  void addTo(GraphEditor editor, int position, String input, String output);

  /**
   * The steps that changes come down to; none where they undo each other.
   *
   * @param edits of one value, in their order
   * @param image shape of one image's part of it
   */
  static List<ValueStep> of(List<ValueEdit> edits, ElementType type, Shape image) {
    List<ValueStep> steps = new ArrayList<>();
    Changes sorted =
        new Changes() {
          @Override
          public void bits(long position, long kept, long inverted) {
            if (last() instanceof BitStep step) {
              step.put(position, kept, inverted);
            } else {
              BitStep step = new BitStep(type, image);
              step.put(position, kept, inverted);
              steps.add(step);
            }
          }

          @Override
          public void add(long position, double amount) {
            if (amount == 0) {
              return; // an element keeps its bits
            }
            if (!(last() instanceof SumStep step && step.put(position, amount))) {
              SumStep step = new SumStep(type, image);
              step.put(position, amount);
              steps.add(step);
            }
          }

          private ValueStep last() {
            return steps.isEmpty() ? null : steps.get(steps.size() - 1);
          }
        };
    edits.forEach(edit -> edit.changes().tell(sorted));
    steps.removeIf(step -> elements(List.of(step), image) == 0);
    return steps;
  }

  /** How many elements of an image some steps change together. */
  static long elements(List<ValueStep> steps, Shape image) {
    return LongStream.range(0, image.size())
        .filter(element -> steps.stream().anyMatch(step -> step.changes(element)))
        .count();
  }

  /** A constant that is true for some elements of an image. */
  static String mask(GraphEditor editor, String name, Shape image, LongPredicate chosen) {
    Tensor mask = Tensor.allocate(ElementType.BOOL, image);
    for (long i = 0; i < image.size(); i++) {
      mask.putBits(i, chosen.test(i) ? 1 : 0);
    }
    return editor.constant(editor.free(name), mask);
  }
}
