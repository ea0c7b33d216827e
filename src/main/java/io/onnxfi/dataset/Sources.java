package io.onnxfi.dataset;

import java.net.URI;

/**
 * Where the files of {@link FetchCatalog} are published. Every address is a folder and ends in
 * {@code /}.
 *
 * @param cifar holds {@code cifar-10-binary.tar.gz} and {@code cifar-100-binary.tar.gz}
 * @param gtsrb holds the three {@code GTSRB_Final_*.zip}
 * @param mnist holds the four {@code *-ubyte.gz}
 * @param tinyImageNet holds {@code tiny-imagenet-200.zip}
 * @param benchmarks the tree of cad-polito-it/dnn-benchmarks
 * @param benchmarksLfs the same tree, for files in Git LFS, of which the former has only pointers
 */
public record Sources(
    URI cifar, URI gtsrb, URI mnist, URI tinyImageNet, URI benchmarks, URI benchmarksLfs) {
  /** The publishers; for MNIST the mirror that torchvision uses, as its page no longer answers. */
  public static final Sources OFFICIAL =
      new Sources(
          URI.create("https://www.cs.toronto.edu/~kriz/"),
          URI.create("https://sid.erda.dk/public/archives/daaeac0d7ce1152aea9b61d9f1e19370/"),
          URI.create("https://ossci-datasets.s3.amazonaws.com/mnist/"),
          URI.create("https://cs231n.stanford.edu/"),
          URI.create("https://raw.githubusercontent.com/cad-polito-it/dnn-benchmarks/main/"),
          URI.create(
              "https://media.githubusercontent.com/media/cad-polito-it/dnn-benchmarks/main/"));

  /**
   * Checks the addresses.
   *
   * @throws IllegalArgumentException if one does not end in {@code /}
   */
  public Sources {
    for (URI source : new URI[] {cifar, gtsrb, mnist, tinyImageNet, benchmarks, benchmarksLfs}) {
      if (!source.toString().endsWith("/")) {
        throw new IllegalArgumentException("a source folder ends in '/', found " + source);
      }
    }
  }
}
