package io.onnxfi.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/** Models that PyTorch exported, if the folder with them is given. */
class ExportedModelsTest {
  /** Of the largest value. */
  private static final double NEAR = 1e-4;

  @TempDir private Path work;

  @TestFactory
  Stream<DynamicTest> shouldRunInBothFrameworks() {
    assumeTrue(
        !ExportedModel.given().isEmpty(),
        "-Donnxfi.test.exports=FOLDER names what make_exports.py made");
    return ExportedModel.given().stream()
        .map(model -> DynamicTest.dynamicTest(model.name(), () -> check(model)));
  }

  private void check(ExportedModel model) throws IOException {
    Cli.Result layers = model.layers();
    assertThat(layers.code()).as(layers.err()).isZero();
    assertThat(layers.out()).contains("read as scores");
    for (String backend : ExportedModel.BACKENDS) {
      assertThat(model.distance(backend)).as(backend).isLessThan(NEAR);
    }
    Cli.Result replay = model.replay(Files.createDirectory(work.resolve(model.name())));
    assertThat(replay.code()).as(replay.err()).isZero();
  }
}
