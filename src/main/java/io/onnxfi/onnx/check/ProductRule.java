package io.onnxfi.onnx.check;

import java.util.Arrays;

/** Matrix products: NumPy's rules for MatMul, two axes for Gemm. */
final class ProductRule {
  private ProductRule() {}

  /** {@code alpha · A · B + beta · C}, with A {@code [M, K]} and B {@code [K, N]}. */
  static Known gemm(Call call) {
    boolean transA = Flags.read(call, "transA");
    boolean transB = Flags.read(call, "transB");
    Known a = call.input(0);
    Known b = call.input(1);
    call.requireInput(a.rank() < 0 || a.rank() == 2, 0, "2 axes", a);
    call.requireInput(b.rank() < 0 || b.rank() == 2, 1, "2 axes", b);
    long m = a.dim(transA ? 1 : 0);
    long inA = a.dim(transA ? 0 : 1);
    long inB = b.dim(transB ? 1 : 0);
    long n = b.dim(transB ? 0 : 1);
    call.require(
        Dims.agree(inA, inB),
        "its factors",
        "A %s and B %s with as many columns as rows".formatted(a, b),
        "%d and %d (transA %d, transB %d)".formatted(inA, inB, transA ? 1 : 0, transB ? 1 : 0));
    call.requireAttribute(
        inA != Known.BATCH || inB < 0,
        "transA",
        "%d rows of A %s to sum over".formatted(inB, a),
        "1, with which it sums over the batch");
    Known c = call.input(2);
    call.requireInput(
        call.opset() < 7 || Dims.fits(c, m, n),
        2,
        "a shape that broadcasts to " + Known.text(m, n),
        c);
    return call.value(a.type(), m, n);
  }

  /** Over the last axis of A and the last but one of B. */
  static Known matMul(Call call) {
    return matMul(call, call.input(0), 1, call.input(0).type());
  }

  /** MatMulInteger. */
  static Known integer(Call call) {
    return matMul(call, call.input(0), 1, 0);
  }

  /** QLinearMatMul. */
  static Known quantized(Call call) {
    return matMul(call, call.input(0), 3, 0);
  }

  private static Known matMul(Call call, Known a, int second, int type) {
    Known b = call.input(second);
    call.requireInput(a.rank() != 0, 0, "at least 1 axis", a);
    call.requireInput(b.rank() != 0, second, "at least 1 axis", b);
    if (!a.hasShape() || !b.hasShape()) {
      return Known.ofType(type);
    }
    long inA = a.dim(a.rank() - 1);
    long inB = b.dim(Math.max(0, b.rank() - 2));
    call.require(Dims.agree(inA, inB), "its factors", "as many columns as rows", a + " times " + b);
    long[] rows = a.rank() == 1 ? new long[0] : new long[] {a.dim(a.rank() - 2)};
    long[] columns = b.rank() == 1 ? new long[0] : new long[] {b.dim(b.rank() - 1)};
    long[] batch = Dims.broadcast(call, leading(a), leading(b));
    long[] dims = Arrays.copyOf(batch, batch.length + rows.length + columns.length);
    System.arraycopy(rows, 0, dims, batch.length, rows.length);
    System.arraycopy(columns, 0, dims, batch.length + rows.length, columns.length);
    return call.value(type, dims);
  }

  private static long[] leading(Known value) {
    return Arrays.copyOf(value.dims(), Math.max(0, value.rank() - 2));
  }
}
