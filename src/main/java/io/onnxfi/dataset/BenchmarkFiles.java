package io.onnxfi.dataset;

import io.onnxfi.error.MalformedInputException;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Comparator;
import java.util.List;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVParser;
import org.apache.commons.csv.CSVRecord;
import org.apache.commons.text.similarity.LevenshteinDistance;

/**
 * The known files of cad-polito-it/dnn-benchmarks: checkpoints, fault lists and the licence.
 *
 * <p>They are listed in the resource {@code dnn-benchmarks.csv} with the columns {@code path}
 * (below the repository), {@code bytes}, {@code sha256} and {@code lfs} (whether Git LFS holds it).
 */
final class BenchmarkFiles {
  static final String NAME = "dnn-benchmarks";

  private static final String RESOURCE = "dnn-benchmarks.csv";
  private static final int SUGGESTIONS = 3;

  private final List<Entry> entries;

  private BenchmarkFiles(List<Entry> entries) {
    this.entries = entries;
  }

  /** One row of the list. */
  record Entry(String path, long bytes, Checksum checksum, boolean lfs) {
    private static Entry of(CSVRecord row) {
      return new Entry(
          row.get("path"),
          Long.parseLong(row.get("bytes")),
          Checksum.sha256(row.get("sha256")),
          Boolean.parseBoolean(row.get("lfs")));
    }

    Download download(Sources sources, DataRoot root) {
      return new Download(
          (lfs ? sources.benchmarksLfs() : sources.benchmarks()).resolve(path),
          root.resolve(NAME + "/" + path),
          bytes,
          checksum,
          NAME + "/" + path);
    }
  }

  /** Reads the list that comes with the program. */
  static BenchmarkFiles load() {
    CSVFormat format = CSVFormat.RFC4180.builder().setHeader().setSkipHeaderRecord(true).get();
    try (InputStream in = BenchmarkFiles.class.getResourceAsStream(RESOURCE);
        CSVParser rows =
            CSVParser.parse(new InputStreamReader(in, StandardCharsets.UTF_8), format)) {
      return new BenchmarkFiles(rows.stream().map(Entry::of).toList());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  List<Entry> all() {
    return entries;
  }

  /**
   * The file at {@code path}, or all files in the folder of that name; all there are if it is
   * empty.
   *
   * @throws MalformedInputException if there is neither, with the paths that come nearest
   */
  List<Entry> under(String path) {
    String folder = path.isEmpty() || path.endsWith("/") ? path : path + "/";
    List<Entry> found =
        entries.stream()
            .filter(entry -> entry.path().equals(path) || entry.path().startsWith(folder))
            .toList();
    if (found.isEmpty()) {
      throw MalformedInputException.of(
          "fetch", "a known path below " + NAME + ", such as " + nearest(path), path);
    }
    return found;
  }

  /** The known paths that take the fewest edits, the file names weighing most. */
  private List<String> nearest(String path) {
    LevenshteinDistance edits = LevenshteinDistance.getDefaultInstance();
    return entries.stream()
        .map(Entry::path)
        .sorted(
            Comparator.comparingInt(
                known -> edits.apply(path, known) + 2 * edits.apply(name(path), name(known))))
        .limit(SUGGESTIONS)
        .toList();
  }

  private static String name(String path) {
    return path.substring(path.lastIndexOf('/') + 1);
  }
}
