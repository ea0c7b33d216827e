package io.onnxfi.onnx.check;

import ai.onnx.proto.OnnxMl.AttributeProto;
import ai.onnx.proto.OnnxMl.AttributeProto.AttributeType;
import ai.onnx.proto.OnnxMl.NodeProto;
import io.onnxfi.error.MalformedInputException;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/** A node has the inputs, outputs and attributes of its operator: what the signature says. */
final class Form {
  private Form() {}

  /** Requires it of a node of the standard domain. */
  static void require(Place place, OperatorSignature signature) {
    NodeProto node = place.node();
    count(place, "inputs", node.getInputCount(), signature.leastInputs(), signature.mostInputs());
    count(
        place, "outputs", node.getOutputCount(), signature.leastOutputs(), signature.mostOutputs());
    for (int i = 0; i < node.getInputCount(); i++) {
      if (node.getInput(i).isEmpty() && signature.requires(i)) {
        throw MalformedInputException.of(place.toString(), "an input " + i, "an empty name");
      }
    }
    if (node.getOutputList().stream().allMatch(String::isEmpty)) {
      throw MalformedInputException.of(place.toString(), "an output", "empty names");
    }
    attributes(place, signature);
  }

  private static void count(Place place, String what, int found, int least, int most) {
    if (found < least || found > most) {
      String range =
          least == most
              ? Integer.toString(least)
              : most == Integer.MAX_VALUE ? "at least " + least : least + " to " + most;
      throw MalformedInputException.of(
          place.toString(), range + " " + what, Integer.toString(found));
    }
  }

  private static void attributes(Place place, OperatorSignature signature) {
    Set<String> names = new HashSet<>();
    for (AttributeProto attribute : place.node().getAttributeList()) {
      String where = place + ", attribute " + Place.quoted(attribute.getName());
      OperatorSignature.Attribute expected = signature.attributes().get(attribute.getName());
      if (expected == null) {
        throw MalformedInputException.of(
            where,
            signature.attributes().isEmpty()
                ? "no attribute"
                : "one of "
                    + String.join(", ", signature.attributes().keySet().stream().sorted().toList()),
            "one that the operator does not have");
      }
      AttributeType type = attribute.getType();
      if (type != expected.type()) {
        throw MalformedInputException.of(where, expected.type().toString(), type.toString());
      }
      if (!names.add(attribute.getName())) {
        throw MalformedInputException.of(where, "it once", "it twice");
      }
    }
    signature.attributes().entrySet().stream()
        .filter(entry -> entry.getValue().required() && !names.contains(entry.getKey()))
        .map(Map.Entry::getKey)
        .sorted()
        .findFirst()
        .ifPresent(
            name -> {
              throw MalformedInputException.of(place.toString(), "an attribute " + name, "none");
            });
  }
}
