package io.onnxfi.onnx.check;

import ai.onnx.proto.OnnxMl.FunctionProto;
import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnx.proto.OnnxMl.NodeProto;
import ai.onnx.proto.OnnxMl.OperatorSetIdProto;
import io.onnxfi.error.MalformedInputException;
import io.onnxfi.error.UnsupportedInputException;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** The versions of format and operator sets are known, and every operator's set is imported. */
final class Versions {
  /** The first with operator sets. */
  private static final long OLDEST_IR = 3;

  /** Of ONNX 1.23. */
  private static final long NEWEST_IR = 14;

  private Versions() {}

  /** Requires it of a model. */
  static void require(ModelProto model, String where) {
    if (model.getIrVersion() < OLDEST_IR || model.getIrVersion() > NEWEST_IR) {
      throw new UnsupportedInputException(
          "%s: expected IR version %d to %d, found %d"
              .formatted(where, OLDEST_IR, NEWEST_IR, model.getIrVersion()));
    }
    imports(model.getGraph().getNodeList(), model.getOpsetImportList(), where);
    for (FunctionProto function : model.getFunctionsList()) {
      imports(
          function.getNodeList(),
          function.getOpsetImportList(),
          where + ": function " + Place.quoted(function.getName()));
    }
  }

  /** The version of the standard operator set; 0 if there is none. */
  static int standard(List<OperatorSetIdProto> sets) {
    return sets.stream()
        .filter(set -> isStandard(set.getDomain()))
        .mapToInt(set -> (int) set.getVersion())
        .findFirst()
        .orElse(0);
  }

  static boolean isStandard(String domain) {
    return domain.isEmpty() || domain.equals("ai.onnx");
  }

  private static void imports(List<NodeProto> nodes, List<OperatorSetIdProto> sets, String where) {
    Map<String, Long> versions = new TreeMap<>();
    for (OperatorSetIdProto set : sets) {
      String domain = isStandard(set.getDomain()) ? "" : set.getDomain();
      Long other = versions.put(domain, set.getVersion());
      if (other != null && other != set.getVersion()) {
        throw MalformedInputException.of(
            where,
            "one version of operator set " + Place.quoted(domain),
            other + " and " + set.getVersion());
      }
    }
    Long standard = versions.get("");
    if (standard != null && (standard < 1 || standard > Signatures.NEWEST_OPSET)) {
      throw new UnsupportedInputException(
          "%s: expected opset 1 to %d, found %d"
              .formatted(where, Signatures.NEWEST_OPSET, standard));
    }
    for (int i = 0; i < nodes.size(); i++) {
      String domain = nodes.get(i).getDomain();
      if (!versions.containsKey(isStandard(domain) ? "" : domain)) {
        throw MalformedInputException.of(
            new Place(where, i, nodes.get(i)).toString(),
            "the model to import its operator set",
            Place.quoted(domain) + ", which it does not import");
      }
    }
  }
}
