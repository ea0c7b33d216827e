package io.onnxfi.cli;

import io.onnxfi.onnx.OnnxModel;
import io.onnxfi.testing.Graphs;
import io.onnxfi.testing.Networks;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * Sound files for {@link FuzzTest}, and places for damaged ones.
 *
 * @param folder where they are made
 */
record FuzzFiles(Path folder) {
  Path file(String name, String text) {
    try {
      return Files.writeString(folder.resolve(name), text);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  Path resource(String path) {
    Path copy = folder.resolve(path.substring(path.lastIndexOf('/') + 1));
    try (InputStream stream = FuzzFiles.class.getResourceAsStream(path)) {
      Files.write(copy, stream.readAllBytes());
      return copy;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  List<Path> models() {
    List<Path> models = new ArrayList<>();
    List<OnnxModel> networks =
        List.of(Graphs.tinyCnn(2), Networks.dense(), Networks.depthwise(), Networks.reshaping());
    for (OnnxModel network : networks) {
      Path file = folder.resolve("network" + models.size() + ".onnx");
      network.save(file);
      models.add(file);
    }
    return models;
  }

  /** Puts the file in place of the only image of a folder data set. */
  static void place(Path file, Path images) {
    try {
      Path cat = images.resolve("cat");
      try (Stream<Path> old = Files.list(cat)) {
        for (Path each : old.toList()) {
          Files.delete(each);
        }
      }
      Files.copy(file, cat.resolve(file.getFileName()));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** A copy of a run with one file in place of its own. */
  static Path withDamaged(Path run, Path file) {
    Path copy = file.resolveSibling("run-" + file.getFileName());
    try {
      Files.createDirectories(copy);
      try (Stream<Path> files = Files.list(run)) {
        for (Path each : files.toList()) {
          Files.copy(each, copy.resolve(each.getFileName()));
        }
      }
      String name = String.valueOf(file.getFileName()).substring("damaged-".length());
      Files.write(copy.resolve(name), Files.readAllBytes(file));
      return copy;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
