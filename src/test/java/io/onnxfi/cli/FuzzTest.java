package io.onnxfi.cli;

import static org.assertj.core.api.Assertions.assertThat;

import ai.onnx.proto.OnnxMl.ModelProto;
import com.google.protobuf.InvalidProtocolBufferException;
import io.onnxfi.checkpoint.Checkpoint;
import io.onnxfi.checkpoint.ParameterShapes;
import io.onnxfi.dataset.DataRoot;
import io.onnxfi.dataset.Datasets;
import io.onnxfi.dataset.Split;
import io.onnxfi.fault.FaultList;
import io.onnxfi.fault.FaultResolver;
import io.onnxfi.fault.FaultSampler;
import io.onnxfi.fault.list.AlfiReading;
import io.onnxfi.fault.list.ListConversion;
import io.onnxfi.fault.list.Naming;
import io.onnxfi.fault.model.BitFlip;
import io.onnxfi.onnx.Dataflow;
import io.onnxfi.onnx.OnnxModel;
import io.onnxfi.onnx.WeightTable;
import io.onnxfi.report.RunDirectory;
import io.onnxfi.report.RunResults;
import io.onnxfi.study.ResultTable;
import io.onnxfi.study.StudyConfig;
import io.onnxfi.tensor.Shape;
import io.onnxfi.testing.Graphs;
import io.onnxfi.testing.MessageMutation;
import io.onnxfi.testing.Mutation;
import io.onnxfi.zoo.Architecture;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.BiFunction;
import java.util.random.RandomGenerator;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/**
 * Damaged files of every kind through the commands that read them: each ends in time, with a
 * documented exit code and without a stack trace.
 *
 * <p>{@code -Donnxfi.test.fuzz=100000} tries so many in all; {@code -Donnxfi.test.fuzz.seed=2}
 * others. The case at work is in {@code target/fuzz/NAME.case} if the JVM itself should end; {@code
 * -Donnxfi.test.fuzz.from=NUMBER} begins there.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class FuzzTest {
  private static final int BUDGET = Integer.getInteger("onnxfi.test.fuzz", 1_000);
  private static final int KINDS = 8;

  @TempDir private static Path folder;
  private final ExecutorService worker = Executors.newSingleThreadExecutor();
  private FuzzFiles files;
  private Path model;
  private Path list;
  private final ParameterShapes shapes = tinyShapes();

  @BeforeAll
  void prepare() {
    files = new FuzzFiles(folder);
    model = folder.resolve("model.onnx");
    OnnxModel tiny = Graphs.tinyCnn(2);
    tiny.save(model);
    list = folder.resolve("list.csv");
    FaultSampler.draw(tiny, 4, 1).write(list);
  }

  private static ParameterShapes tinyShapes() {
    Architecture tiny = Graphs.tinyCnnArchitecture();
    Map<String, Shape> shapes = new LinkedHashMap<>();
    tiny.parameters().forEach(parameter -> shapes.put(parameter.name(), parameter.shape()));
    return new ParameterShapes(tiny.name(), shapes);
  }

  /** What every command asks of a model before it runs. */
  private static void readModel(Path file) {
    OnnxModel read = OnnxModel.load(file);
    WeightTable.of(read);
    new Dataflow(read);
    FaultSampler.draw(read, 1, 1);
  }

  @AfterAll
  void stop() {
    worker.shutdownNow();
  }

  private static Object[] words(Object... words) {
    return words;
  }

  private Object[] replay(Path onnx, Path faults, Path out, Object... more) {
    return Cli.join(
        words(
            "replay",
            "--model",
            onnx,
            "--faults",
            faults,
            "--dataset",
            "synthetic",
            "--images",
            4,
            "--batch",
            4,
            "--threads",
            1,
            "--out",
            out),
        more);
  }

  @Test
  void shouldReadOrRefuseDamagedLists() {
    String header = "Injection,Layer,TensorIndex,Bit";
    String row = "conv2,\"(3, 0, 2, 1)\",15";
    List<Path> seeds =
        List.of(
            list,
            files.file(
                "bare.csv", header + "\n0," + row + "\n1,conv1.weight,\"(0, 1, 2, 0)\",30\n"),
            files.file(
                "published.csv",
                header + ",n_injections,masked,non_critical,critical\r\n0," + row + ",4,1,2,1\r\n"),
            files.file(
                "keras.csv", header + "\n0,conv2d_1,\"(2, 1, 0, 3)\",15\n1,dense,\"(3, 1)\",1\n"),
            files.file(
                "semicolon.csv",
                "sep=;\n" + header.replace(',', ';') + "\n0;conv1;(3, 0, 2, 1);15\n"),
            files.file("headerless.csv", "0," + row + "\n\n1," + row + "\n"));
    run(
        new FuzzTarget(
            "lists",
            seeds,
            Mutation::damage,
            file -> {
              FaultList read = FaultList.read(file);
              new FaultResolver(OnnxModel.load(model)).place(read, new BitFlip());
            },
            List.of(
                (file, out) -> words("faults", "audit", file, "--model", model),
                (file, out) -> words("estimate", file),
                (file, out) -> words("faults", "precision", file),
                (file, out) -> words("compare", file, list),
                (file, out) -> words("faults", "diff", file, list, "--json"),
                (file, out) -> words("faults", "merge", list, file, "--out", out),
                (file, out) -> words("faults", "split", file, "--by", "bit", "--out", out),
                (file, out) ->
                    words(
                        "faults", "convert", file, "--model", model, "--to", "keras", "--out", out),
                (file, out) -> replay(model, file, out, "--backend", "ort")),
            // an audit or a comparison that finds something ends with 1
            Set.of(ExitCode.DONE, ExitCode.DISAGREEMENT, ExitCode.BAD_INPUT, ExitCode.MISSING)));
  }

  @Test
  void shouldReadOrRefuseDamagedListsOfOtherTools() {
    List<Path> seeds =
        List.of(
            files.file(
                "neurons.csv",
                """
                Injection,LayerName,LayerIndex,FeatureMapIndex,Value
                0,conv1,0,"[(3, 5, 6), (0, 1, 2)]","[0.25, -1.5e-05]"
                1,conv2,1,"(np.int64(3), np.int64(5), np.int64(6))",np.float64(0.5)
                """),
            files.file(
                "weights.csv",
                """
                layer,filter,channel,depth,height,width,value
                0,3,0,-1,2,1,1200
                3,-1,-1,-1,9,30,-2.5
                """),
            files.file(
                "results.csv",
                """
                file_path,layer,channel_in,channel_out,3D channel,height,width,bit
                a.png,"[0, 1]",,"[3, 4]","[-1, -1]","[5, 0]","[6, 0]","[1, 2]"
                """));
    run(
        FuzzTarget.ofBytes(
            "lists of other tools",
            seeds,
            file ->
                ListConversion.convert(
                    file,
                    OnnxModel.load(model),
                    Optional.empty(),
                    AlfiReading.DEFAULT,
                    Naming.PYTORCH),
            List.of(
                (file, out) -> words("faults", "convert", file, "--model", model, "--out", out),
                (file, out) ->
                    words(
                        "faults",
                        "convert",
                        file,
                        "--from",
                        "alfi-neurons",
                        "--policy",
                        "per_image",
                        "--model",
                        model,
                        "--out",
                        out))));
  }

  @Test
  void shouldReadOrRefuseDamagedCheckpoints() {
    String torch = "/io/onnxfi/checkpoint/torch/";
    List<Path> seeds =
        Stream.of(
                "legacy-nested.th",
                "legacy-views.th",
                "mixed.safetensors",
                "zip-nested.pth",
                "zip-views.pt",
                "zip-no-checksums.pt",
                "zip-float16.pt")
            .map(name -> files.resource(torch + name))
            .toList();
    run(
        FuzzTarget.ofBytes(
            "checkpoints",
            seeds,
            file -> Checkpoint.read(file).stateDict(shapes, Optional.empty()),
            List.of(
                (file, out) ->
                    words(
                        "import",
                        "--arch",
                        "tiny_cnn",
                        "--checkpoint",
                        file,
                        "--dataset",
                        "synthetic",
                        "--no-check",
                        "--convert",
                        "--out",
                        out))));
  }

  private List<BiFunction<Path, Path, Object[]>> modelCommands() {
    Path faults =
        files.file("any.csv", "Injection,Layer,TensorIndex,Bit\n0,linear.weight,\"(3, 1)\",30\n");
    return List.of(
        (file, out) -> words("layers", file),
        (file, out) ->
            words(
                "faults", "generate", "--no-time", "--model", file, "--margin", 0.2, "--out", out),
        (file, out) ->
            words("inject", file, "--layer", "linear", "--index", "3,1", "--bit", 30, "--out", out),
        (file, out) -> replay(file, faults, out, "--backend", "ort"),
        (file, out) -> replay(file, faults, out, "--backend", "djl"),
        (file, out) -> replay(file, faults, out, "--engine", "plain"));
  }

  @Test
  void shouldReadOrRefuseDamagedModelFiles() {
    run(FuzzTarget.ofBytes("model-bytes", files.models(), FuzzTest::readModel, modelCommands()));
  }

  @Test
  void shouldRunOrRefuseModelsThatAreWrongWithinTheirGrammar() {
    run(
        new FuzzTarget(
            "model-messages",
            files.models(),
            FuzzTest::changeMessage,
            FuzzTest::readModel,
            modelCommands(),
            FuzzTarget.ENDS));
  }

  private static byte[] changeMessage(byte[] bytes, RandomGenerator random) {
    try {
      return MessageMutation.change(ModelProto.parseFrom(bytes), random).toByteArray();
    } catch (InvalidProtocolBufferException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** What is given beside a file wins, so that no number in it makes a case long. */
  private Object[] study(Path config, Path out) {
    return words(
        "study",
        "ber",
        "--config",
        config,
        "--model",
        model,
        "--dataset",
        "synthetic",
        "--images",
        4,
        "--rates",
        "1e-3",
        "--repetitions",
        1,
        "--by-repetitions",
        1,
        "--backend",
        "ort",
        "--threads",
        1,
        "--batch",
        4,
        "--out",
        out);
  }

  @Test
  void shouldReadOrRefuseDamagedConfigurations() {
    List<Path> seeds =
        List.of(
            files.file(
                "study.yaml",
                "# a study\nseed: 3\nindependent: true\nselect:\n- conv1\n- \"re:conv[23]\"\n"),
            files.file("flow.yaml", "{seed: 0, by: [layer, bit], sites: 'weights', margin: 0.5}\n"),
            files.file("anchors.yaml", "a: &a [conv1, conv2]\nselect: *a\n"));
    run(FuzzTarget.ofBytes("configurations", seeds, StudyConfig::read, List.of(this::study)));
  }

  @Test
  void shouldReadOrRefuseDamagedTablesOfStudies() {
    List<String> header = List.of("model", "rate", "top1");
    List<Path> seeds =
        List.of(
            files.file("measured.csv", "model,rate,top1\ntiny,1e-3,5\n\"a, b\",1e-4,6\n"),
            files.file("torn.csv", "model,rate,top1\ntiny,1e-3,5\ntiny,1e-"));
    run(
        FuzzTarget.ofBytes(
            "tables of studies",
            seeds,
            file ->
                ResultTable.open(file, header, 2, row -> Double.parseDouble(row.get(1))).close(),
            List.of((file, out) -> words("estimate", file))));
  }

  @Test
  void shouldReadOrRefuseDamagedImages() throws IOException {
    Path images = folder.resolve("images");
    for (String name : List.of("cat", "dog")) {
      Files.createDirectories(images.resolve(name));
    }
    String data = "/io/onnxfi/dataset/";
    List<Path> seeds =
        Stream.of(
                "alpha.png",
                "colour-420.jpg",
                "colour-progressive.jpg",
                "colour.ppm",
                "grey.pgm",
                "palette.png",
                "colour-profile.png",
                "grey-alpha.png",
                "one-bit.png")
            .map(name -> files.resource(data + name))
            .toList();
    run(
        FuzzTarget.ofBytes(
            "images",
            seeds,
            file -> {
              FuzzFiles.place(file, images);
              Datasets.named("folder:" + images).load(new DataRoot(folder), Split.TEST);
            },
            List.of(
                (file, out) -> {
                  FuzzFiles.place(file, images);
                  return words(
                      "replay",
                      "--model",
                      model,
                      "--faults",
                      list,
                      "--dataset",
                      "folder:" + images,
                      "--resize",
                      "16x16",
                      "--mean",
                      "0,0,0",
                      "--std",
                      "1,1,1",
                      "--backend",
                      "ort",
                      "--out",
                      out);
                })));
  }

  @Test
  void shouldReadOrRefuseDamagedRuns() throws IOException {
    Path run = folder.resolve("sound-run");
    assertThat(Cli.run(replay(model, list, run)).code()).isZero();
    List<Path> seeds;
    try (Stream<Path> files = Files.list(run)) {
      seeds = files.sorted().toList();
    }
    run(
        FuzzTarget.ofBytes(
            "runs",
            seeds,
            file -> RunResults.read(new RunDirectory(FuzzFiles.withDamaged(run, file))),
            List.of(
                (file, out) -> words("report", FuzzFiles.withDamaged(run, file)),
                (file, out) -> words("estimate", FuzzFiles.withDamaged(run, file)),
                (file, out) ->
                    words(
                        "attribute",
                        FuzzFiles.withDamaged(run, file),
                        "--model",
                        model,
                        "--dataset",
                        "synthetic"),
                (file, out) -> replay(model, list, FuzzFiles.withDamaged(run, file), "--resume"),
                (file, out) -> replay(model, list, FuzzFiles.withDamaged(run, file)))));
  }

  private void run(FuzzTarget target) {
    new FuzzRun(folder, worker).run(target, Math.max(1, BUDGET / KINDS));
  }
}
