package io.onnxfi.training;

import io.onnxfi.tensor.Shape;
import io.onnxfi.tensor.Tensor;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The parameters of a live network, and how a step changes them. */
final class Parameters {
  private final Network network;
  private final Recipe recipe;
  private final List<Trainable> all = new ArrayList<>();

  /**
   * The network's parameters as they are.
   *
   * @param memory what the optimizer remembers, as {@link #memory} gave it; empty before the first
   *     step
   */
  Parameters(Network network, Recipe recipe, Map<String, Tensor> memory) {
    this.network = network;
    this.recipe = recipe;
    List<String> names = network.names();
    for (int i = 0; i < names.size(); i++) {
      String name = names.get(i);
      float[] values = network.values(i);
      List<float[]> remembered =
          recipe.optimizer().memory().stream()
              .map(kind -> memory.get(key(kind, name)))
              .map(tensor -> tensor == null ? new float[values.length] : tensor.toFloatArray())
              .toList();
      // Biases, and scale and shift of batch normalisation, are those with one axis.
      boolean decays = recipe.regularization().decaysAll() || network.rank(i) > 1;
      all.add(new Trainable(name, values, remembered, decays));
    }
  }

  /** Takes the network's gradients and changes its parameters by them. */
  void step(double rate, long step) {
    for (int i = 0; i < all.size(); i++) {
      network.takeGradient(i, all.get(i).gradient());
    }
    GradientNorm.clip(all, recipe.regularization().clipNorm());
    for (int i = 0; i < all.size(); i++) {
      recipe.optimizer().update(all.get(i), rate, step);
      network.set(i, all.get(i).values());
    }
  }

  /** What the optimizer remembers, by {@code NAME/PARAMETER}: a copy. */
  Map<String, Tensor> memory() {
    Map<String, Tensor> memory = new HashMap<>();
    List<String> kinds = recipe.optimizer().memory();
    for (Trainable parameter : all) {
      for (int kind = 0; kind < kinds.size(); kind++) {
        float[] values = parameter.memory(kind);
        memory.put(
            key(kinds.get(kind), parameter.name()),
            Tensor.ofFloats(Shape.of(values.length), values));
      }
    }
    return memory;
  }

  private static String key(String kind, String parameter) {
    return kind + "/" + parameter;
  }
}
