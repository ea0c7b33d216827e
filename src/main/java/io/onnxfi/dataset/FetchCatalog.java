package io.onnxfi.dataset;

import io.onnxfi.error.MalformedInputException;
import java.util.List;
import java.util.stream.Stream;

/**
 * What can be fetched, and how: data sets, checkpoints and published fault lists, from their
 * publishers, with checksums.
 */
public final class FetchCatalog {
  private final DataRoot root;
  private final Fetcher fetcher;
  private final Sources sources;
  private final BenchmarkFiles benchmarks = BenchmarkFiles.load();

  /** A catalogue of {@link Sources#OFFICIAL}. */
  public FetchCatalog(DataRoot root, Fetcher fetcher) {
    this(root, fetcher, Sources.OFFICIAL);
  }

  /**
   * A catalogue.
   *
   * @param root where files go
   * @param fetcher how they come
   * @param sources where from
   */
  public FetchCatalog(DataRoot root, Fetcher fetcher, Sources sources) {
    this.root = root;
    this.fetcher = fetcher;
    this.sources = sources;
  }

  /**
   * Every name that {@link #fetch} takes, except those of folders: {@code cifar10}, {@code mnist},
   * {@code dnn-benchmarks} and {@code dnn-benchmarks/<path>}.
   */
  public List<String> targets() {
    return Stream.concat(
            Stream.of(Cifar10.NAME, Mnist.NAME, BenchmarkFiles.NAME),
            benchmarks.all().stream().map(entry -> BenchmarkFiles.NAME + "/" + entry.path()))
        .toList();
  }

  /**
   * Makes sure that files are in their places below the data folder, verified. What is there with
   * the right content is left alone and needs no network.
   *
   * @param what one of {@link #targets()}, or a folder of {@code dnn-benchmarks}
   * @return one entry per file, in the order of the catalogue
   * @throws MalformedInputException if there is no such thing, with what there is; or if a
   *     publisher's file is not what it should be
   * @throws io.onnxfi.error.MissingResourceException if a file cannot be had, with the remedy
   */
  public List<FetchedFile> fetch(String what, FetchListener listener) {
    String prefix = BenchmarkFiles.NAME + "/";
    if (what.equals(Cifar10.NAME)) {
      return fetch(OfficialParcels.cifar10(sources), listener);
    }
    if (what.equals(Mnist.NAME)) {
      return fetch(OfficialParcels.mnist(sources), listener);
    }
    if (what.equals(BenchmarkFiles.NAME) || what.startsWith(prefix)) {
      String path = what.equals(BenchmarkFiles.NAME) ? "" : what.substring(prefix.length());
      return benchmarks.under(path).stream()
          .map(entry -> fetcher.fetch(entry.download(sources, root), listener))
          .toList();
    }
    throw MalformedInputException.of(
        "fetch",
        "one of %s, %s, %s[/<path>]".formatted(Cifar10.NAME, Mnist.NAME, BenchmarkFiles.NAME),
        what);
  }

  private List<FetchedFile> fetch(List<Parcel> parcels, FetchListener listener) {
    return parcels.stream()
        .flatMap(parcel -> parcel.fetch(root, fetcher, listener).stream())
        .toList();
  }
}
