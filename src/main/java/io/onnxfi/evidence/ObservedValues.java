package io.onnxfi.evidence;

import io.onnxfi.backend.Backend;
import io.onnxfi.backend.Session;
import io.onnxfi.campaign.Campaign;
import io.onnxfi.onnx.Dataflow;
import io.onnxfi.onnx.OnnxModel;
import io.onnxfi.tensor.ElementType;
import io.onnxfi.tensor.Tensor;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Values within a golden run, to the bit as the framework has them in the whole model. */
final class ObservedValues implements AutoCloseable {
  /** Where samples need not keep to batches, so many are shown at once, to spare memory. */
  private static final int SAMPLES_AT_ONCE = 16;

  private final Campaign campaign;
  private final List<String> names;
  private final List<String> asked;
  private final Session session;
  private final int atOnce;

  private ObservedValues(
      Campaign campaign, List<String> names, List<String> asked, Session session, int atOnce) {
    this.campaign = campaign;
    this.names = names;
    this.asked = asked;
    this.session = session;
    this.atOnce = atOnce;
  }

  /** The shape of a sample, without the batch. */
  static int[] sample(Campaign campaign) {
    return Arrays.stream(campaign.samples(0, 1).get(0).shape().dims())
        .skip(1)
        .mapToInt(Math::toIntExact)
        .toArray();
  }

  /**
   * Opens what shows some values.
   *
   * @param names of floats, which may be the input's
   * @return none if the framework computes otherwise where it shows them
   */
  static Optional<ObservedValues> of(Campaign campaign, Backend backend, List<String> names) {
    String input = campaign.inputNames().get(0);
    List<String> asked = names.stream().filter(name -> !name.equals(input)).toList();
    OnnxModel showing = new Dataflow(campaign.model()).observing(asked).model();
    if (!backend.kernels(campaign.model()).containsAll(backend.kernels(showing))) {
      return Optional.empty();
    }
    boolean free = backend.isBatchInvariant() && !campaign.hasFixedBatch();
    return Optional.of(
        new ObservedValues(
            campaign,
            names,
            asked,
            backend.open(showing),
            free ? Math.min(campaign.batch(), SAMPLES_AT_ONCE) : campaign.batch()));
  }

  /** Samples that are shown at once: whole batches, where results depend on those. */
  int atOnce() {
    return atOnce;
  }

  /** The values of each sample, in the order of the names. */
  List<List<float[]>> of(int from, int to) {
    List<Tensor> inputs = campaign.samples(from, to);
    List<Tensor> shown = session.run(inputs);
    Map<String, Tensor> found = new HashMap<>();
    found.put(campaign.inputNames().get(0), inputs.get(0));
    for (int i = 0; i < asked.size(); i++) {
      found.put(asked.get(i), shown.get(i));
    }
    List<List<float[]>> samples = new ArrayList<>();
    for (int i = 0; i < to - from; i++) {
      samples.add(new ArrayList<>());
    }
    for (String name : names) {
      Tensor tensor = found.get(name);
      if (tensor.type() != ElementType.FLOAT) {
        throw new IllegalStateException(name + ": values of type " + tensor.type());
      }
      float[] all = tensor.toFloatArray();
      int size = Math.toIntExact(tensor.shape().rowSize());
      for (int i = 0; i < samples.size(); i++) {
        samples.get(i).add(Arrays.copyOfRange(all, i * size, (i + 1) * size));
      }
    }
    return samples;
  }

  @Override
  public void close() {
    session.close();
  }
}
