package io.onnxfi.precision;

import io.onnxfi.fault.Extent;
import io.onnxfi.fault.FaultList;
import io.onnxfi.fault.FaultRow;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * What the published outcomes of a layer tell of the precision it was computed with.
 *
 * <p>Rounding an operand to m mantissa bits drops the low 23 - m bits of a float32; a fault in any
 * of those but the highest, which decides the rounding, changes nothing and is masked for every
 * image. In float32 such faults change low bits of the outputs for many images. So a layer whose
 * faults in bits 0 to 11 are all fully masked, while others are not, rounded its weights to 10 bits
 * (TF32; the same would be seen of FP16), and one where that holds of bits 0 to 14, to 7 bits
 * (BF16).
 *
 * @param layer as in the list
 * @param format that its operands were rounded to; none for float32, or too little evidence
 * @param lowRows rows with a fault in bits 0 to 11
 * @param lowMasked how many of these are masked for every image
 * @param middleRows rows with a fault in bits 12 to 14
 * @param middleMasked how many of these are masked for every image
 */
public record PrecisionSignature(
    String layer,
    Optional<OperandFormat> format,
    int lowRows,
    int lowMasked,
    int middleRows,
    int middleMasked) {
  /** Fewer rows than this in bits 0 to 11 prove nothing. */
  public static final int MIN_ROWS = 8;

  private static final int TF32_DECIDING_BIT = 12;
  private static final int BF16_DECIDING_BIT = 15;

  /**
   * The signature of every layer of a list, in the order of the list.
   *
   * @return empty if the list has no outcomes
   */
  public static List<PrecisionSignature> of(FaultList list) {
    Map<String, Masking> byLayer = new LinkedHashMap<>();
    IntStream.range(0, list.trials().size())
        .mapToObj(list::rows)
        .filter(PrecisionSignature::isBitOfWeight)
        .map(rows -> rows.get(0))
        .filter(row -> row.counts().isPresent())
        .forEach(row -> byLayer.computeIfAbsent(row.site().layer(), l -> new Masking()).add(row));
    return byLayer.entrySet().stream().map(e -> of(e.getKey(), e.getValue())).toList();
  }

  /** Whether a trial is what the published lists have. */
  private static boolean isBitOfWeight(List<FaultRow> trial) {
    return trial.size() == 1
        && trial.get(0).site().bit().isPresent()
        && trial.get(0).site().extent().equals(Extent.WEIGHT);
  }

  private static PrecisionSignature of(String layer, Masking masking) {
    int lowRows = masking.rows(0, TF32_DECIDING_BIT);
    int lowMasked = masking.masked(0, TF32_DECIDING_BIT);
    int middleRows = masking.rows(TF32_DECIDING_BIT, BF16_DECIDING_BIT);
    int middleMasked = masking.masked(TF32_DECIDING_BIT, BF16_DECIDING_BIT);
    boolean low = lowRows >= MIN_ROWS && lowMasked == lowRows;
    boolean middle = middleRows >= MIN_ROWS && middleMasked == middleRows;
    Optional<OperandFormat> format =
        low && masking.isAlive()
            ? Optional.of(middle ? OperandFormat.BF16 : OperandFormat.TF32)
            : Optional.empty();
    return new PrecisionSignature(layer, format, lowRows, lowMasked, middleRows, middleMasked);
  }

  /** The rows of a layer by bit, and those of them that are masked for every image. */
  private static final class Masking {
    private final int[] rows = new int[Float.SIZE];
    private final int[] masked = new int[Float.SIZE];
    private boolean isAlive;

    /** A bit that float32 does not have tells only that the layer was computed otherwise. */
    void add(FaultRow row) {
      int bit = row.site().bit().orElseThrow();
      boolean isMasked = row.counts().orElseThrow().isFullyMasked();
      if (bit < Float.SIZE) {
        rows[bit]++;
        masked[bit] += isMasked ? 1 : 0;
      }
      isAlive |= !isMasked || bit >= Float.SIZE;
    }

    int rows(int from, int to) {
      return Arrays.stream(rows, from, to).sum();
    }

    int masked(int from, int to) {
      return Arrays.stream(masked, from, to).sum();
    }

    /** Whether some row is not masked. */
    boolean isAlive() {
      return isAlive;
    }
  }

  /** The rules by which a model computes as these signatures say; full precision if none does. */
  public static Precision precision(List<PrecisionSignature> signatures) {
    List<PrecisionRule> rules = new ArrayList<>();
    for (PrecisionSignature signature : signatures) {
      signature.format.ifPresent(f -> rules.add(new PrecisionRule(f, signature.layer)));
    }
    return new Precision(rules);
  }
}
