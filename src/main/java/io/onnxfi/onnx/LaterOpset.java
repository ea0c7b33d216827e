package io.onnxfi.onnx;

import static java.util.Map.entry;

import ai.onnx.proto.OnnxMl.AttributeProto;
import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnx.proto.OnnxMl.NodeProto;
import ai.onnx.proto.OnnxMl.OperatorSetIdProto;
import io.onnxfi.error.OnnxFiException;
import io.onnxfi.error.UnsupportedInputException;
import io.onnxfi.tensor.Shape;
import io.onnxfi.tensor.Tensor;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Takes a model to a later version of the standard operator set, for nodes that are to be added.
 *
 * <p>Only where all its nodes mean the same there. Axes that became an input are made one; any
 * other operator that takes another form is found by the check of the model; listed here are those
 * that keep their form and compute something else.
 */
public final class LaterOpset {
  /** Before it, shapes were broadcast by attributes, and a Dropout was in training by default. */
  private static final int OLDEST = 7;

  /** Version from which an operator of the same form means something else. */
  private static final Map<String, Integer> OTHER_MEANING =
      Map.of(
          "Scan", 9, // no longer of a batch of sequences
          "Resize", 11, // pixels are half-open by default; the second input is another
          "Softmax", 13, // along one axis, the last by default, instead of all from the second
          "LogSoftmax", 13,
          "Hardmax", 13,
          "RoiAlign", 16, // shifted by half a pixel
          "GridSample", 20, // modes have other names
          "GroupNormalization", 21); // a scale per channel instead of per group

  /** From this version on, a Split into equal parts says how many. */
  private static final int COUNTED_SPLIT = 18;

  /** From this version on, ONNX Runtime pools by code of its own. */
  private static final int DILATED_POOL = 19;

  private static final String AXES = "axes";

  /** Version from which the axes of an operator are its second input, no attribute. */
  private static final Map<String, Integer> AXES_AS_INPUT =
      Map.ofEntries(
          entry("Squeeze", 13),
          entry("Unsqueeze", 13),
          entry("ReduceSum", 13),
          entry("ReduceMean", 18),
          entry("ReduceMax", 18),
          entry("ReduceMin", 18),
          entry("ReduceProd", 18),
          entry("ReduceL1", 18),
          entry("ReduceL2", 18),
          entry("ReduceLogSum", 18),
          entry("ReduceLogSumExp", 18),
          entry("ReduceSumSquare", 18));

  private LaterOpset() {}

  /**
   * The model, of this version at least.
   *
   * @param where the model comes from, for messages
   * @param need what needs the version, for messages
   * @throws UnsupportedInputException if a node would not be the same in it
   */
  public static OnnxModel atLeast(OnnxModel model, int version, String where, String need) {
    int now = model.opset();
    if (now >= version) {
      return model;
    }
    String wanted =
        "%s: %s needs opset %d and the model has %d".formatted(where, need, version, now);
    String remedy = "; convert the model first (onnx.version_converter)";
    if (now < OLDEST || model.proto().getFunctionsCount() > 0) {
      throw new UnsupportedInputException(
          wanted
              + (now < OLDEST ? ", too old to raise it" : ", with functions of its own")
              + remedy);
    }
    differing(model.proto().getGraph(), now, version)
        .ifPresent(
            operator -> {
              throw new UnsupportedInputException(
                  "%s, in which its %s means something else%s".formatted(wanted, operator, remedy));
            });
    ModelProto.Builder raised = model.proto().toBuilder();
    for (OperatorSetIdProto.Builder set : raised.getOpsetImportBuilderList()) {
      if (isStandard(set.getDomain())) {
        set.setVersion(version);
      }
    }
    raised.setGraph(withAxesAsInputs(model, now, version));
    OnnxModel later = new OnnxModel(raised.build(), model.external());
    try {
      later.requireSound(where);
    } catch (OnnxFiException e) {
      throw new UnsupportedInputException(
          "%s, in which it is not written as it is: %s%s".formatted(wanted, e.getMessage(), remedy),
          e);
    }
    return later;
  }

  private static GraphProto withAxesAsInputs(OnnxModel model, int now, int then) {
    GraphEditor names = new GraphEditor(model);
    GraphProto graph = model.proto().getGraph();
    GraphProto.Builder written = graph.toBuilder().clearNode();
    for (NodeProto node : graph.getNodeList()) {
      int change = AXES_AS_INPUT.getOrDefault(node.getOpType(), 0);
      Optional<AttributeProto> axes =
          node.getAttributeList().stream().filter(a -> a.getName().equals(AXES)).findFirst();
      boolean isMoved = isStandard(node.getDomain()) && now < change && change <= then;
      if (!isMoved || axes.isEmpty() || node.getInputCount() != 1) {
        written.addNode(node);
        continue;
      }
      long[] values = axes.get().getIntsList().stream().mapToLong(Long::longValue).toArray();
      String name = names.free(node.getOutput(0) + "/" + AXES);
      Tensor constant = Tensor.ofLongs(Shape.of(values.length), values);
      names.constant(name, constant); // taken from now on
      written.addNode(
          NodeProto.newBuilder()
              .setOpType("Constant")
              .addOutput(name)
              .addAttribute(GraphBuilder.attribute("value", constant)));
      NodeProto.Builder moved = node.toBuilder().clearAttribute().addInput(name);
      node.getAttributeList().stream()
          .filter(attribute -> !attribute.getName().equals(AXES))
          .forEach(moved::addAttribute);
      written.addNode(moved);
    }
    return written.build();
  }

  /** An operator of a graph, or of one within it, that is not the same in a later version. */
  private static Optional<String> differing(GraphProto graph, int now, int then) {
    for (NodeProto node : graph.getNodeList()) {
      int change = changeOf(node);
      if (isStandard(node.getDomain()) && now < change && change <= then) {
        return Optional.of(node.getOpType());
      }
      Optional<String> inside =
          node.getAttributeList().stream()
              .flatMap(LaterOpset::graphs)
              .flatMap(body -> differing(body, now, then).stream())
              .findFirst();
      if (inside.isPresent()) {
        return inside;
      }
    }
    return Optional.empty();
  }

  /** Version from which a node means something else; 0 if none. */
  private static int changeOf(NodeProto node) {
    return switch (node.getOpType()) {
      case "Split" -> node.getInputCount() == 1 ? COUNTED_SPLIT : 0;
      case "AveragePool" -> isLopsided(node) ? DILATED_POOL : 0;
      default -> OTHER_MEANING.getOrDefault(node.getOpType(), 0);
    };
  }

  /**
   * Whether windows reach over the edges unevenly, whose elements runtimes count otherwise then.
   */
  private static boolean isLopsided(NodeProto node) {
    for (AttributeProto attribute : node.getAttributeList()) {
      List<Long> values = attribute.getIntsList();
      boolean uneven =
          switch (attribute.getName()) {
            case "auto_pad" ->
                !List.of("NOTSET", "VALID").contains(attribute.getS().toStringUtf8());
            case "ceil_mode" -> attribute.getI() != 0;
            case "pads" ->
                !values
                    .subList(0, values.size() / 2)
                    .equals(values.subList(values.size() / 2, values.size()));
            default -> false;
          };
      if (uneven) {
        return true;
      }
    }
    return false;
  }

  private static Stream<GraphProto> graphs(AttributeProto attribute) {
    return Stream.concat(
        attribute.hasG() ? Stream.of(attribute.getG()) : Stream.empty(),
        attribute.getGraphsList().stream());
  }

  private static boolean isStandard(String domain) {
    return domain.isEmpty() || domain.equals("ai.onnx");
  }
}
