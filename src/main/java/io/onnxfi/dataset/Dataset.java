package io.onnxfi.dataset;

import io.onnxfi.tensor.Shape;
import java.util.List;

/** A named data set: how it is normalised, and how its images are read. */
public sealed interface Dataset
    permits Cifar10,
        Cifar10Sample,
        Cifar100,
        CorruptedView,
        Gtsrb,
        ImageFolder,
        ImageView,
        Mnist,
        SyntheticImages,
        TinyImageNet {
  /** What users call it: lower case, for example {@code cifar10}. */
  String name();

  /** The constants that models for this data set are trained with, unless they say otherwise. */
  Normalization normalization();

  /** One name per class, in the order of the labels. */
  List<String> classNames();

  /**
   * Extents of one image, {@code [channels, height, width]}.
   *
   * @param root where the files are; only looked at by a data set that leaves the extents to them
   */
  Shape image(DataRoot root);

  /**
   * Reads one split, whole and in the published order.
   *
   * @param root where the files are; a generated data set does not look at it
   * @throws io.onnxfi.error.MissingResourceException if a file is not there, with the command that
   *     fetches it
   * @throws io.onnxfi.error.MalformedInputException if a file is not what its format promises
   */
  LabelledImages load(DataRoot root, Split split);
}
