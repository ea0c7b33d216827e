package io.onnxfi.backend.djl;

import io.onnxfi.onnx.ComputedValues;
import io.onnxfi.onnx.OnnxModel;
import io.onnxfi.tensor.ElementType;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** The types of a graph's values, as far as they are known before it runs. */
final class ValueTypes {
  private final OnnxModel model;
  private final Optional<ValueTypes> outside;
  private Map<String, ElementType> types;

  /**
   * Those of a graph.
   *
   * @param outside those of the graph around it, if it is a body
   */
  ValueTypes(OnnxModel model, Optional<ValueTypes> outside) {
    this.model = model;
    this.outside = outside;
  }

  /** The type of a value; inferred for the whole graph when somebody asks. */
  Optional<ElementType> of(String value) {
    if (types == null) {
      types = new HashMap<>();
      ComputedValues.of(model)
          .values()
          .forEach(known -> known.type().ifPresent(type -> types.put(known.name(), type)));
      model.inputs().forEach(input -> types.put(input.name(), input.type()));
      model.initializers().forEach(constant -> types.put(constant.name(), constant.type()));
      new Constants(model, Optional.empty())
          .ofNodes()
          .forEach((name, tensor) -> types.put(name, tensor.type()));
    }
    return Optional.ofNullable(types.get(value))
        .or(() -> outside.flatMap(around -> around.of(value)));
  }
}
