package io.onnxfi.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.onnxfi.backend.Backend;
import io.onnxfi.backend.BackendProviders;
import io.onnxfi.backend.BackendSettings;
import io.onnxfi.backend.Session;
import io.onnxfi.campaign.Stage;
import io.onnxfi.onnx.OnnxModel;
import io.onnxfi.tensor.Shape;
import io.onnxfi.tensor.Tensor;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/**
 * A model that PyTorch exported, and what Python's ONNX Runtime makes of some inputs, as {@code
 * make_exports.py} leaves them.
 *
 * @param folder with {@code model.onnx}, {@code inputs.npy}, and {@code inputs.f32} and {@code
 *     outputs.f32}, their numbers row by row
 */
record ExportedModel(Path folder) {
  private static final String PROPERTY = "onnxfi.test.exports";
  private static final int BATCH = 2;
  private static final int CLASSES = 10;
  private static final int FAULTS = 6;

  /** Frameworks, and the same as the command line takes them. */
  static final List<String> BACKENDS = List.of("ort", "djl");

  private static final String BOTH = String.join(",", BACKENDS);

  /** All in the folder that a property names, by name; none without it. */
  static List<ExportedModel> given() {
    String root = System.getProperty(PROPERTY, "");
    return root.isEmpty() ? List.of() : in(Path.of(root));
  }

  private static List<ExportedModel> in(Path root) {
    try (Stream<Path> folders = Files.list(root)) {
      return folders
          .filter(folder -> Files.exists(folder.resolve("outputs.f32")))
          .sorted()
          .map(ExportedModel::new)
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  String name() {
    return folder.getFileName().toString();
  }

  Path model() {
    return folder.resolve("model.onnx");
  }

  private Path inputs() {
    return folder.resolve("inputs.npy");
  }

  Cli.Result layers() {
    return Cli.run("layers", model());
  }

  private Cli.Result generate(int faults, Path list) {
    return Cli.run(
        "faults",
        "generate",
        "--model",
        model(),
        "--trials",
        faults,
        "--seed",
        1,
        "--no-time",
        "--out",
        list);
  }

  /**
   * Draws faults and replays them in both frameworks, and each of them again by the plain engine.
   *
   * @param work a folder for the list and the run
   */
  Cli.Result replay(Path work) {
    Path list = work.resolve("faults.csv");
    Cli.Result drawn = generate(FAULTS, list);
    if (drawn.code() != 0) {
      return drawn;
    }
    return Cli.run(
        "replay",
        "--model",
        model(),
        "--faults",
        list,
        "--inputs",
        inputs(),
        "--batch",
        BATCH,
        "--threads",
        1,
        "--verify",
        100,
        "--backend",
        BOTH,
        "--out",
        work.resolve("run"));
  }

  /** The figures of {@code bench}, by framework. */
  private JsonNode bench(Path work, int faults) {
    Path list = work.resolve("bench.csv");
    Cli.Result result = generate(faults, list);
    if (result.code() == 0) {
      result =
          Cli.run(
              "bench",
              "--json",
              "--model",
              model(),
              "--faults",
              list,
              "--inputs",
              inputs(),
              "--threads",
              1,
              "--backend",
              BOTH);
    }
    try {
      return new ObjectMapper().readTree(result.out());
    } catch (JsonProcessingException e) {
      throw new IllegalStateException(name() + ": " + result.err(), e);
    }
  }

  /**
   * How far a framework's answers are from those of Python's ONNX Runtime, at most, as a share of
   * the largest of these.
   */
  double distance(String backend) {
    float[] inputs = numbers("inputs.f32");
    float[] expected = numbers("outputs.f32");
    int batches = expected.length / (BATCH * CLASSES);
    int row = BATCH * CLASSES;
    int pixels = inputs.length / batches;
    int side = (int) Math.sqrt(pixels / (3.0 * BATCH));
    float farthest = 0;
    float largest = 0;
    try (Backend opened = BackendProviders.named(backend, "backend").open(BackendSettings.DEFAULT);
        Session session = opened.open(OnnxModel.load(model()))) {
      for (int batch = 0; batch < batches; batch++) {
        float[] images = Arrays.copyOfRange(inputs, batch * pixels, (batch + 1) * pixels);
        Tensor input = Tensor.ofFloats(Shape.of(BATCH, 3, side, side), images);
        float[] found = session.run(List.of(input)).get(0).toFloatArray();
        for (int i = 0; i < row; i++) {
          float wanted = expected[batch * row + i];
          farthest = Math.max(farthest, Math.abs(found[i] - wanted));
          largest = Math.max(largest, Math.abs(wanted));
        }
      }
    }
    return farthest / largest;
  }

  private float[] numbers(String file) {
    try {
      ByteBuffer bytes = ByteBuffer.wrap(Files.readAllBytes(folder.resolve(file)));
      float[] numbers = new float[bytes.remaining() / Float.BYTES];
      bytes.order(ByteOrder.LITTLE_ENDIAN).asFloatBuffer().get(numbers);
      return numbers;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * A row of the table of the documentation: in each framework, the layers that are run whole, how
   * many times faster the cutting engine is with the planning of its cuts, and without it, which
   * longer campaigns do once as well, and the faults of equal counts.
   *
   * @param work a folder for the list
   */
  private String row(Path work, int faults) {
    JsonNode figures = bench(work, faults);
    StringBuilder row = new StringBuilder();
    for (String backend : BACKENDS) {
      JsonNode own = figures.get(backend);
      double plain = own.get("plain_seconds").asDouble();
      double cut = own.get("cut_seconds").asDouble();
      double planning = own.get("stage_seconds").path(Stage.PLANNING.label()).asDouble();
      row.append(
          String.format(
              Locale.ROOT,
              " | %d | %.2f | %.2f | %d of %d",
              own.get("whole_model_layers").size(),
              plain / cut,
              plain / (cut - planning),
              own.get("identical_counts").asLong(),
              own.get("faults").asLong()));
    }
    return row.toString();
  }

  /** Prints a row for each: FOLDER PATTERN FAULTS. */
  public static void main(String... arguments) throws IOException {
    int faults = Integer.parseInt(arguments[2]);
    for (ExportedModel each : in(Path.of(arguments[0]))) {
      if (each.name().matches(arguments[1])) {
        System.out.println(each.name() + each.row(Files.createTempDirectory("exports"), faults));
      }
    }
  }
}
