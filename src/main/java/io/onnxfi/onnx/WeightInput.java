package io.onnxfi.onnx;

import ai.onnx.proto.OnnxMl.AttributeProto;
import ai.onnx.proto.OnnxMl.NodeProto;
import java.util.Map;
import java.util.Set;

/** What an operator takes a constant tensor for. */
public enum WeightInput {
  /** The filters of a convolution: {@code [out, in/group, k…]}. */
  CONVOLUTION,
  /**
   * The filters of a transposed convolution: {@code [in, out/group, k…]}, in PyTorch as in ONNX.
   */
  TRANSPOSED_CONVOLUTION,
  /** A matrix that features are multiplied with: {@code [out, in]}. */
  LINEAR,
  /** Another operand of a product or a table of vectors: recurrent layers, Einsum, embeddings. */
  OTHER_PRODUCT,
  /** A bias, a parameter of a normalisation, an operand element by element. */
  OPERAND,
  /** What the operator must know before it runs: shapes, bounds, scales of a resizing. */
  SETTING;

  private static final Map<String, Integer> CONVOLUTIONS =
      Map.of("Conv", 1, "ConvInteger", 1, "QLinearConv", 3, "FusedConv", 1, "DeformConv", 1);
  private static final Map<String, Integer> PRODUCTS =
      Map.of(
          "Gemm", 1,
          "FusedGemm", 1,
          "QGemm", 3,
          "MatMul", 1,
          "FusedMatMul", 1,
          "TransposeMatMul", 1,
          "MatMulInteger", 1,
          "MatMulIntegerToFloat", 1,
          "DynamicQuantizeMatMul", 1,
          "QLinearMatMul", 3);
  private static final Map<String, Set<Integer>> OTHERS =
      Map.of(
          "RNN", Set.of(1, 2),
          "LSTM", Set.of(1, 2),
          "GRU", Set.of(1, 2),
          "Gather", Set.of(0),
          "MatMulNBits", Set.of(1),
          "Attention", Set.of(1),
          "QAttention", Set.of(1),
          "EmbedLayerNormalization", Set.of(2, 3, 4));
  private static final Map<String, Integer> SETTINGS_FROM =
      Map.ofEntries(
          Map.entry("Resize", 1),
          Map.entry("Upsample", 1),
          Map.entry("Reshape", 1),
          Map.entry("Slice", 1),
          Map.entry("Pad", 1),
          Map.entry("Clip", 1),
          Map.entry("Dropout", 1),
          Map.entry("Expand", 1),
          Map.entry("Tile", 1),
          Map.entry("Range", 0),
          Map.entry("OneHot", 1),
          Map.entry("QuantizeLinear", 1),
          Map.entry("DequantizeLinear", 1));

  /** Whether products are made of it: the weights of the model, in the narrow sense. */
  public boolean isProduct() {
    return this != OPERAND && this != SETTING;
  }

  /** What a node takes an input for. */
  static WeightInput of(NodeProto node, int input) {
    String type = node.getOpType();
    if (Integer.valueOf(input).equals(CONVOLUTIONS.get(type))) {
      return CONVOLUTION;
    }
    if (type.equals("ConvTranspose") && input == 1) {
      return TRANSPOSED_CONVOLUTION;
    }
    Integer right = PRODUCTS.get(type);
    if (right != null && (input == 0 || input == right)) {
      return LINEAR;
    }
    if (type.equals("Einsum") || OTHERS.getOrDefault(type, Set.of()).contains(input)) {
      return OTHER_PRODUCT;
    }
    return input >= SETTINGS_FROM.getOrDefault(type, Integer.MAX_VALUE) ? SETTING : OPERAND;
  }

  /** The operator's own order of axes over a tensor that it reads in the given one. */
  static Layout order(NodeProto node, int input, Layout read) {
    if (of(node, input) != LINEAR) {
      return read;
    }
    boolean right = input > 0;
    boolean transposed = attribute(node, right ? "transB" : "transA") != 0;
    // x · W has W as [in, out], W · x has it as [out, in].
    return right == transposed ? read : read.transposed();
  }

  /** Groups of a convolution. */
  static long groups(NodeProto node) {
    return Math.max(1, attribute(node, "group"));
  }

  private static long attribute(NodeProto node, String name) {
    return node.getAttributeList().stream()
        .filter(attribute -> attribute.getName().equals(name))
        .mapToLong(AttributeProto::getI)
        .findFirst()
        .orElse(0);
  }
}
