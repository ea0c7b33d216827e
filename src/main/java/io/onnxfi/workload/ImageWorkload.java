package io.onnxfi.workload;

import io.onnxfi.dataset.LabelledImages;
import io.onnxfi.dataset.Normalization;
import io.onnxfi.error.MalformedInputException;
import io.onnxfi.error.UnsupportedInputException;
import io.onnxfi.onnx.ValueInfo;
import io.onnxfi.tensor.ElementType;
import io.onnxfi.tensor.Shape;
import io.onnxfi.tensor.Tensor;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * Labelled images for a model of one input {@code [n, channels, height, width]}.
 *
 * @param images in the order of the data set
 * @param normalization from pixels to what the model takes
 */
public record ImageWorkload(LabelledImages images, Normalization normalization)
    implements Workload {
  private static final int AXES = 4;

  @Override
  public String name() {
    return images.name();
  }

  @Override
  public SampleKind unit() {
    return SampleKind.IMAGE;
  }

  @Override
  public String sha256() {
    return images.sha256();
  }

  @Override
  public int size() {
    return images.size();
  }

  @Override
  public int[] labels() {
    return images.labels();
  }

  @Override
  public List<String> notes() {
    return images.notes();
  }

  @Override
  public ImageWorkload select(int[] samples) {
    return new ImageWorkload(images.select(samples), normalization);
  }

  @Override
  public ImageWorkload first(int count) {
    return new ImageWorkload(images.first(count), normalization);
  }

  @Override
  public long sampleBytes() {
    return Float.BYTES * (long) images.channels() * images.height() * images.width();
  }

  /** Of the type of what the model takes, if images can be of it, else of floats. */
  @Override
  public List<Tensor> allocate(List<ValueInfo> inputs, int rows) {
    ElementType type = inputs.get(0).type();
    Shape shape = Shape.of(rows, images.channels(), images.height(), images.width());
    return List.of(Tensor.allocate(type.isReal() ? type : ElementType.FLOAT, shape));
  }

  @Override
  public void fill(int from, int to, List<Tensor> into) {
    Tensor target = into.get(0);
    if (target.type() == ElementType.FLOAT) {
      images.fill(normalization, from, to, target.floats());
    } else {
      target.putFloats(images.batch(normalization, from, to).toFloatArray());
    }
  }

  @Override
  public Map<String, Object> describe() {
    Map<String, Object> data = new LinkedHashMap<>();
    data.put("name", name());
    data.put("split", "test");
    data.put("sha256", sha256());
    data.put("images", size());
    data.put("image", List.of(images.channels(), images.height(), images.width()));
    images.transform().ifPresent(transform -> data.put("transform", transform));
    data.put("mean", normalization.mean());
    data.put("std", normalization.std());
    return data;
  }

  /**
   * Requires that the model takes such images.
   *
   * @throws UnsupportedInputException if it takes no images
   * @throws MalformedInputException if two things do not fit, with both numbers
   */
  @Override
  public void requireInputs(String model, List<ValueInfo> inputs) {
    ValueInfo input = input(model, inputs);
    requireChannels(model, input);
    requireSize(input);
  }

  private static ValueInfo input(String name, List<ValueInfo> inputs) {
    if (inputs.size() != 1) {
      throw new UnsupportedInputException(
          "%s: expected one input of images, found %d inputs: %s; --inputs FILE gives arrays"
              .formatted(name, inputs.size(), listed(inputs)));
    }
    ValueInfo input = inputs.get(0);
    if (input.dims().isEmpty()) {
      throw new UnsupportedInputException(
          ("%s: expected an input with a known shape, [batch, channels, height, width], found input"
                  + " '%s' without a shape; give --input-shape CxHxW")
              .formatted(name, input.name()));
    }
    if (!isOfImages(input)) {
      throw new UnsupportedInputException(
          ("%s: expected an input [batch, channels, height, width] of floats, found input %s;"
                  + " --inputs FILE gives arrays")
              .formatted(name, listed(inputs)));
    }
    return input;
  }

  /** Whether an input takes floats {@code [batch, channels, height, width]}, in any order. */
  static boolean isOfImages(ValueInfo input) {
    return input.type().isReal() && input.dims().size() == AXES;
  }

  private static String listed(List<ValueInfo> values) {
    return values.stream()
        .map(value -> "'%s' %s".formatted(value.name(), value))
        .collect(Collectors.joining(", "));
  }

  /** Side by side, because any of the three may be the one that is wrong. */
  private void requireChannels(String model, ValueInfo input) {
    long taken = input.dims().get(1);
    int normalized = normalization.channels();
    boolean fits = taken == ValueInfo.DYNAMIC || taken == images.channels();
    if (fits && normalized == images.channels()) {
      return;
    }
    if (!fits && input.dims().get(AXES - 1) == images.channels()) {
      throw new UnsupportedInputException(
          ("%s: expected an input [batch, channels, height, width], found '%s' %s, whose channels"
                  + " come last; export the model with channels first")
              .formatted(model, input.name(), input));
    }
    throw MalformedInputException.of(
        model + " on " + name(),
        "the same number of channels in images, model and normalisation",
        "%d in the images, %s in the model's input '%s' %s, %d in mean and std"
            .formatted(
                images.channels(),
                taken == ValueInfo.DYNAMIC ? "any number" : Long.toString(taken),
                input.name(),
                input,
                normalized));
  }

  private void requireSize(ValueInfo input) {
    long height = input.dims().get(2);
    long width = input.dims().get(3);
    boolean isHigh = height == ValueInfo.DYNAMIC || height == images.height();
    boolean isWide = width == ValueInfo.DYNAMIC || width == images.width();
    if (!isHigh || !isWide) {
      throw MalformedInputException.of(
          "data set " + name(),
          "images that fit the model's input '%s' %s".formatted(input.name(), input),
          "images of %d×%d pixels (--resize %dx%d resizes those of folder:PATH)"
              .formatted(
                  images.height(),
                  images.width(),
                  height == ValueInfo.DYNAMIC ? images.height() : height,
                  width == ValueInfo.DYNAMIC ? images.width() : width));
    }
  }

  /** Fewer classes than outputs are as wrong as more: their numbers are those of other outputs. */
  @Override
  public void requireScores(String model, int outputs) {
    if (images.classes() != outputs) {
      throw MalformedInputException.of(
          model + " on " + name(),
          "as many classes as the model has outputs, " + outputs,
          "%d with labels 0 to %d%s"
              .formatted(
                  images.classes(),
                  images.classes() - 1,
                  images.classes() < outputs
                      ? "; folder:PATH may have an empty folder for each class without images, so"
                          + " that the labels are those of the model"
                      : ""));
    }
  }
}
