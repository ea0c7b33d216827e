package io.onnxfi.nodes;

import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/** The table of operators for the documentation, in Markdown: FOLDER. */
final class NodeTable {
  private final Map<String, int[]> rows = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);

  private void count(List<NodeCase.Result> results, int column) {
    for (NodeCase.Result result : results) {
      for (String operator : result.operators()) {
        int[] row = rows.computeIfAbsent(operator, name -> new int[3]);
        row[0] += column == 1 ? 1 : 0;
        row[column] += result.verdict() == NodeCase.Verdict.PASSED ? 1 : 0;
      }
    }
  }

  /** Prints it. */
  public static void main(String... arguments) {
    NodeSuite suite = new NodeSuite(Path.of(arguments[0]));
    NodeTable table = new NodeTable();
    table.count(suite.run("ort", ".*"), 1);
    table.count(suite.run("djl", ".*"), 2);
    System.out.println("| operator | tests | ONNX Runtime | PyTorch |\n|---|---|---|---|");
    table.rows.forEach(
        (name, row) ->
            System.out.printf(
                Locale.ROOT, "| %s | %d | %d | %d |%n", name, row[0], row[1], row[2]));
  }
}
