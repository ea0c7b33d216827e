package io.onnxfi.onnx;

import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.NodeProto;
import ai.onnx.proto.OnnxMl.TypeProto;
import ai.onnx.proto.OnnxMl.ValueInfoProto;
import io.onnxfi.tensor.ElementType;
import io.onnxfi.tensor.Shape;
import io.onnxfi.tensor.Tensor;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A model that yields tensors where it yields something that is made of tensors.
 *
 * <ul>
 *   <li>{@code ZipMap}, which writes scores {@code [n, classes]} as one map from classes to scores
 *       for each sample, is left out: the output is the scores, under its own name.
 *   <li>An element of a sequence is an output of its own, if it is asked for: {@code NAME.0}.
 * </ul>
 */
public final class PlainOutputs {
  private static final Pattern ELEMENT = Pattern.compile("(.+)\\.(\\d{1,9})");

  private PlainOutputs() {}

  /**
   * The plain model; the same one if there is nothing to do.
   *
   * @param wanted name of an output that is asked for
   */
  public static OnnxModel of(OnnxModel model, Optional<String> wanted) {
    GraphProto.Builder graph = model.proto().getGraph().toBuilder();
    boolean isOther = wanted.isPresent() && addElement(graph, wanted.get());
    for (int i = 0; i < graph.getOutputCount(); i++) {
      isOther |= unzip(graph, i);
    }
    return isOther
        ? new OnnxModel(model.proto().toBuilder().setGraph(graph).build(), model.external())
        : model;
  }

  /** Whether an output is a sequence of tensors, of which each can be asked for. */
  public static boolean isSequence(OnnxModel model, String output) {
    return model.proto().getGraph().getOutputList().stream()
        .filter(each -> each.getName().equals(output))
        .anyMatch(each -> each.getType().getSequenceType().getElemType().hasTensorType());
  }

  private static boolean unzip(GraphProto.Builder graph, int output) {
    String name = graph.getOutput(output).getName();
    for (int i = 0; i < graph.getNodeCount(); i++) {
      NodeProto node = graph.getNode(i);
      if (node.getOpType().equals("ZipMap") && node.getOutputList().contains(name)) {
        Node zip = new Node(i, node);
        int classes = zip.texts("classlabels_strings").size();
        classes += zip.integers("classlabels_int64s").length;
        graph.setNode(i, node.toBuilder().clearDomain().clearAttribute().setOpType("Identity"));
        graph.setOutput(
            output, ValueInfos.encode(name, ElementType.FLOAT, ValueInfo.DYNAMIC, classes));
        return true;
      }
    }
    return false;
  }

  private static boolean addElement(GraphProto.Builder graph, String wanted) {
    Matcher element = ELEMENT.matcher(wanted);
    List<ValueInfoProto> outputs = List.copyOf(graph.getOutputList());
    boolean isThere = outputs.stream().anyMatch(output -> output.getName().equals(wanted));
    if (isThere || !element.matches()) {
      return false;
    }
    for (ValueInfoProto output : outputs) {
      TypeProto type = output.getType().getSequenceType().getElemType();
      if (output.getName().equals(element.group(1)) && type.hasTensorType()) {
        Tensor place = Tensor.ofLongs(Shape.of(), Long.parseLong(element.group(2)));
        NodeProto.Builder at =
            NodeProto.newBuilder()
                .setOpType("SequenceAt")
                .setName("onnxfi." + wanted)
                .addInput(output.getName())
                .addInput(wanted + ".place")
                .addOutput(wanted);
        graph
            .addInitializer(Tensors.encode(wanted + ".place", place))
            .addNode(at)
            .addOutput(ValueInfoProto.newBuilder().setName(wanted).setType(type));
        return true;
      }
    }
    return false;
  }
}
