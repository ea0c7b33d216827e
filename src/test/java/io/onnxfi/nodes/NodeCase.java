package io.onnxfi.nodes;

import io.onnxfi.backend.Backend;
import io.onnxfi.backend.Session;
import io.onnxfi.error.OnnxFiException;
import io.onnxfi.onnx.CheckedOutputs;
import io.onnxfi.onnx.Node;
import io.onnxfi.onnx.OnnxModel;
import io.onnxfi.onnx.PlainInputs;
import io.onnxfi.onnx.TestValue;
import io.onnxfi.onnx.TestValueFile;
import io.onnxfi.tensor.ElementValues;
import io.onnxfi.tensor.Shape;
import io.onnxfi.tensor.Tensor;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * One of ONNX's tests of operators: a model, its inputs, and what it yields.
 *
 * @param folder with {@code model.onnx} and {@code test_data_set_*}
 */
record NodeCase(Path folder) {
  private static final double RELATIVE = 1e-3;
  private static final double ABSOLUTE = 1e-5;

  /** How a case ends. */
  enum Verdict {
    PASSED,
    /** In one line, before anything is wrong. */
    REFUSED,
    /** Another number, shape or type. */
    WRONG,
    /** With anything else than a refusal. */
    CRASHED
  }

  /**
   * The end of a case.
   *
   * @param why in words, if it did not pass
   */
  record Result(String name, List<String> operators, Verdict verdict, String why) {}

  String name() {
    return folder.getFileName().toString();
  }

  /** Runs it. */
  Result run(Backend backend) {
    List<String> operators = List.of();
    try {
      OnnxModel model = OnnxModel.load(folder.resolve("model.onnx"));
      operators = model.nodes().stream().map(Node::opType).distinct().sorted().toList();
      for (int set = 0; Files.isDirectory(set(set)); set++) {
        Trial trial = Trial.of(model, set(set));
        try (Session session = backend.open(trial.model)) {
          Optional<String> difference = difference(trial.expected, session.run(trial.inputs));
          if (difference.isPresent()) {
            return new Result(name(), operators, Verdict.WRONG, difference.get());
          }
        }
      }
      return new Result(name(), operators, Verdict.PASSED, "");
    } catch (OnnxFiException e) {
      return new Result(name(), operators, Verdict.REFUSED, e.getMessage());
    } catch (RuntimeException | Error e) {
      StackTraceElement[] trace = e.getStackTrace();
      return new Result(
          name(), operators, Verdict.CRASHED, e + (trace.length > 0 ? " at " + trace[0] : ""));
    }
  }

  /** How two frameworks differ on the first inputs, if they do. */
  Optional<String> difference(Backend one, Backend other) {
    Trial trial = Trial.of(OnnxModel.load(folder.resolve("model.onnx")), set(0));
    try (Session first = one.open(trial.model);
        Session second = other.open(trial.model)) {
      return difference(first.run(trial.inputs), second.run(trial.inputs));
    }
  }

  private Path set(int set) {
    return folder.resolve("test_data_set_" + set);
  }

  /** A model of tensors of numbers, what it takes and what it should yield. */
  private record Trial(OnnxModel model, List<Tensor> inputs, List<Tensor> expected) {
    static Trial of(OnnxModel model, Path folder) {
      List<String> texts = new ArrayList<>();
      Map<String, Tensor> given =
          TestValue.plain(TestValueFile.read(model, folder, "input_"), texts);
      Map<String, Shape> shapes = new HashMap<>();
      given.forEach((name, tensor) -> shapes.put(name, tensor.shape()));
      PlainInputs inputs = PlainInputs.of(model, shapes);
      CheckedOutputs.Checked checked =
          CheckedOutputs.of(
              inputs.applyTo(model, texts), TestValueFile.read(model, folder, "output_"));
      return new Trial(
          checked.model(),
          inputs.arrays().stream().map(array -> given.get(array.name())).toList(),
          checked.expected());
    }
  }

  private static Optional<String> difference(List<Tensor> expected, List<Tensor> found) {
    if (expected.size() != found.size()) {
      return Optional.of("%d outputs, not %d".formatted(found.size(), expected.size()));
    }
    for (int i = 0; i < expected.size(); i++) {
      Tensor e = expected.get(i);
      Tensor f = found.get(i);
      if (!e.toString().equals(f.toString())) {
        return Optional.of("output %d: expected %s, found %s".formatted(i, e, f));
      }
      for (long place = 0; place < e.shape().size(); place++) {
        if (differs(e, f, place)) {
          return Optional.of(
              "output %d, element %d: expected %s, found %s"
                  .formatted(i, place, value(e, place), value(f, place)));
        }
      }
    }
    return Optional.empty();
  }

  private static boolean differs(Tensor expected, Tensor found, long place) {
    if (!expected.type().isFloatingPoint()) {
      return expected.bits(place) != found.bits(place);
    }
    double e = value(expected, place);
    double f = value(found, place);
    if (Double.isNaN(e) || Double.isInfinite(e)) {
      return Double.compare(e, f) != 0;
    }
    return !(Math.abs(e - f) <= ABSOLUTE + RELATIVE * Math.abs(e));
  }

  private static double value(Tensor tensor, long place) {
    return ElementValues.value(tensor.type(), tensor.bits(place));
  }
}
