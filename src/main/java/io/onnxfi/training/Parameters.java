package io.onnxfi.training;

import io.onnxfi.tensor.Shape;
import io.onnxfi.tensor.Tensor;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The parameters of a live network, and how a step changes them.
 *
 * <p>They are kept here; the network has what it computes with: the same, or what a {@link
 * WeightHook} makes of them.
 */
final class Parameters implements AutoCloseable {
  private final Network network;
  private final Recipe recipe;
  private final List<Trainable> all = new ArrayList<>();
  private final Optional<HookedWeights> hooked;

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
    this.hooked =
        recipe
            .hooks()
            .weights()
            .map(
                hook -> new HookedWeights(hook, recipe.seed(), all, hook.weights(network.model())));
  }

  /**
   * Gives the network what it computes with in a step.
   *
   * @param step from 1
   */
  void show(long step) {
    if (hooked.isPresent()) {
      hooked.get().show(network, step);
    } else {
      for (int i = 0; i < all.size(); i++) {
        network.set(i, all.get(i).values());
      }
    }
  }

  /**
   * Gives the network the parameters as they are, and makes sure that it has them, bit for bit.
   *
   * @return how many values it has
   */
  long settle() {
    long elements = 0;
    for (int i = 0; i < all.size(); i++) {
      float[] values = all.get(i).values();
      network.set(i, values);
      if (!Arrays.equals(network.values(i), values)) {
        throw new IllegalStateException(
            "%s is not in the network as it was learnt".formatted(all.get(i).name()));
      }
      elements += values.length;
    }
    return elements;
  }

  /** Takes the network's gradients and changes the parameters by them. */
  void step(double rate, long step) {
    hooked.ifPresent(weights -> weights.drawAhead(step + 1));
    for (int i = 0; i < all.size(); i++) {
      network.takeGradient(i, all.get(i).gradient());
    }
    GradientNorm.clip(all, recipe.regularization().clipNorm());
    for (int i = 0; i < all.size(); i++) {
      recipe.optimizer().update(all.get(i), rate, step);
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

  @Override
  public void close() {
    hooked.ifPresent(HookedWeights::close);
  }

  private static String key(String kind, String parameter) {
    return kind + "/" + parameter;
  }
}
