package io.onnxfi.attribution;

import io.onnxfi.backend.Backend;
import io.onnxfi.backend.Session;
import io.onnxfi.error.UnsupportedInputException;
import io.onnxfi.onnx.Dataflow;
import io.onnxfi.onnx.EditSet;
import io.onnxfi.onnx.GraphPart;
import io.onnxfi.onnx.Initializer;
import io.onnxfi.onnx.Node;
import io.onnxfi.onnx.OnnxModel;
import io.onnxfi.onnx.SparseEdit;
import io.onnxfi.onnx.TensorEdit;
import io.onnxfi.onnx.ValueInfo;
import io.onnxfi.precision.Precision;
import io.onnxfi.tensor.ElementType;
import io.onnxfi.tensor.Shape;
import io.onnxfi.tensor.Tensor;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/** One operator of a graph as a model of its own, in both frameworks. */
final class OperatorPair implements AutoCloseable {
  private static final int SIGN = 31;
  private static final int RUNNING_MEAN = 3;
  private static final int RUNNING_VARIANCE = 4;

  private final Node node;
  private final GraphPart part;
  private final RoundingError rounding;
  private final Session left;
  private final Optional<Session> right;
  private final Optional<Session> magnitudes;

  /**
   * Opens the operator.
   *
   * @param given descriptions of the values it reads
   * @param wanted descriptions of the values it makes that are used
   */
  OperatorPair(
      Dataflow flow,
      Node node,
      List<ValueInfo> given,
      List<ValueInfo> wanted,
      Backend leftBackend,
      Backend rightBackend) {
    this.node = node;
    this.part = flow.between(given, wanted, Set.of());
    this.rounding = RoundingError.of(node, flow);
    this.left = leftBackend.open(part.model());
    this.right = tryOpen(rightBackend, part.model());
    this.magnitudes =
        rounding == RoundingError.SUM ? tryOpen(leftBackend, magnitudes()) : Optional.empty();
  }

  private static Optional<Session> tryOpen(Backend backend, OnnxModel model) {
    try {
      return Optional.of(backend.open(model));
    } catch (UnsupportedInputException e) {
      return Optional.empty(); // as a part it may take integers, which only move data
    }
  }

  /** As {@code MaxPool 'pool1'}. */
  String name() {
    String name = node.name().isEmpty() ? node.outputs().get(0) : node.name();
    return "%s '%s'".formatted(node.opType(), name);
  }

  /** Names of the values it reads, in order. */
  List<String> inputs() {
    return part.inputs();
  }

  /** Names of the values it makes, in order. */
  List<String> outputs() {
    return part.outputs();
  }

  /** Whether both frameworks can run it by itself. */
  boolean isComparable() {
    return right.isPresent();
  }

  List<Tensor> runLeft(Optional<EditSet> edit, List<Tensor> values) {
    return run(left, edit, values);
  }

  Tensor runRight(Optional<EditSet> edit, List<Tensor> values) {
    return run(right.orElseThrow(), edit, values).get(0);
  }

  private List<Tensor> run(Session session, Optional<EditSet> edit, List<Tensor> values) {
    EditSet here =
        edit.orElse(EditSet.NONE).among(name -> part.model().initializer(name).isPresent());
    if (here.isEmpty()) {
      return session.run(values);
    }
    try (Session edited = session.edited(here)) {
      return edited.run(values);
    }
  }

  /**
   * How far the results may be apart.
   *
   * @param values what the operator read
   * @param result what it made, {@code [rows, …]}
   * @throws UnsupportedInputException if there are graphs within it: they may round in any way
   */
  Bound bound(Optional<EditSet> edit, List<Tensor> values, float[] result, int rows) {
    if (rounding == RoundingError.NONE) {
      return Bound.EXACT;
    }
    if (node.hasBodies()) {
      throw new UnsupportedInputException(
          "the frameworks differ within %s, of whose rounding no bound is known".formatted(name()));
    }
    long steps = RoundingError.steps(node, shapes(values));
    if (magnitudes.isEmpty()) {
      return Bound.ofFunction(node, values.get(0), steps, rows, result);
    }
    List<Tensor> absolute = values.stream().map(OperatorPair::absolute).toList();
    List<Tensor> sums = run(magnitudes.get(), edit.map(this::absolute), absolute);
    return Bound.ofSums(steps, sums.get(0).toFloatArray());
  }

  private List<Shape> shapes(List<Tensor> values) {
    return node.inputs().stream()
        .filter(name -> !name.isEmpty())
        .map(
            name -> {
              int fed = part.inputs().indexOf(name);
              return fed >= 0
                  ? values.get(fed).shape()
                  : part.model()
                      .initializer(Precision.operand(name))
                      .map(Initializer::shape)
                      .orElse(Shape.of(1));
            })
        .toList();
  }

  /**
   * The operator on magnitudes: every factor without its sign, so that it adds up the magnitudes of
   * its terms; a running mean is subtracted and so gets the negative sign.
   */
  private OnnxModel magnitudes() {
    OnnxModel model = part.model();
    for (Initializer initializer : part.model().initializers()) {
      String name = initializer.name();
      if (initializer.type() == ElementType.FLOAT && !isVariance(name)) {
        Tensor values = absolute(model.tensor(name));
        model = model.withTensor(name, isMean(name) ? negated(values) : values);
      }
    }
    return model;
  }

  private EditSet absolute(EditSet edits) {
    return new EditSet(edits.edits().stream().map(this::absolute).toList());
  }

  private TensorEdit absolute(TensorEdit edit) {
    long sign = 1L << SIGN;
    String name = edit.tensor();
    SortedMap<Long, Long> elements = new TreeMap<>();
    edit.forEach(
        (position, bits) -> {
          long positive = isVariance(name) ? bits : bits & ~sign;
          elements.put(position, isMean(name) ? positive | sign : positive);
        });
    return SparseEdit.of(name, elements);
  }

  private boolean isMean(String name) {
    return isStatistic(name, RUNNING_MEAN);
  }

  private boolean isVariance(String name) {
    return isStatistic(name, RUNNING_VARIANCE);
  }

  private boolean isStatistic(String name, int input) {
    return node.opType().equals("BatchNormalization")
        && node.input(input).filter(name::equals).isPresent();
  }

  private static Tensor absolute(Tensor tensor) {
    float[] values = tensor.toFloatArray();
    for (int i = 0; i < values.length; i++) {
      values[i] = Math.abs(values[i]);
    }
    return Tensor.ofFloats(tensor.shape(), values);
  }

  private static Tensor negated(Tensor tensor) {
    float[] values = tensor.toFloatArray();
    for (int i = 0; i < values.length; i++) {
      values[i] = -values[i];
    }
    return Tensor.ofFloats(tensor.shape(), values);
  }

  @Override
  public void close() {
    left.close();
    right.ifPresent(Session::close);
    magnitudes.ifPresent(Session::close);
  }
}
