package io.onnxfi.backend.djl;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.AbstractBlock;
import ai.djl.nn.Parameter;
import ai.djl.training.ParameterStore;
import ai.djl.util.PairList;
import io.onnxfi.onnx.Initializer;
import io.onnxfi.onnx.Node;
import io.onnxfi.onnx.OnnxModel;
import io.onnxfi.tensor.ElementType;
import io.onnxfi.tensor.Tensor;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;

/**
 * An ONNX graph as a DJL block on the PyTorch engine.
 *
 * <p>Every float initializer is a parameter of the block, under its own name, unless an operator
 * needs it before it runs (a dropout ratio); initializers of other types are arrays beside them.
 * All parameters are trainable but the running statistics of batch normalisation, which learn by
 * averaging. The same block serves inference, training and everything that reads gradients.
 */
public final class OnnxBlock extends AbstractBlock {
  private static final byte VERSION = 1;
  private static final int RUNNING_MEAN_INPUT = 3;

  private final GraphPlan plan;
  private final Map<String, Parameter> byName = new LinkedHashMap<>();
  private final Map<String, NDArray> others = new HashMap<>();

  /**
   * A block with the model's values in arrays of {@code manager}.
   *
   * @throws io.onnxfi.error.UnsupportedInputException naming an operator, its opset and its node if
   *     the graph cannot be run
   */
  public OnnxBlock(OnnxModel model, NDManager manager) {
    super(VERSION);
    this.plan = new GraphPlan(model, manager);
    Set<String> statistics = runningStatistics(model);
    for (Initializer initializer : model.initializers()) {
      String name = initializer.name();
      if (plan.constants().isFrozen(name)) {
        continue;
      }
      NDArray array = EngineTensors.copy(manager, model.tensor(name));
      if (initializer.type() == ElementType.FLOAT) {
        boolean learnsByGradient = !statistics.contains(name);
        Parameter parameter =
            Parameter.builder()
                .setName(name)
                .setType(learnsByGradient ? Parameter.Type.OTHER : Parameter.Type.RUNNING_MEAN)
                .optRequiresGrad(learnsByGradient)
                .build();
        array.setName(name);
        parameter.setArray(array);
        byName.put(name, addParameter(parameter));
      } else {
        others.put(name, array);
      }
    }
  }

  private static Set<String> runningStatistics(OnnxModel model) {
    Set<String> names = new HashSet<>();
    for (Node node : model.nodes()) {
      if (node.opType().equals("BatchNormalization")) {
        node.input(RUNNING_MEAN_INPUT).ifPresent(names::add);
        node.input(RUNNING_MEAN_INPUT + 1).ifPresent(names::add);
      }
    }
    return names;
  }

  @Override
  protected NDList forwardInternal(
      ParameterStore store, NDList inputs, boolean training, PairList<String, Object> params) {
    return forward(store, inputs, training, ValueHook.NONE);
  }

  /**
   * The outputs, with other values than those that were computed on the way.
   *
   * @param training whether dropout drops and batch normalisation learns
   */
  public NDList forward(ParameterStore store, NDList inputs, boolean training, ValueHook hook) {
    Pass pass = training ? Pass.TRAINING : Pass.GRADIENT;
    return run(inputs, p -> store.getValue(p, inputs.head().getDevice(), training), pass, hook);
  }

  /** The outputs with the parameters as they are, outside any training. */
  NDList infer(NDList inputs) {
    return run(inputs, null, Pass.INFERENCE, ValueHook.NONE);
  }

  /** The same, with other values than those that were computed on the way, and gradients. */
  NDList derive(NDList inputs, ValueHook hook) {
    return run(inputs, null, Pass.GRADIENT, hook);
  }

  private NDList run(NDList inputs, Function<Parameter, NDArray> store, Pass pass, ValueHook hook) {
    Map<String, NDArray> held = new HashMap<>(others);
    byName.forEach(
        (name, parameter) ->
            held.put(name, store == null ? parameter.getArray() : store.apply(parameter)));
    return plan.run(inputs, held, pass, hook);
  }

  /** The live array of an initializer; null if there is none of that name. */
  NDArray live(String initializer) {
    Parameter parameter = byName.get(initializer);
    return parameter == null ? others.get(initializer) : parameter.getArray();
  }

  /** The model with the values that the parameters have now. */
  public OnnxModel export(OnnxModel model) {
    OnnxModel trained = model;
    for (Map.Entry<String, Parameter> entry : byName.entrySet()) {
      NDArray array = entry.getValue().getArray();
      io.onnxfi.tensor.Shape shape = io.onnxfi.tensor.Shape.of(array.getShape().getShape());
      Tensor values = Tensor.of(ElementType.FLOAT, shape, array.toByteBuffer());
      trained = trained.withTensor(entry.getKey(), values);
    }
    return trained;
  }

  /** Found by running the graph once on zeros. */
  @Override
  public Shape[] getOutputShapes(Shape[] inputShapes) {
    NDArray any = byName.values().iterator().next().getArray();
    try (NDManager scratch = any.getManager().newSubManager()) {
      NDList zeros = new NDList();
      for (Shape shape : inputShapes) {
        zeros.add(scratch.zeros(shape));
      }
      return infer(zeros).stream().map(NDArray::getShape).toArray(Shape[]::new);
    }
  }
}
