package io.onnxfi.onnx;

import java.util.Arrays;
import java.util.EnumSet;
import java.util.Map;
import java.util.Set;

/**
 * What is known of ONNX's operators, whoever asks: one table instead of a set of names in each
 * place. An operator that is not in it has none of these traits, which is always on the safe side,
 * and so has one of another domain that is named like one of ONNX's.
 */
public enum OperatorTrait {
  /** Arranges or selects elements of its inputs and computes nothing. */
  MOVES,

  /** Each result is one operation on few elements, rounded once: IEEE 754-2019, section 5.4. */
  ROUNDS_ONCE,

  /** Slides filters over images; its result has channels first. */
  CONVOLVES,

  /** Sums of products of two operands: what tensor cores and integer units are made for. */
  PRODUCT,

  /** The same of integers, to which its operands are brought or which they are. */
  INTEGER_PRODUCT,

  /** Each result is a sum of terms whose order is free. */
  SUM,

  /** Each result depends on the elements at one place, of operands of one shape or spread to it. */
  ELEMENTWISE,

  /** One of those with two operands, either of which may be images. */
  COMBINES,

  /** Makes one element of a window of each channel of images. */
  POOLS,

  /** Brings numbers to integers of a scale and a zero point, or back. */
  CONVERTS_INTEGERS,

  /** Yields int64 whatever it reads. */
  YIELDS_INTEGERS,

  /** No runtime fuses its result with what follows. */
  ENDS_FUSION,

  /** No runtime fuses it with what made its operands: it reads any result as it is. */
  BEGINS_FUSION,

  /** Runtimes often make it a part of its neighbours. */
  FOLDS;

  private static final Map<String, Set<OperatorTrait>> TABLE =
      Map.ofEntries(
          row("Abs", ROUNDS_ONCE, ELEMENTWISE),
          row("Add", ROUNDS_ONCE, ELEMENTWISE, COMBINES),
          row("ArgMax", YIELDS_INTEGERS),
          row("ArgMin", YIELDS_INTEGERS),
          row("AveragePool", SUM, POOLS, ENDS_FUSION, BEGINS_FUSION),
          row("BatchNormalization", SUM),
          row("Cast", ROUNDS_ONCE, ELEMENTWISE, FOLDS),
          row("Clip", ROUNDS_ONCE, ELEMENTWISE, ENDS_FUSION),
          row("Concat", MOVES, ENDS_FUSION, BEGINS_FUSION),
          row("Conv", CONVOLVES, PRODUCT, SUM, BEGINS_FUSION),
          row("ConvInteger", INTEGER_PRODUCT),
          row("ConvTranspose", CONVOLVES, PRODUCT),
          row("DequantizeLinear", CONVERTS_INTEGERS, FOLDS),
          row("Div", ROUNDS_ONCE, ELEMENTWISE, COMBINES),
          row("Dropout", MOVES, FOLDS),
          row("Elu", ELEMENTWISE),
          row("Flatten", MOVES, FOLDS),
          row("Gather", MOVES),
          row("Gemm", PRODUCT, SUM, BEGINS_FUSION),
          row("GlobalAveragePool", SUM, POOLS, ENDS_FUSION, BEGINS_FUSION),
          row("GlobalMaxPool", POOLS),
          row("HardSigmoid", ELEMENTWISE),
          row("HardSwish", ELEMENTWISE),
          row("Identity", MOVES, ELEMENTWISE, FOLDS),
          row("LeakyRelu", ELEMENTWISE),
          row("MatMul", PRODUCT, SUM, BEGINS_FUSION),
          row("MatMulInteger", INTEGER_PRODUCT),
          row("Max", ROUNDS_ONCE),
          row("MaxPool", ROUNDS_ONCE, POOLS, ENDS_FUSION, BEGINS_FUSION),
          row("Min", ROUNDS_ONCE),
          row("Mul", ROUNDS_ONCE, ELEMENTWISE, COMBINES),
          row("Neg", ROUNDS_ONCE, ELEMENTWISE),
          row("NonZero", YIELDS_INTEGERS),
          row("Pad", MOVES, FOLDS),
          row("QLinearConv", INTEGER_PRODUCT, ENDS_FUSION, BEGINS_FUSION),
          row("QLinearMatMul", INTEGER_PRODUCT, ENDS_FUSION, BEGINS_FUSION),
          row("QuantizeLinear", CONVERTS_INTEGERS, ENDS_FUSION),
          row("Relu", ROUNDS_ONCE, ELEMENTWISE, ENDS_FUSION),
          row("Reshape", MOVES, FOLDS),
          row("Shape", YIELDS_INTEGERS),
          row("Sigmoid", ELEMENTWISE),
          row("Size", YIELDS_INTEGERS),
          row("Slice", MOVES, FOLDS),
          row("Softmax", ENDS_FUSION),
          row("Split", MOVES),
          row("Squeeze", MOVES, FOLDS),
          row("Sub", ROUNDS_ONCE, ELEMENTWISE, COMBINES),
          row("Tanh", ELEMENTWISE),
          row("Transpose", MOVES, FOLDS),
          row("Unsqueeze", MOVES, FOLDS),
          row("com.microsoft.DequantizeLinear", CONVERTS_INTEGERS, FOLDS),
          row("com.microsoft.QGemm", INTEGER_PRODUCT, ENDS_FUSION, BEGINS_FUSION),
          row("com.microsoft.QLinearAdd", ENDS_FUSION, BEGINS_FUSION),
          row("com.microsoft.QLinearAveragePool", ENDS_FUSION, BEGINS_FUSION),
          row("com.microsoft.QLinearConcat", ENDS_FUSION, BEGINS_FUSION),
          row("com.microsoft.QLinearGlobalAveragePool", ENDS_FUSION, BEGINS_FUSION),
          row("com.microsoft.QLinearLeakyRelu", ENDS_FUSION, BEGINS_FUSION),
          row("com.microsoft.QLinearMul", ENDS_FUSION, BEGINS_FUSION),
          row("com.microsoft.QLinearReduceMean", ENDS_FUSION, BEGINS_FUSION),
          row("com.microsoft.QLinearSigmoid", ENDS_FUSION, BEGINS_FUSION),
          row("com.microsoft.QLinearSoftmax", ENDS_FUSION, BEGINS_FUSION),
          row("com.microsoft.QuantizeLinear", CONVERTS_INTEGERS, ENDS_FUSION));

  private static Map.Entry<String, Set<OperatorTrait>> row(
      String operator, OperatorTrait... traits) {
    return Map.entry(operator, EnumSet.copyOf(Arrays.asList(traits)));
  }

  /** Whether an operator has this trait. */
  public boolean of(Node node) {
    boolean standard = node.domain().isEmpty() || node.domain().equals("ai.onnx");
    String operator = standard ? node.opType() : node.domain() + "." + node.opType();
    return TABLE.getOrDefault(operator, Set.of()).contains(this);
  }
}
