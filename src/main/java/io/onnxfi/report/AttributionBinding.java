package io.onnxfi.report;

import io.onnxfi.dataset.Checksum;
import io.onnxfi.error.MalformedInputException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * {@code attribution.json}: the SHA-256 of {@code attribution.csv} and of the files that it was
 * made of, by their names. Causes are shown beside the outcomes that they explain, not beside
 * others.
 */
public final class AttributionBinding {
  private AttributionBinding() {}

  /**
   * Binds the attribution that lies in a run.
   *
   * @param backends whose outcomes it explains
   */
  public static void write(RunDirectory run, List<String> backends) {
    Map<String, Object> digests = new LinkedHashMap<>();
    add(run.attribution(), digests);
    for (String backend : backends) {
      add(run.outcomes(backend), digests);
      add(run.images(backend), digests);
    }
    Json.write(run.attributionBinding(), digests);
  }

  private static void add(Path file, Map<String, Object> digests) {
    if (Files.exists(file)) {
      digests.put(String.valueOf(file.getFileName()), sha256(file));
    }
  }

  /** Whether the attribution that lies in a run was made of the outcomes that lie there. */
  static boolean holds(RunDirectory run) {
    if (!Files.exists(run.attributionBinding())) {
      return false;
    }
    Map<String, Object> digests = Json.read(run.attributionBinding());
    return digests.containsKey(String.valueOf(run.attribution().getFileName()))
        && digests.entrySet().stream()
            .allMatch(entry -> holds(run, entry.getKey(), entry.getValue()));
  }

  /** A name with a folder in it is none of a file here. */
  private static boolean holds(RunDirectory run, String name, Object digest) {
    return name.matches("[A-Za-z0-9._-]+")
        && Files.isRegularFile(run.file(name))
        && digest.equals(sha256(run.file(name)));
  }

  private static String sha256(Path file) {
    try {
      return Checksum.of(file, Checksum.Algorithm.SHA_256).hex();
    } catch (IOException e) {
      throw new MalformedInputException("%s: cannot be read (%s)".formatted(file, e), e);
    }
  }
}
