package io.onnxfi.evidence;

import io.onnxfi.backend.djl.RankedGradients;
import io.onnxfi.onnx.OnnxModel;
import io.onnxfi.screening.SiteSlopes;
import io.onnxfi.screening.Taps;
import io.onnxfi.screening.WeightSite;
import io.onnxfi.tensor.Tensor;
import java.nio.LongBuffer;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * How the margins of samples change with the weights of convolutions and products, to first order
 * and for all weights at once: one pass forward and backward for each of the highest scores.
 */
public final class MarginSlopes implements AutoCloseable {
  private final Map<String, WeightSite> sites;
  private final Map<String, Taps> taps = new ConcurrentHashMap<>();
  private final RankedGradients gradients;

  /**
   * Prepares a model.
   *
   * @param model of one float input and one output of scores {@code [n, classes]}
   * @param ranks scores of a sample to look at, from the highest, at most as many as there are
   *     classes
   * @throws io.onnxfi.error.UnsupportedInputException if PyTorch cannot run it
   */
  public MarginSlopes(OnnxModel model, int ranks) {
    this.sites = WeightSite.of(model);
    Set<String> wanted = new HashSet<>();
    Set<String> derived = new HashSet<>();
    for (WeightSite site : sites.values()) {
      wanted.add(site.input());
      wanted.add(site.output());
      derived.add(site.output());
    }
    this.gradients = new RankedGradients(model, wanted, derived, ranks);
  }

  /** Tensors of weights that margins can be derived by. */
  public Set<String> tensors() {
    return sites.keySet();
  }

  /** The slopes of some samples. */
  public Batch of(Tensor samples) {
    RankedGradients.Result found = gradients.of(samples);
    float[] scores = found.scores().toFloatArray();
    LongBuffer classes = found.classes().longs();
    int count = Math.toIntExact(samples.shape().dim(0));
    int width = scores.length / count;
    int ranks = Math.toIntExact(found.classes().shape().dim(0));
    float[] margins = new float[(ranks - 1) * count];
    for (int rank = 1; rank < ranks; rank++) {
      for (int i = 0; i < count; i++) {
        float first = scores[i * width + Math.toIntExact(classes.get(i))];
        float own = scores[i * width + Math.toIntExact(classes.get(rank * count + i))];
        margins[(rank - 1) * count + i] = first - own;
      }
    }
    return new Batch(found, margins);
  }

  /** The slopes of some samples. */
  public final class Batch {
    private final RankedGradients.Result found;
    private final float[] margins;
    private final Map<String, SiteSlopes> slopes = new HashMap<>();

    private Batch(RankedGradients.Result found, float... margins) {
      this.found = found;
      this.margins = margins;
    }

    /** Makes ready for faults in these tensors. */
    public void prepare(Set<String> tensors) {
      for (String tensor : tensors) {
        slopes.computeIfAbsent(tensor, this::slopes);
      }
    }

    private SiteSlopes slopes(String tensor) {
      WeightSite site = sites.get(tensor);
      Tensor input = found.values().get(site.input());
      return new SiteSlopes(
          site,
          taps.computeIfAbsent(tensor, unknown -> Taps.of(site, input.shape())),
          input,
          found.values().get(site.output()),
          found.gradients().get(site.output()),
          margins);
    }

    /** The slopes by one element of a tensor, which is row-major. */
    public SiteSlopes.Weight weight(String tensor, long element) {
      return slopes.get(tensor).weight(element);
    }
  }

  @Override
  public void close() {
    gradients.close();
  }
}
