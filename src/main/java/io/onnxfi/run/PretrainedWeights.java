package io.onnxfi.run;

import io.onnxfi.checkpoint.Checkpoint;
import io.onnxfi.checkpoint.ParameterShapes;
import io.onnxfi.checkpoint.StateDict;
import io.onnxfi.error.MalformedInputException;
import io.onnxfi.onnx.Initializer;
import io.onnxfi.onnx.OnnxModel;
import io.onnxfi.tensor.ElementType;
import io.onnxfi.tensor.Shape;
import io.onnxfi.tensor.Tensor;
import io.onnxfi.zoo.Architecture;
import io.onnxfi.zoo.ParameterSource;
import io.onnxfi.zoo.ParameterSpec;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Trained weights that another training starts from, by the names of the architecture: of a state
 * dict ({@code .pth}, safetensors), or of a model ({@code .onnx}).
 *
 * @param sha256 of the file
 * @param tensors without those of a last layer with another number of outputs
 * @param notes what was assumed, a line each
 */
public record PretrainedWeights(String sha256, Map<String, Tensor> tensors, List<String> notes) {
  private static final String MODEL = ".onnx";

  /** Copies. */
  public PretrainedWeights {
    tensors = Map.copyOf(tensors);
    notes = List.copyOf(notes);
  }

  /**
   * Reads a file; code in it is never run.
   *
   * @throws io.onnxfi.error.OnnxFiException if it cannot be read, or anything but the number of
   *     outputs of the last layer is other than the architecture has it
   */
  public static PretrainedWeights read(Path file, Architecture network) {
    return String.valueOf(file.getFileName()).endsWith(MODEL)
        ? ofModel(file, network)
        : ofCheckpoint(file, network);
  }

  private static PretrainedWeights ofCheckpoint(Path file, Architecture network) {
    Map<String, Shape> shapes = new LinkedHashMap<>();
    network.parameters().forEach(spec -> shapes.put(spec.name(), spec.shape()));
    Checkpoint checkpoint = Checkpoint.read(file);
    StateDict read = checkpoint.stateDictOfAnyOutputs(new ParameterShapes(network.name(), shapes));
    List<String> notes = new ArrayList<>(read.notes());
    if (!read.convertible().isEmpty()) {
      notes.add("%s: %d tensors converted to float".formatted(file, read.convertible().size()));
    }
    return fitting(file, checkpoint.sha256(), read.toFloat().tensors(), network, notes);
  }

  private static PretrainedWeights ofModel(Path file, Architecture network) {
    OnnxModel model = OnnxModel.load(file);
    Map<String, Tensor> tensors = new LinkedHashMap<>();
    String last = layer(last(network).name());
    for (ParameterSpec spec : network.parameters()) {
      Optional<Initializer> found = model.initializer(spec.name());
      boolean fits =
          found.isPresent()
              && found.get().type() == ElementType.FLOAT
              && (found.get().shape().equals(spec.shape())
                  || (layer(spec.name()).equals(last)
                      && hasOtherOutputs(spec.shape(), found.get().shape())));
      if (!fits) {
        throw MalformedInputException.of(
            "%s does not fit %s: %s".formatted(file, network.name(), spec.name()),
            ElementType.FLOAT.label() + spec.shape(),
            found.map(it -> it.type().label() + it.shape()).orElse("no such initializer"));
      }
      tensors.put(spec.name(), model.tensor(spec.name()));
    }
    for (Initializer other : model.initializers()) {
      if (other.type() == ElementType.FLOAT && !tensors.containsKey(other.name())) {
        throw MalformedInputException.of(
            "%s does not fit %s".formatted(file, network.name()),
            "no more than its %d tensors".formatted(tensors.size()),
            "%s %s".formatted(other.name(), other.shape()));
      }
    }
    return fitting(file, ModelSource.sha256(file), tensors, network, List.of());
  }

  /** Leaves a last layer with another number of outputs out, and says so. */
  private static PretrainedWeights fitting(
      Path file,
      String sha256,
      Map<String, Tensor> tensors,
      Architecture network,
      List<String> notes) {
    Map<String, Tensor> kept = new LinkedHashMap<>(tensors);
    List<String> said = new ArrayList<>(notes);
    List<String> others = new ArrayList<>();
    for (ParameterSpec spec : network.parameters()) {
      Shape found = tensors.get(spec.name()).shape();
      if (!found.equals(spec.shape())) {
        kept.remove(spec.name());
        others.add("%s is %s there, %s here".formatted(spec.name(), found, spec.shape()));
      }
    }
    if (!others.isEmpty()) {
      // weight and bias together, even if only one of them were another
      kept.keySet().removeIf(name -> layer(name).equals(layer(last(network).name())));
      said.add("%s: the last layer is drawn anew: %s".formatted(file, String.join(", ", others)));
    }
    return new PretrainedWeights(sha256, kept, said);
  }

  private static ParameterSpec last(Architecture network) {
    List<ParameterSpec> all = network.parameters();
    return all.get(all.size() - 1);
  }

  private static String layer(String parameter) {
    return parameter.substring(0, Math.max(0, parameter.lastIndexOf('.')));
  }

  private static boolean hasOtherOutputs(Shape wanted, Shape found) {
    return wanted.rank() == found.rank()
        && wanted.rank() > 0
        && wanted.rowSize() == found.rowSize();
  }

  /** These, and others for what is missing. */
  ParameterSource over(ParameterSource others) {
    return spec ->
        tensors.containsKey(spec.name()) ? tensors.get(spec.name()) : others.values(spec);
  }
}
