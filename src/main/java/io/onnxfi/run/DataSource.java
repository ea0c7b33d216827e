package io.onnxfi.run;

import io.onnxfi.dataset.DataRoot;
import io.onnxfi.dataset.Dataset;
import io.onnxfi.dataset.LabelledImages;
import io.onnxfi.dataset.Normalization;
import io.onnxfi.dataset.Split;
import io.onnxfi.error.MalformedInputException;
import io.onnxfi.onnx.OnnxModel;
import io.onnxfi.tensor.Shape;
import io.onnxfi.workload.ImageWorkload;
import io.onnxfi.zoo.Architecture;
import io.onnxfi.zoo.ImageSize;
import io.onnxfi.zoo.Zoo;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * Test images and what the model wants done to their pixels.
 *
 * @param dataset which
 * @param root where data sets lie
 * @param count how many of them, the first ones; all if empty
 * @param normalization that is asked for; else the model's own, else the data set's
 */
public record DataSource(
    Dataset dataset, DataRoot root, OptionalInt count, Optional<Normalization> normalization)
    implements WorkloadSource {
  /** Checks that nothing is missing. */
  public DataSource {
    Objects.requireNonNull(dataset, "dataset");
    Objects.requireNonNull(root, "root");
    Objects.requireNonNull(count, "count");
    Objects.requireNonNull(normalization, "normalization");
  }

  /** All test images of a data set, normalised as the model says. */
  public static DataSource of(Dataset dataset, DataRoot root) {
    return new DataSource(dataset, root, OptionalInt.empty(), Optional.empty());
  }

  /**
   * Reads the images.
   *
   * @throws io.onnxfi.error.OnnxFiException if they are not there, are damaged, or are fewer than
   *     asked for
   */
  public LabelledImages load() {
    LabelledImages all = dataset.load(root, Split.TEST);
    return count.isPresent() ? first(all, count.getAsInt()) : all;
  }

  @Override
  public ImageWorkload workload(OnnxModel model) {
    return new ImageWorkload(load(), normalization(model.metadata()));
  }

  /** None: results lie in a folder of their own, apart from those of data sets. */
  @Override
  public List<Path> files() {
    return List.of();
  }

  @Override
  public DataSource first(int samples) {
    return new DataSource(dataset, root, OptionalInt.of(samples), normalization);
  }

  /**
   * The first of some images.
   *
   * @throws MalformedInputException if there are fewer
   */
  public static LabelledImages first(LabelledImages all, int count) {
    if (count < 1 || count > all.size()) {
      throw MalformedInputException.of("--images", "1 to " + all.size(), Integer.toString(count));
    }
    return all.first(count);
  }

  /**
   * A network for images of this data set.
   *
   * @param name of the zoo
   * @throws io.onnxfi.error.OnnxFiException if there is none, or it takes no images of this size
   */
  public Architecture architecture(String name) {
    Shape image = dataset.image(root);
    return Zoo.architecture(
        name,
        dataset.name(),
        new ImageSize((int) image.dim(0), (int) image.dim(1), (int) image.dim(2)),
        dataset.classNames().size());
  }

  /**
   * The normalisation: as asked for, else from the model's metadata, else the data set's own.
   *
   * @param metadata of the model
   */
  public Normalization normalization(Map<String, String> metadata) {
    if (normalization.isPresent()) {
      return normalization.get();
    }
    if (metadata.containsKey(Provenance.MEAN) && metadata.containsKey(Provenance.STD)) {
      return checked(
          floats(metadata, Provenance.MEAN), floats(metadata, Provenance.STD), "model metadata");
    }
    return dataset.normalization();
  }

  /**
   * A normalisation of these values.
   *
   * @param where they come from, for messages
   * @throws MalformedInputException if they are none
   */
  public static Normalization checked(List<Float> mean, List<Float> std, String where) {
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
