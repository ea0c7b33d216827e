package io.onnxfi.cli;

import io.onnxfi.dataset.CorruptedView;
import io.onnxfi.dataset.DataRoot;
import io.onnxfi.dataset.Dataset;
import io.onnxfi.dataset.Datasets;
import io.onnxfi.dataset.EvaluationTransform;
import io.onnxfi.dataset.ImageFolder;
import io.onnxfi.dataset.LabelledImages;
import io.onnxfi.dataset.Normalization;
import io.onnxfi.dataset.PixelSize;
import io.onnxfi.dataset.TinyImageNet;
import io.onnxfi.error.MalformedInputException;
import io.onnxfi.run.DataSource;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Which images, and how they are normalised. */
final class DataOptions {
  @Option(
      names = "--dataset",
      paramLabel = "NAME",
      required = true,
      description =
          "cifar10, cifar100, gtsrb, mnist, tiny-imagenet, folder:PATH (a folder of images per"
              + " class), or, with no files needed, cifar10-sample (300 test images) or synthetic"
              + " (generated); with @3x32x32 behind its name, resized to 32x32, and grey images"
              + " repeated to 3 channels; with +contrast-3, under a common corruption of severity"
              + " 3, of 1 to 5.")
  private String dataset;

  @Option(
      names = "--resize",
      paramLabel = "HxW",
      description = "Resize the images of folder:PATH to this size, as torchvision's Resize does.")
  private String resize;

  @Option(
      names = "--transform",
      paramLabel = "NAME",
      description =
          "Prepare the images of folder:PATH as torchvision evaluates classifiers: imagenet (Resize"
              + " 256 of the shorter side, CenterCrop 224), or RESIZE,CROP: pixels of the shorter"
              + " side, HxW or none, then pixels of a square or HxW, such as 256,224,"
              + " 240x320,224x224 or none,48x64; likewise the test images of tiny-imagenet, such as"
              + " 72,64.")
  private String transform;

  @Mixin private DataFolder folder;

  @Mixin private NormalizationOptions normalization;

  /** Whether a data set was named. */
  boolean isGiven() {
    return dataset != null;
  }

  /** The first option given that says something of images, if any does. */
  Optional<String> ofImages() {
    Map<String, Boolean> given = new LinkedHashMap<>();
    given.put("--dataset", dataset != null);
    given.put("--resize", resize != null);
    given.put("--transform", transform != null);
    given.put("--mean", normalization.given().isPresent());
    return given.keySet().stream().filter(given::get).findFirst();
  }

  Dataset dataset() {
    if (dataset == null) {
      throw MalformedInputException.of("--dataset", "a data set, or --inputs FILE", "neither");
    }
    Dataset named = Datasets.named(dataset);
    if (resize == null && transform == null) {
      return named;
    }
    if (resize != null && transform != null) {
      throw new MalformedInputException("--resize and --transform exclude each other");
    }
    return prepared(named);
  }

  /** A corrupted data set is prepared first. */
  private Dataset prepared(Dataset named) {
    if (named instanceof CorruptedView view) {
      return view.of(prepared(view.viewed()));
    }
    if (named instanceof ImageFolder images) {
      return resize != null
          ? images.resized(PixelSize.parse(resize, "--resize"))
          : images.transformed(EvaluationTransform.parse(transform, "--transform"));
    }
    if (named instanceof TinyImageNet images && transform != null) {
      return images.evaluated(EvaluationTransform.parse(transform, "--transform"));
    }
    throw MalformedInputException.of(
        resize != null ? "--resize" : "--transform", "--dataset folder:PATH with it", dataset);
  }

  DataRoot root() {
    return folder.root();
  }

  /** All test images. */
  LabelledImages testImages() {
    return source(null).load();
  }

  /**
   * Test images.
   *
   * @param count how many, the first ones, or null for all
   */
  DataSource source(Integer count) {
    return new DataSource(
        dataset(),
        root(),
        count == null ? OptionalInt.empty() : OptionalInt.of(count),
        normalization.given());
  }

  /**
   * The normalisation: from the options, else from the model's metadata, else the data set's own.
   *
   * @param metadata of the model
   */
  Normalization normalization(Map<String, String> metadata) {
    return source(null).normalization(metadata);
  }
}
