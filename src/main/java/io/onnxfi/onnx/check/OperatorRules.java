package io.onnxfi.onnx.check;

import io.onnxfi.tensor.ElementType;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** The rules by operator of the standard domain. */
final class OperatorRules {
  private static final Map<String, OperatorRule> RULES = rules();

  private OperatorRules() {}

  /** What is demanded of an operator beyond its signature, if anything is. */
  static Optional<OperatorRule> of(String operator) {
    return Optional.ofNullable(RULES.get(operator));
  }

  private static Map<String, OperatorRule> rules() {
    Map<String, OperatorRule> rules = new HashMap<>();
    rules.put("Conv", ConvolutionRule.PLAIN);
    rules.put("ConvInteger", ConvolutionRule.INTEGER);
    rules.put("QLinearConv", ConvolutionRule.QUANTIZED);
    rules.put("ConvTranspose", new TransposedConvolutionRule());
    all(rules, new PoolingRule(), "AveragePool", "LpPool", "MaxPool");
    all(rules, AxisRules::global, "GlobalAveragePool", "GlobalLpPool", "GlobalMaxPool");
    rules.put("Gemm", ProductRule::gemm);
    rules.put("MatMul", ProductRule::matMul);
    rules.put("MatMulInteger", ProductRule::integer);
    rules.put("QLinearMatMul", ProductRule::quantized);
    rules.put("BatchNormalization", NormalizationRule::batch);
    rules.put("InstanceNormalization", NormalizationRule::instance);
    rules.put("GroupNormalization", NormalizationRule::group);
    rules.put("LayerNormalization", NormalizationRule::layer);
    rules.put("LRN", NormalizationRule::local);
    rules.put("Dropout", call -> call.input(0).as(call.input(0).type()));
    rules.put("Loop", LoopRule::check);
    elementwise(rules);
    moving(rules);
    return Map.copyOf(rules);
  }

  private static void elementwise(Map<String, OperatorRule> rules) {
    all(
        rules,
        ElementwiseRule::unary,
        "Abs",
        "Acos",
        "Acosh",
        "Asin",
        "Asinh",
        "Atan",
        "Atanh",
        "BitwiseNot",
        "Ceil",
        "Celu",
        "Cos",
        "Cosh",
        "CumSum",
        "Elu",
        "Erf",
        "Exp",
        "Floor",
        "Gelu",
        "HardSigmoid",
        "HardSwish",
        "LeakyRelu",
        "Log",
        "MeanVarianceNormalization",
        "Mish",
        "Neg",
        "Not",
        "Reciprocal",
        "Relu",
        "Round",
        "Selu",
        "Shrink",
        "Sigmoid",
        "Sign",
        "Sin",
        "Sinh",
        "Softplus",
        "Softsign",
        "Sqrt",
        "Tan",
        "Tanh",
        "ThresholdedRelu");
    rules.put("Identity", ElementwiseRule::identity);
    rules.put("Clip", ElementwiseRule::clip);
    rules.put("PRelu", ElementwiseRule::prelu);
    rules.put("Where", ElementwiseRule::where);
    rules.put("Add", ElementwiseRule::add);
    rules.put("Sub", ElementwiseRule::subtract);
    rules.put("Mul", ElementwiseRule::multiply);
    rules.put("Div", ElementwiseRule::divide);
    rules.put("Mod", ElementwiseRule::remainder);
    all(rules, ElementwiseRule::test, "IsInf", "IsNaN");
    all(
        rules,
        ElementwiseRule::broadcast,
        "BitShift",
        "BitwiseAnd",
        "BitwiseOr",
        "BitwiseXor",
        "Max",
        "Mean",
        "Min",
        "Pow",
        "Sum");
    all(
        rules,
        ElementwiseRule::comparison,
        "And",
        "Equal",
        "Greater",
        "GreaterOrEqual",
        "Less",
        "LessOrEqual",
        "Or",
        "Xor");
  }

  private static void moving(Map<String, OperatorRule> rules) {
    rules.put("Reshape", ReshapeRule::reshape);
    rules.put("Flatten", ReshapeRule::flatten);
    rules.put("Transpose", ReshapeRule::transpose);
    rules.put("Squeeze", ReshapeRule::squeeze);
    rules.put("Unsqueeze", ReshapeRule::unsqueeze);
    rules.put("Expand", ReshapeRule::expand);
    rules.put("Tile", ReshapeRule::tile);
    rules.put("Concat", PartRule::concat);
    rules.put("Split", PartRule::split);
    rules.put("Slice", PartRule::slice);
    rules.put("Gather", PartRule::gather);
    rules.put("Pad", new PadRule());
    rules.put("Constant", ConstantRule::constant);
    rules.put("ConstantOfShape", ConstantRule::filled);
    all(rules, ConstantRule::window, "BlackmanWindow", "HammingWindow", "HannWindow");
    rules.put("Shape", ConstantRule::shape);
    rules.put("Size", ConstantRule::size);
    rules.put("Cast", ConstantRule::cast);
    rules.put("BitCast", ConstantRule::bitCast);
    rules.put("CastLike", ConstantRule::castLike);
    rules.put("Range", ConstantRule::range);
    rules.put("QuantizeLinear", QuantizationRule::quantize);
    rules.put("DequantizeLinear", QuantizationRule::dequantize);
    rules.put("Resize", ResizeRule::resize);
    rules.put("Upsample", ResizeRule::upsample);
    all(rules, ResizeRule::blocks, "DepthToSpace", "SpaceToDepth");
    all(rules, AxisRules.along(-1), "Hardmax", "LogSoftmax", "LpNormalization", "Softmax");
    all(rules, AxisRules::only, "Compress", "GatherElements", "Scatter", "ScatterElements", "TopK");
    all(rules, call -> AxisRules.find(call, ElementType.INT64.code()), "ArgMax", "ArgMin");
    all(
        rules,
        AxisRules::reduce,
        "ReduceL1",
        "ReduceL2",
        "ReduceLogSum",
        "ReduceLogSumExp",
        "ReduceMax",
        "ReduceMean",
        "ReduceMin",
        "ReduceProd",
        "ReduceSum",
        "ReduceSumSquare");
  }

  private static void all(Map<String, OperatorRule> rules, OperatorRule rule, String... operators) {
    for (String operator : operators) {
      rules.put(operator, rule);
    }
  }
}
