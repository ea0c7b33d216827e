package io.onnxfi.cli;

import static org.assertj.core.api.Assertions.assertThat;

import ai.onnx.proto.OnnxMl.ModelProto;
import io.onnxfi.fault.FaultSampler;
import io.onnxfi.onnx.OnnxModel;
import io.onnxfi.testing.Graphs;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Models that leave the shape of their input open. */
class InputShapeTest {
  @TempDir private Path folder;
  private Path shaped;
  private Path open;
  private Path faults;

  @BeforeEach
  void prepare() throws IOException {
    OnnxModel tiny = Graphs.tinyCnn(2);
    shaped = folder.resolve("shaped.onnx");
    tiny.save(shaped);
    faults = folder.resolve("faults.csv");
    FaultSampler.draw(tiny, 6, 1).write(faults);
    ModelProto.Builder proto = ModelProto.parseFrom(Files.readAllBytes(shaped)).toBuilder();
    proto.getGraphBuilder().getInputBuilder(0).getTypeBuilder().getTensorTypeBuilder().clearShape();
    open = Files.write(folder.resolve("open.onnx"), proto.build().toByteArray());
  }

  /** Where a model is read that may leave its input open; not where one is made. */
  @Test
  void shouldBeOfferedOnlyWhereAModelIsRead() {
    for (String command : new String[] {"replay", "plan", "explain", "profile", "quantize"}) {
      assertThat(Cli.run(command, "--help").out()).contains("--input-shape", "--output=NAME");
    }
    for (String command : new String[] {"train", "import"}) {
      assertThat(Cli.run(command, "--help").out())
          .contains("--dataset")
          .doesNotContain("--input-shape", "--output=NAME");
    }
  }

  @Test
  void shouldAskForTheShape() {
    Cli.Result result = Cli.replay(open, faults, folder.resolve("run"));
    assertThat(result.code()).isEqualTo(ExitCode.BAD_INPUT);
    assertThat(result.err()).contains("input 'input' without a shape; give --input-shape CxHxW");
  }

  @Test
  void shouldGiveTheSameOutcomesWithTheShapeGiven() throws IOException {
    Path run = folder.resolve("run");
    Path same = folder.resolve("same");
    assertThat(Cli.replay(open, faults, run, "--input-shape", "3x16x16").code()).isZero();
    assertThat(Cli.replay(shaped, faults, same).code()).isZero();
    for (String name : new String[] {"outcomes-ort.csv", "outcomes-djl.csv"}) {
      assertThat(run.resolve(name)).hasSameBinaryContentAs(same.resolve(name));
    }
  }

  @Test
  void shouldRefuseAShapeThatIsNoneOrNotAskedFor() {
    Path run = folder.resolve("run");
    Cli.Result wrong = Cli.replay(open, faults, run, "--input-shape", "3,16,16");
    assertThat(wrong.code()).isEqualTo(ExitCode.BAD_INPUT);
    assertThat(wrong.err()).contains("--input-shape: expected CxHxW, such as 3x32x32");
    Cli.Result stated = Cli.replay(shaped, faults, run, "--input-shape", "3x16x16");
    assertThat(stated.code()).isEqualTo(ExitCode.BAD_INPUT);
    assertThat(stated.err()).contains("--input-shape, ", "expected a model of one input without");
  }
}
