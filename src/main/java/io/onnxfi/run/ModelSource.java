package io.onnxfi.run;

import io.onnxfi.dataset.Checksum;
import io.onnxfi.dataset.LabelledImages;
import io.onnxfi.error.MalformedInputException;
import io.onnxfi.error.UnsupportedInputException;
import io.onnxfi.onnx.OnnxModel;
import io.onnxfi.onnx.ValueInfo;
import io.onnxfi.tensor.Shape;
import io.onnxfi.workload.AxisChoice;
import io.onnxfi.workload.ClassifierView;
import io.onnxfi.workload.SampleAxes;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A model file.
 *
 * @param file ONNX
 * @param image shape of one input, {@code [channels, height, width]}, where the model leaves it
 *     open
 * @param output name of the output that is judged, where the model has several
 * @param axes where it has its samples, if that is said
 */
public record ModelSource(
    Path file, Optional<Shape> image, Optional<String> output, AxisChoice axes) {
  private static final String SUFFIX = ".onnx";
  private static final Pattern IMAGE =
      Pattern.compile("([1-9]\\d{0,4})x([1-9]\\d{0,4})x([1-9]\\d{0,4})");

  /** Checks that nothing is missing. */
  public ModelSource {
    Objects.requireNonNull(file, "file");
    Objects.requireNonNull(image, "image");
    Objects.requireNonNull(output, "output");
    Objects.requireNonNull(axes, "axes");
  }

  /** A file of a model that has its samples first, or says where. */
  public ModelSource(Path file, Optional<Shape> image, Optional<String> output) {
    this(file, image, output, AxisChoice.NONE);
  }

  /** The same with its samples where somebody says. */
  public ModelSource with(AxisChoice choice) {
    return new ModelSource(file, image, output, choice);
  }

  /** Where the model has its samples. */
  SampleAxes sampleAxes(OnnxModel model) {
    return SampleAxes.of(file.toString(), model, axes);
  }

  /** The same of a model whose samples were moved. */
  ModelSource moved(SampleAxes view) {
    return new ModelSource(file, image, output.map(view::moved), axes);
  }

  /** A file that says all about its input. */
  public static ModelSource of(Path file) {
    return new ModelSource(file, Optional.empty(), Optional.empty());
  }

  /**
   * Requires that results can be told apart by the names of their models.
   *
   * @throws MalformedInputException if not
   */
  public static void requireDistinctNames(List<ModelSource> models) {
    List<String> names = models.stream().map(ModelSource::name).toList();
    for (String name : names) {
      if (names.indexOf(name) != names.lastIndexOf(name)) {
        throw MalformedInputException.of(
            "--model", "files of different names, which results are called by", name + " twice");
      }
    }
  }

  /** Checksum of the file, for manifests. */
  public String sha256() {
    return sha256(file);
  }

  /** The name of the file without its ending, by which results are called. */
  public String name() {
    String name = String.valueOf(file.getFileName());
    return name.endsWith(SUFFIX) ? name.substring(0, name.length() - SUFFIX.length()) : name;
  }

  /**
   * The shape of an image as people write it.
   *
   * @param text {@code CxHxW}, such as {@code 3x32x32}
   * @param where it was given, for messages
   * @throws MalformedInputException if it is none
   */
  public static Shape image(String text, String where) {
    Matcher shape = IMAGE.matcher(text);
    if (!shape.matches()) {
      throw MalformedInputException.of(where, "CxHxW, such as 3x32x32", "'" + text + "'");
    }
    return Shape.of(
        Long.parseLong(shape.group(1)),
        Long.parseLong(shape.group(2)),
        Long.parseLong(shape.group(3)));
  }

  /**
   * Reads and checks the model.
   *
   * @throws io.onnxfi.error.OnnxFiException if it cannot be read, is no function, is in training
   *     mode, or has another input than stated
   */
  public OnnxModel load() {
    OnnxModel model = OnnxModel.load(file);
    model.requireInference(file.toString());
    if (image.isEmpty()) {
      return model;
    }
    List<Long> dims = new ArrayList<>(List.of(ValueInfo.DYNAMIC));
    for (int axis = 0; axis < image.get().rank(); axis++) {
      dims.add(image.get().dim(axis));
    }
    try {
      return model.withInputShape(dims);
    } catch (UnsupportedInputException e) {
      throw new UnsupportedInputException(
          "--input-shape, %s: %s".formatted(file, e.getMessage()), e);
    }
  }

  /**
   * The model as a classifier of these images.
   *
   * @param model this one, perhaps rewritten
   * @throws io.onnxfi.error.OnnxFiException if it has several outputs and none was chosen, or lacks
   *     the chosen one
   */
  public ClassifierView view(OnnxModel model, LabelledImages images) {
    return ClassifierView.of(file.toString(), model, output, images.channels(), images.classes());
  }

  /**
   * Reads and checks the model, as a classifier of these images.
   *
   * @throws io.onnxfi.error.OnnxFiException as {@link #load} and {@link #view} do
   */
  public OnnxModel load(LabelledImages images) {
    OnnxModel model = load();
    return view(model, images).applyTo(model);
  }

  /**
   * Images per run of a model, each of whose inputs has some for every image: its own number, if it
   * takes no other.
   *
   * @param asked number otherwise
   */
  public static int batch(OnnxModel model, int asked) {
    return model.inputs().stream()
        .filter(input -> !input.dims().isEmpty())
        .map(input -> input.dims().get(0))
        .filter(own -> own > 0 && own <= Integer.MAX_VALUE)
        .findFirst()
        .map(Math::toIntExact)
        .orElse(asked);
  }

  /** Checksum of a file, for manifests. */
  static String sha256(Path file) {
    try {
      return Checksum.of(file, Checksum.Algorithm.SHA_256).hex();
    } catch (IOException e) {
      throw new MalformedInputException("%s: cannot be read (%s)".formatted(file, e), e);
    }
  }
}
