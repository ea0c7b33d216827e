package io.onnxfi.run;

import io.onnxfi.checkpoint.Checkpoint;
import io.onnxfi.checkpoint.ParameterShapes;
import io.onnxfi.checkpoint.StateDict;
import io.onnxfi.dataset.Dataset;
import io.onnxfi.error.UnsupportedInputException;
import io.onnxfi.onnx.Initializer;
import io.onnxfi.onnx.OnnxModel;
import io.onnxfi.report.Figures;
import io.onnxfi.tensor.Shape;
import io.onnxfi.tensor.Tensor;
import io.onnxfi.zoo.Architecture;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A PyTorch checkpoint as an ONNX model.
 *
 * @param model of the architecture, with the checkpoint's weights, which says where it comes from
 * @param architecture its name
 * @param notes what was assumed to read the checkpoint, a line each
 */
public record CheckpointImport(OnnxModel model, String architecture, List<String> notes) {
  /** Allows weights of another type than float to be converted. */
  public static final String CONVERT = "--convert";

  /** Copies. */
  public CheckpointImport {
    notes = List.copyOf(notes);
  }

  /**
   * Reads a checkpoint. Its code is never run.
   *
   * @param file of {@code torch.save}, or safetensors
   * @param key which state dict of the file, where several fit
   * @param convert whether weights of another width may become float
   * @param architecture of the zoo
   * @param data whose images the network was trained on
   * @throws io.onnxfi.error.OnnxFiException if the file cannot be read, or does not fit the
   *     architecture
   */
  public static CheckpointImport read(
      Path file, Optional<String> key, boolean convert, String architecture, DataSource data) {
    Dataset dataset = data.dataset();
    Checkpoint checkpoint = Checkpoint.read(file);
    Architecture network = data.architecture(architecture);
    StateDict state = checkpoint.stateDict(shapes(network), key);
    Map<String, Tensor> values = floats(file, state, convert).tensors();
    OnnxModel model =
        network
            .build(parameter -> values.get(parameter.name()))
            .withMetadata(
                Provenance.of(
                    network.name(),
                    dataset.name(),
                    data.normalization(Map.of()),
                    source(file, checkpoint, state)));
    return new CheckpointImport(model, network.name(), state.notes());
  }

  private static ParameterShapes shapes(Architecture architecture) {
    Map<String, Shape> shapes = new LinkedHashMap<>();
    architecture.parameters().forEach(spec -> shapes.put(spec.name(), spec.shape()));
    return new ParameterShapes(architecture.name(), shapes);
  }

  /** Weights of another width are other weights: nobody gets them unasked. */
  private static StateDict floats(Path file, StateDict read, boolean convert) {
    Map<String, Tensor> others = read.convertible();
    if (others.isEmpty() || convert) {
      return read.toFloat();
    }
    Map.Entry<String, Tensor> first = others.entrySet().iterator().next();
    throw new UnsupportedInputException(
        "%s: %s is %s, but the models of the zoo are float; give %s to convert %s"
            .formatted(
                file,
                first.getKey(),
                first.getValue(),
                CONVERT,
                others.size() == 1 ? "it" : "all %d such tensors".formatted(others.size())));
  }

  private static String source(Path file, Checkpoint read, StateDict state) {
    String origin = "checkpoint %s sha256 %s".formatted(file.getFileName(), read.sha256());
    return state.convertible().isEmpty() ? origin : origin + " converted to float";
  }

  /** What came of it: {@code resnet20, 269,722 values in 65 tensors, all matched}. */
  public String text() {
    List<Initializer> tensors = model.initializers();
    return "%s, %s values in %d tensors, all matched"
        .formatted(
            architecture,
            Figures.count(tensors.stream().mapToLong(tensor -> tensor.shape().size()).sum()),
            tensors.size());
  }
}
