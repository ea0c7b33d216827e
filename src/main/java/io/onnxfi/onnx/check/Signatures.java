package io.onnxfi.onnx.check;

import static java.util.Map.entry;

import ai.onnx.proto.OnnxMl.AttributeProto.AttributeType;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Every operator of the standard domain in every version, from the schemas of the ONNX project.
 *
 * <p>The table {@code operators.tsv} is written by {@code make_operators.py}, which says its
 * columns.
 */
final class Signatures {
  /** The newest operator set in the table. */
  static final int NEWEST_OPSET = 28;

  private static final Map<Character, AttributeType> TYPES =
      Map.ofEntries(
          entry('f', AttributeType.FLOAT),
          entry('i', AttributeType.INT),
          entry('s', AttributeType.STRING),
          entry('t', AttributeType.TENSOR),
          entry('g', AttributeType.GRAPH),
          entry('p', AttributeType.SPARSE_TENSOR),
          entry('y', AttributeType.TYPE_PROTO),
          entry('F', AttributeType.FLOATS),
          entry('I', AttributeType.INTS),
          entry('S', AttributeType.STRINGS),
          entry('T', AttributeType.TENSORS),
          entry('G', AttributeType.GRAPHS),
          entry('P', AttributeType.SPARSE_TENSORS),
          entry('Y', AttributeType.TYPE_PROTOS));

  private static final Map<String, List<OperatorSignature>> TABLE = read();

  private Signatures() {}

  /** The signature in force; empty for an operator that this version does not have yet. */
  static Optional<OperatorSignature> of(String operator, int opset) {
    List<OperatorSignature> versions = TABLE.getOrDefault(operator, List.of());
    OperatorSignature found = null;
    for (OperatorSignature version : versions) {
      if (version.since() <= opset) {
        found = version;
      }
    }
    return Optional.ofNullable(found);
  }

  /** The first operator set with this operator, if any has it. */
  static Optional<Integer> first(String operator) {
    return Optional.ofNullable(TABLE.get(operator)).map(versions -> versions.get(0).since());
  }

  private static Map<String, List<OperatorSignature>> read() {
    Map<String, List<OperatorSignature>> table = new HashMap<>();
    try (BufferedReader lines =
        new BufferedReader(
            new InputStreamReader(
                Objects.requireNonNull(Signatures.class.getResourceAsStream("operators.tsv")),
                StandardCharsets.UTF_8))) {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        if (!line.startsWith("#")) {
          String[] cells = line.split("\t", -1);
          table.computeIfAbsent(cells[0], name -> new ArrayList<>()).add(signature(cells));
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException("operators.tsv cannot be read", e);
    }
    return Map.copyOf(table);
  }

  private static OperatorSignature signature(String... cells) {
    int since = Integer.parseInt(cells[1]);
    if (cells[2].equals("gone")) {
      return new OperatorSignature(since, true, 0, 0, 0, 0, "", Map.of());
    }
    return new OperatorSignature(
        since,
        false,
        Integer.parseInt(cells[2]),
        most(cells[3]),
        Integer.parseInt(cells[4]),
        most(cells[5]),
        cells[6],
        attributes(cells[7]));
  }

  private static int most(String cell) {
    return cell.equals("*") ? Integer.MAX_VALUE : Integer.parseInt(cell);
  }

  private static Map<String, OperatorSignature.Attribute> attributes(String cell) {
    Map<String, OperatorSignature.Attribute> attributes = new TreeMap<>();
    for (String text : cell.equals("-") ? new String[0] : cell.split(",", -1)) {
      int colon = text.indexOf(':');
      attributes.put(
          text.substring(0, colon),
          new OperatorSignature.Attribute(TYPES.get(text.charAt(colon + 1)), text.endsWith("!")));
    }
    return attributes;
  }
}
