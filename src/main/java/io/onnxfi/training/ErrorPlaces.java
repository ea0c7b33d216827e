package io.onnxfi.training;

import io.onnxfi.error.MalformedInputException;
import io.onnxfi.error.UnsupportedInputException;
import io.onnxfi.onnx.ComputedValues;
import io.onnxfi.onnx.OnnxModel;
import io.onnxfi.onnx.ValueInfo;
import io.onnxfi.onnx.Weight;
import io.onnxfi.onnx.WeightInput;
import io.onnxfi.onnx.WeightTable;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Where {@link OutputErrors} are: the inputs of a model, and what its convolutions and its products
 * with a weight give on, with their bias. Of a weight that is used several times, the first.
 *
 * @param numbers of those that were chosen, by the name of the value; counted over all places, in
 *     the order of the graph, so that they do not depend on the choice
 * @param layers what each is called by, in the same order
 */
record ErrorPlaces(Map<String, Integer> numbers, List<String> layers) {
  private static final Set<WeightInput> PRODUCTS =
      Set.of(WeightInput.CONVOLUTION, WeightInput.LINEAR);
  private static final int SHOWN = 5;

  /** Copies. */
  ErrorPlaces {
    numbers = Map.copyOf(numbers);
    layers = List.copyOf(layers);
  }

  /**
   * Those of a model.
   *
   * @throws MalformedInputException if none is chosen
   * @throws UnsupportedInputException if there are no such layers
   */
  static ErrorPlaces of(OnnxModel model, LayerChoice choice) {
    Map<String, String> all = all(model);
    Map<String, Integer> numbers = new HashMap<>();
    List<String> layers = new ArrayList<>();
    int number = 0;
    for (Map.Entry<String, String> place : all.entrySet()) {
      if (choice.chosen().test(place.getValue())) {
        numbers.put(place.getKey(), number);
        layers.add(place.getValue());
      }
      number++;
    }
    if (layers.isEmpty()) {
      List<String> names = List.copyOf(all.values());
      throw MalformedInputException.of(
          "layers of errors " + choice.label(),
          "parts of the names of some of %s%s"
              .formatted(
                  String.join(", ", names.subList(0, Math.min(SHOWN, names.size()))),
                  names.size() > SHOWN ? " and %d more".formatted(names.size() - SHOWN) : ""),
          "none");
    }
    return new ErrorPlaces(numbers, layers);
  }

  /** What each place is called by, by the name of its value, in the order of the graph. */
  private static Map<String, String> all(OnnxModel model) {
    WeightTable table = WeightTable.of(model);
    Map<String, String> layers = new HashMap<>();
    Map<String, ComputedValues.Value> results = ComputedValues.of(model).layers();
    for (Weight weight : table.weights()) {
      if (PRODUCTS.contains(weight.input()) && results.containsKey(weight.layer())) {
        layers.putIfAbsent(results.get(weight.layer()).name(), weight.layer());
      }
    }
    if (layers.isEmpty()) {
      throw new UnsupportedInputException(
          "errors in outputs: expected convolutions or products with a weight, found none");
    }
    Map<String, String> places = new LinkedHashMap<>();
    for (ValueInfo input : model.inputs()) {
      places.put(input.name(), input.name());
    }
    for (var node : model.nodes()) {
      String value = node.outputs().get(0);
      if (layers.containsKey(value)) {
        places.put(value, layers.get(value));
      }
    }
    return places;
  }
}
