package io.onnxfi.explain;

import io.onnxfi.backend.djl.ScoreGradient;
import io.onnxfi.dataset.LabelledImages;
import io.onnxfi.dataset.Normalization;
import io.onnxfi.dataset.PixelSize;
import io.onnxfi.error.MalformedInputException;
import io.onnxfi.onnx.OnnxModel;
import io.onnxfi.onnx.ValueInfo;
import io.onnxfi.tensor.Shape;
import io.onnxfi.tensor.Tensor;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * Gradient-weighted class activation mapping: Selvaraju et al., <em>Grad-CAM: Visual Explanations
 * from Deep Networks via Gradient-based Localization</em>, ICCV 2017, equations 1 and 2.
 *
 * <p>Each channel of a layer weighs as much as the score of the class grows with it, averaged over
 * its places: {@code α_k = 1/(H·W) Σ_ij ∂y/∂A_kij}, with y the score before any softmax. The map is
 * {@code ReLU(Σ_k α_k A_k)}, divided by its largest element.
 *
 * <p>One at a time in a process, and not while a network is trained: see {@link ScoreGradient}.
 */
public final class GradCam implements AutoCloseable {
  /** Images per run, where the model leaves it open. */
  private static final int BATCH = 16;

  private final SpatialLayer layer;
  private final ScoreGradient gradient;
  private final long fixedBatch;

  private GradCam(SpatialLayer layer, ScoreGradient gradient, long fixedBatch) {
    this.layer = layer;
    this.gradient = gradient;
    this.fixedBatch = fixedBatch;
  }

  /**
   * Prepares a model.
   *
   * @param model of one input of images and one output of scores
   * @param image extents of one image, {@code [channels, height, width]}
   * @param layer whose result is looked at: the name of a layer, node or value; the last
   *     convolution with height and width if empty
   * @throws io.onnxfi.error.OnnxFiException if there is no such layer, it has no height and width,
   *     or PyTorch cannot run the model
   */
  public static GradCam of(OnnxModel model, Shape image, Optional<String> layer) {
    OnnxModel scoring = ScoringGraph.of(model, image);
    SpatialLayer chosen =
        layer
            .map(name -> SpatialLayer.named(scoring, name))
            .orElseGet(() -> SpatialLayer.last(scoring));
    ScoreGradient gradient = new ScoreGradient(scoring, chosen.value());
    return new GradCam(chosen, gradient, scoring.inputs().get(0).dims().get(0));
  }

  /** The layer that is looked at. */
  public SpatialLayer layer() {
    return layer;
  }

  /** Explains labelled images, in their order. */
  public List<Explanation> explain(
      LabelledImages images, Normalization normalization, ClassChoice choice) {
    List<Explanation> all = new ArrayList<>();
    for (int from = 0; from < images.size(); from += batch()) {
      int first = from;
      Tensor pixels = images.batch(normalization, from, Math.min(from + batch(), images.size()));
      all.addAll(batch(pixels, (image, scores) -> choice.of(first + image, scores)));
    }
    return all;
  }

  /**
   * Explains images.
   *
   * @param images as the model takes them, {@code [n, channels, height, width]}
   * @param choice of the class of each
   * @return one per image
   */
  public List<Explanation> explain(Tensor images, ClassChoice choice) {
    List<Explanation> all = new ArrayList<>();
    int size = Math.toIntExact(images.shape().dim(0));
    for (int from = 0; from < size; from += batch()) {
      int first = from;
      Tensor some = images.slice(from, Math.min(from + batch(), size));
      all.addAll(batch(some, (image, scores) -> choice.of(first + image, scores)));
    }
    return all;
  }

  private int batch() {
    return fixedBatch == ValueInfo.DYNAMIC ? BATCH : Math.toIntExact(fixedBatch);
  }

  private List<Explanation> batch(Tensor images, ClassChoice choice) {
    int count = Math.toIntExact(images.shape().dim(0));
    Tensor fed = fixedBatch == ValueInfo.DYNAMIC ? images : padded(images);
    List<ClassScores> scores = new ArrayList<>();
    int[] chosen = new int[Math.toIntExact(fed.shape().dim(0))];
    ScoreGradient.Result result =
        gradient.of(
            fed,
            computed -> {
              for (int i = 0; i < chosen.length; i++) {
                scores.add(new ClassScores(computed.slice(i, i + 1).toFloatArray()));
                chosen[i] = choice.of(Math.min(i, count - 1), scores.get(i));
              }
              return chosen;
            });
    PixelSize size = size(result.value().shape());
    List<Explanation> explanations = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      float[] value = result.value().slice(i, i + 1).toFloatArray();
      float[] slope = result.gradient().slice(i, i + 1).toFloatArray();
      HeatMap map = HeatMap.of(size, evidence(value, slope, size.height() * size.width()));
      explanations.add(new Explanation(scores.get(i), chosen[i], map));
    }
    return explanations;
  }

  /** A whole batch: what is too much repeats the last image, and what comes of it is dropped. */
  private Tensor padded(Tensor images) {
    int count = Math.toIntExact(images.shape().dim(0));
    Tensor whole = Tensor.allocate(images.type(), images.shape().withBatch(fixedBatch));
    for (int row = 0; row < fixedBatch; row++) {
      whole.row(row).put(images.row(Math.min(row, count - 1)));
    }
    return whole;
  }

  private PixelSize size(Shape value) {
    Shape image = Shape.of(Arrays.copyOfRange(value.dims(), 1, value.rank()));
    if (!SpatialLayer.isSpatial(image)) {
      throw MalformedInputException.of(
          "layer '%s'".formatted(layer.name()),
          "a value [channels, height, width] of each image, with more than one place",
          image.toString());
    }
    return new PixelSize(Math.toIntExact(image.dim(1)), Math.toIntExact(image.dim(2)));
  }

  /**
   * {@code Σ_k α_k A_k} for one image.
   *
   * @param value {@code [channels, places]}
   * @param slope of the same shape
   */
  private static double[] evidence(float[] value, float[] slope, int places) {
    double[] sum = new double[places];
    for (int channel = 0; channel < value.length; channel += places) {
      double weight = 0;
      for (int place = 0; place < places; place++) {
        weight += slope[channel + place];
      }
      weight /= places;
      for (int place = 0; place < places; place++) {
        sum[place] += weight * value[channel + place];
      }
    }
    return sum;
  }

  @Override
  public void close() {
    gradient.close();
  }
}
