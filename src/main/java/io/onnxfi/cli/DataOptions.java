package io.onnxfi.cli;

import io.onnxfi.dataset.DataRoot;
import io.onnxfi.dataset.Dataset;
import io.onnxfi.dataset.Datasets;
import io.onnxfi.dataset.ImageFolder;
import io.onnxfi.dataset.LabelledImages;
import io.onnxfi.dataset.Normalization;
import io.onnxfi.dataset.PixelSize;
import io.onnxfi.dataset.Split;
import io.onnxfi.error.MalformedInputException;
import io.onnxfi.error.UnsupportedInputException;
import io.onnxfi.onnx.OnnxModel;
import io.onnxfi.onnx.ValueInfo;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Which images, and how they are normalised. */
final class DataOptions {
  private static final Pattern SHAPE =
      Pattern.compile("([1-9]\\d{0,4})x([1-9]\\d{0,4})x([1-9]\\d{0,4})");

  @Option(
      names = "--dataset",
      paramLabel = "NAME",
      required = true,
      description = {
        "cifar10, cifar100, gtsrb, mnist, tiny-imagenet, folder:PATH (a folder of images per"
            + " class),",
        "or, with no files needed, cifar10-sample (300 test images) or synthetic (generated)."
      })
  private String dataset;

  @Option(
      names = "--resize",
      paramLabel = "HxW",
      description = "Bring the images of folder:PATH to this size, as torchvision's Resize does.")
  private String resize;

  @Option(
      names = "--input-shape",
      paramLabel = "CxHxW",
      description = "Channels, height and width of images, if the model leaves its input's open.")
  private String inputShape;

  @Mixin private DataFolder folder;

  @Option(
      names = "--mean",
      paramLabel = "M,M,M",
      split = ",",
      description = "Mean per channel (default: the model's own, else the data set's).")
  private List<Float> mean;

  @Option(
      names = "--std",
      paramLabel = "S,S,S",
      split = ",",
      description = "Standard deviation per channel.")
  private List<Float> std;

  Dataset dataset() {
    Dataset named = Datasets.named(dataset);
    if (resize == null) {
      return named;
    }
    if (named instanceof ImageFolder images) {
      return images.resized(PixelSize.parse(resize, "--resize"));
    }
    throw MalformedInputException.of("--resize", "--dataset folder:PATH with it", dataset);
  }

  /** Reads a model and states the shape of its input, if asked to. */
  OnnxModel model(Path file) {
    OnnxModel model = OnnxModel.load(file);
    if (inputShape == null) {
      return model;
    }
    Matcher shape = SHAPE.matcher(inputShape);
    if (!shape.matches()) {
      throw MalformedInputException.of(
          "--input-shape", "CxHxW, such as 3x32x32", "'" + inputShape + "'");
    }
    try {
      return model.withInputShape(
          List.of(
              ValueInfo.DYNAMIC,
              Long.valueOf(shape.group(1)),
              Long.valueOf(shape.group(2)),
              Long.valueOf(shape.group(3))));
    } catch (UnsupportedInputException e) {
      throw new UnsupportedInputException(
          "--input-shape, %s: %s".formatted(file, e.getMessage()), e);
    }
  }

  DataRoot root() {
    return folder.root();
  }

  LabelledImages testImages() {
    return dataset().load(root(), Split.TEST);
  }

  /**
   * The first test images.
   *
   * @param count how many, or null for all
   * @throws MalformedInputException if there are fewer
   */
  LabelledImages testImages(Integer count) {
    LabelledImages all = testImages();
    return count == null ? all : first(all, count);
  }

  /**
   * The first of some images, as {@code --images} has it.
   *
   * @throws MalformedInputException if there are fewer
   */
  static LabelledImages first(LabelledImages all, int count) {
    if (count < 1 || count > all.size()) {
      throw MalformedInputException.of("--images", "1 to " + all.size(), Integer.toString(count));
    }
    return all.first(count);
  }

  /**
   * The normalisation: from the options, else from the model's metadata, else the data set's own.
   *
   * @param metadata of the model
   */
  Normalization normalization(Map<String, String> metadata) {
    if ((mean == null) != (std == null)) {
      throw new MalformedInputException("--mean and --std go together: give both or none");
    }
    if (mean != null) {
      return checked(mean, std, "--mean and --std");
    }
    if (metadata.containsKey(Provenance.MEAN) && metadata.containsKey(Provenance.STD)) {
      return checked(
          floats(metadata, Provenance.MEAN), floats(metadata, Provenance.STD), "model metadata");
    }
    return dataset().normalization();
  }

  private static Normalization checked(List<Float> mean, List<Float> std, String where) {
    try {
      return new Normalization(mean, std);
    } catch (IllegalArgumentException e) {
      throw new MalformedInputException(where + ": " + e.getMessage(), e);
    }
  }

  private static List<Float> floats(Map<String, String> metadata, String key) {
    String text = metadata.get(key);
    try {
      return Arrays.stream(text.split(",", -1)).map(Float::valueOf).toList();
    } catch (NumberFormatException e) {
      throw MalformedInputException.of("metadata " + key, "numbers like 0.5,0.5", "'" + text + "'");
    }
  }
}
