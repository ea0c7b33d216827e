package io.onnxfi.study.aware;

import io.onnxfi.backend.Optimization;
import io.onnxfi.error.MalformedInputException;
import io.onnxfi.precision.Precision;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** What compilers and runtimes do to a model that changes its numbers. */
public enum Lowering {
  /** Constant folding, batch normalisation folded into convolutions by the runtime. */
  BASIC("ort-basic", "ONNX Runtime, basic", Optimization.BASIC),
  /** Also fused activations. */
  EXTENDED("ort-extended", "ONNX Runtime, extended", Optimization.EXTENDED),
  /** Also blocked layouts and fused additions. */
  ALL("ort-all", "ONNX Runtime, all", Optimization.ALL),
  /** Another framework. */
  PYTORCH("pytorch", "PyTorch", null),
  /** Batch normalisation folded by {@link io.onnxfi.lowering.BatchNormFolding}, nothing else. */
  FOLDED("folded", "batch normalisation folded", Optimization.NONE),
  /** Operands of products with 10 bits of mantissa. */
  TF32("tf32", "operands in TF32", Optimization.NONE),
  /** Operands of products in binary16. */
  FP16("fp16", "operands in float16", Optimization.NONE),
  /** Operands of products in bfloat16. */
  BF16("bf16", "operands in bfloat16", Optimization.NONE),
  /** 8-bit integers whose ranges each batch has by itself. */
  DYNAMIC("int8-dynamic", "int8, dynamic ranges", Optimization.NONE),
  /** 8-bit integers whose ranges were recorded. */
  STATIC("int8-static", "int8, static ranges", Optimization.NONE),
  /** The same in the integer kernels that the runtime has for it, whose sums may saturate. */
  KERNELS("int8-kernels", "int8, static ranges, integer kernels", Optimization.ALL);

  private final String label;
  private final String title;
  private final Optional<Optimization> level;

  Lowering(String label, String title, Optimization level) {
    this.label = label;
    this.title = title;
    this.level = Optional.ofNullable(level);
  }

  /**
   * Those of some labels, in the order of this list.
   *
   * @throws MalformedInputException if there is none of a label
   */
  public static List<Lowering> parse(String where, List<String> labels) {
    for (String name : labels) {
      if (Arrays.stream(values()).noneMatch(known -> known.label.equals(name))) {
        throw MalformedInputException.of(
            where,
            Arrays.stream(values()).map(Lowering::label).collect(Collectors.joining(", ")),
            "'" + name + "'");
      }
    }
    return Arrays.stream(values()).filter(known -> labels.contains(known.label)).toList();
  }

  /** As on the command line and in files. */
  public String label() {
    return label;
  }

  /** For people. */
  public String title() {
    return title;
  }

  /** ONNX Runtime's level; none if that is not what runs it. */
  Optional<Optimization> level() {
    return level;
  }

  /** Which operands are rounded. */
  Precision precision() {
    return switch (this) {
      case TF32, FP16, BF16 -> Precision.parse(label);
      default -> Precision.FULL;
    };
  }
}
