package io.onnxfi.dataset;

import io.onnxfi.error.MalformedInputException;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * What can be fetched, and how: data sets, checkpoints and published fault lists, from their
 * publishers, with checksums.
 */
public final class FetchCatalog {
  private static final Map<String, Function<Sources, List<Fetchable>>> PARCELS = parcels();

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
   * Every name that {@link #fetch} takes, except those of folders: the data sets, {@code
   * dnn-benchmarks} and {@code dnn-benchmarks/<path>}.
   */
  public List<String> targets() {
    return Stream.concat(
            Stream.concat(PARCELS.keySet().stream(), Stream.of(BenchmarkFiles.NAME)),
            benchmarks.all().stream().map(entry -> BenchmarkFiles.NAME + "/" + entry.path()))
        .toList();
  }

  /**
   * Makes sure that files are in their places below the data folder, verified. What is there with
   * the right content is left alone and needs no network.
   *
   * @param what one of {@link #targets()}, or a folder of {@code dnn-benchmarks}
   * @return one entry per file, or per folder of many, in the order of the catalogue
   * @throws MalformedInputException if there is no such thing, with what there is; or if a
   *     publisher's file is not what it should be
   * @throws io.onnxfi.error.MissingResourceException if a file cannot be had, with the remedy
   */
  public List<FetchedFile> fetch(String what, FetchListener listener) {
    String prefix = BenchmarkFiles.NAME + "/";
    if (PARCELS.containsKey(what)) {
      return PARCELS.get(what).apply(sources).stream()
          .flatMap(parcel -> parcel.fetch(root, fetcher, listener).stream())
          .toList();
    }
    if (what.equals(BenchmarkFiles.NAME) || what.startsWith(prefix)) {
      String path = what.equals(BenchmarkFiles.NAME) ? "" : what.substring(prefix.length());
      return benchmarks.under(path).stream()
          .map(entry -> fetcher.fetch(entry.download(sources, root), listener))
          .toList();
    }
    throw MalformedInputException.of(
        "fetch",
        "one of %s, %s[/<path>]"
            .formatted(String.join(", ", PARCELS.keySet()), BenchmarkFiles.NAME),
        what);
  }

  private static Map<String, Function<Sources, List<Fetchable>>> parcels() {
    // Linked, because the order is the one that users see.
    Map<String, Function<Sources, List<Fetchable>>> parcels = new LinkedHashMap<>();
    parcels.put(Cifar10.NAME, OfficialParcels::cifar10);
    parcels.put(Cifar100.NAME, OfficialParcels::cifar100);
    parcels.put(Gtsrb.NAME, OfficialParcels::gtsrb);
    parcels.put(Mnist.NAME, OfficialParcels::mnist);
    parcels.put(TinyImageNet.NAME, OfficialParcels::tinyImageNet);
    return Collections.unmodifiableMap(parcels);
  }
}
