package io.onnxfi.nodes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.onnxfi.backend.Backend;
import io.onnxfi.backend.BackendProviders;
import io.onnxfi.backend.BackendSettings;
import io.onnxfi.nodes.NodeCase.Verdict;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** ONNX's own tests of operators, if the folder with them is given. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class NodeSuiteTest {
  private static final int TESTS = 1615;
  private static final int LEAST_IN_PYTORCH = 1480;

  private NodeSuite suite;

  @BeforeAll
  void find() {
    assumeTrue(
        NodeSuite.given().isPresent(),
        "-Donnxfi.test.nodes=FOLDER names onnx/backend/test/data/node of the wheel of onnx 1.19.0");
    suite = NodeSuite.given().orElseThrow();
  }

  private static Set<String> names(List<NodeCase.Result> results, Verdict verdict) {
    return results.stream()
        .filter(result -> result.verdict() == verdict)
        .map(NodeCase.Result::name)
        .collect(Collectors.toCollection(TreeSet::new));
  }

  @Test
  void shouldPassInOnnxRuntimeWhatPythonPasses() throws IOException {
    Map<String, String> reference = NodeSuite.reference();
    List<NodeCase.Result> results = suite.run("ort", ".*");
    assertThat(results).hasSize(TESTS);
    assertThat(names(results, Verdict.CRASHED)).isEmpty();
    assertThat(names(results, Verdict.WRONG))
        .allSatisfy(name -> assertThat(reference.get(name)).as(name).isEqualTo("wrong"));
    Set<String> missing = names(results, Verdict.REFUSED);
    missing.removeIf(name -> !reference.get(name).equals("passed"));
    assertThat(missing).isEmpty();
  }

  /** Other numbers than expected are those that ONNX Runtime has too, here and in Python. */
  private void requireMistaken(Set<String> names) throws IOException {
    Map<String, String> reference = NodeSuite.reference();
    try (Backend ort = BackendProviders.named("ort", "test").open(BackendSettings.DEFAULT);
        Backend djl = BackendProviders.named("djl", "test").open(BackendSettings.DEFAULT)) {
      for (String name : names) {
        assertThat(name).matches("test_(attention|qlinearmatmul)_.*");
        assertThat(reference.get(name)).as(name).isEqualTo("wrong");
        NodeCase mistaken = new NodeCase(suite.folder().resolve(name));
        assertThat(mistaken.difference(ort, djl)).as(name).isEmpty();
      }
    }
  }

  @Test
  void shouldPassInPyTorchOrRefuse() throws IOException {
    List<NodeCase.Result> results = suite.run("djl", ".*");
    assertThat(names(results, Verdict.CRASHED)).isEmpty();
    requireMistaken(names(results, Verdict.WRONG));
    assertThat(names(results, Verdict.PASSED)).hasSizeGreaterThanOrEqualTo(LEAST_IN_PYTORCH);
    for (NodeCase.Result result : results) {
      if (result.verdict() == Verdict.REFUSED) {
        assertThat(result.why()).as(result.name()).isNotBlank().doesNotContain("\n");
      }
    }
  }
}
