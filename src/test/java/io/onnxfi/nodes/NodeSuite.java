package io.onnxfi.nodes;

import io.onnxfi.backend.Backend;
import io.onnxfi.backend.BackendProviders;
import io.onnxfi.backend.BackendSettings;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * ONNX's own tests of operators: 1,615 small models with inputs and outputs, which the wheel of
 * onnx 1.19.0 has in {@code onnx/backend/test/data/node} (later ones do not).
 *
 * @param folder with a folder for each test
 */
record NodeSuite(Path folder) {
  private static final String PROPERTY = "onnxfi.test.nodes";
  private static final String REFERENCE = "reference.csv";

  /** The suite in the folder that a property names, if one does. */
  static Optional<NodeSuite> given() {
    return Optional.ofNullable(System.getProperty(PROPERTY))
        .filter(path -> !path.isEmpty())
        .map(path -> new NodeSuite(Path.of(path)));
  }

  /**
   * Runs them in one framework.
   *
   * @param pattern of names
   */
  List<NodeCase.Result> run(String backend, String pattern) {
    List<NodeCase.Result> results = new ArrayList<>();
    try (Stream<Path> all = Files.list(folder);
        Backend opened = BackendProviders.named(backend, "backend").open(BackendSettings.DEFAULT)) {
      List<Path> cases =
          all.filter(path -> path.getFileName().toString().matches(pattern)).sorted().toList();
      cases.forEach(each -> results.add(new NodeCase(each).run(opened)));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return results;
  }

  /** What Python's ONNX Runtime makes of each test, as {@code nodes_reference.py} found. */
  static Map<String, String> reference() throws IOException {
    try (var in = NodeSuite.class.getResourceAsStream(REFERENCE)) {
      String text = new String(in.readAllBytes(), java.nio.charset.StandardCharsets.UTF_8);
      return text.lines()
          .skip(1)
          .map(line -> line.split(","))
          .collect(Collectors.toMap(cells -> cells[0], cells -> cells[1]));
    }
  }

  /** How many ended in each way. */
  static Map<NodeCase.Verdict, Long> counts(List<NodeCase.Result> results) {
    return results.stream()
        .collect(
            Collectors.groupingBy(NodeCase.Result::verdict, TreeMap::new, Collectors.counting()));
  }

  /** Prints what does not pass: FOLDER BACKEND PATTERN. */
  public static void main(String... arguments) {
    List<NodeCase.Result> results =
        new NodeSuite(Path.of(arguments[0])).run(arguments[1], arguments[2]);
    for (NodeCase.Result result : results) {
      if (result.verdict() != NodeCase.Verdict.PASSED) {
        System.out.printf(
            "%s %s [%s] %s%n",
            result.verdict(), result.name(), String.join(" ", result.operators()), result.why());
      }
    }
    System.out.println(counts(results));
  }
}
