package io.onnxfi.sampling;

import io.onnxfi.fault.Labels;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.stream.IntStream;

/**
 * Faults sorted by two factors, neighbours put together until each stratum has {@value #LEAST}.
 *
 * <p>Of {@link Strata#LAYER_BIT}, the cells are layers × bits; other factors take their places.
 * They are walked bit by bit, within a bit layer by layer in the order of the list; a stratum is
 * closed as soon as it has enough faults, and what is left over at the end of a bit joins the last
 * stratum of that bit, or else the next bit. The walk sees counts and no outcomes. A cell weighs
 * its layer's share of the list times an even share of the bits.
 *
 * <p>{@value #LEAST} is Cochran's advice for strata that are formed after the draw (section 5A.9):
 * with it, weighting is nearly as precise as a draw in proportion. Pairs (section 5A.12) would do,
 * but leave the variance so few degrees of freedom that intervals get wider, not narrower.
 */
final class PostStrata {
  /** Faults per stratum. */
  static final int LEAST = 20;

  private final int[] stratumOfFault;
  private final int[][] stratumOfCell; // [layer][bit]
  private final double[] layerShare;
  private final double[] weight;

  private PostStrata(
      int[] stratumOfFault, int[][] stratumOfCell, double[] layerShare, double[] weight) {
    this.stratumOfFault = stratumOfFault;
    this.stratumOfCell = stratumOfCell;
    this.layerShare = layerShare;
    this.weight = weight;
  }

  /** All faults in one stratum. */
  static PostStrata none(int faults) {
    return new PostStrata(new int[faults], new int[1][1], new double[] {1}, new double[] {1});
  }

  /** Sorts faults; all are in one stratum unless their bits are an even draw. */
  static PostStrata of(List<Labels> faults, Strata by) {
    if (by.isNone()) {
      return none(faults.size());
    }
    OptionalInt positions = BitDraw.positions(faults, by.drawn());
    if (positions.isEmpty() || faults.size() < 2 * LEAST) {
      return none(faults.size());
    }
    Map<String, Integer> groups = new LinkedHashMap<>();
    faults.forEach(fault -> groups.putIfAbsent(fault.level(by.group()), groups.size()));
    int[] group = faults.stream().mapToInt(fault -> groups.get(fault.level(by.group()))).toArray();
    int[] drawn =
        faults.stream().mapToInt(fault -> fault.number(by.drawn()).orElseThrow()).toArray();
    int[][] counts = new int[groups.size()][positions.getAsInt()];
    for (int fault = 0; fault < group.length; fault++) {
      counts[group[fault]][drawn[fault]]++;
    }
    int[][] cells = merge(counts);
    double[] layerShare =
        Arrays.stream(counts)
            .mapToDouble(row -> (double) Arrays.stream(row).sum() / faults.size())
            .toArray();
    int strata = 1 + Arrays.stream(cells).flatMapToInt(Arrays::stream).max().orElseThrow();
    double[] weight = new double[strata];
    for (int layer = 0; layer < cells.length; layer++) {
      for (int stratum : cells[layer]) {
        weight[stratum] += layerShare[layer] / cells[layer].length;
      }
    }
    int[] ofFault = IntStream.range(0, group.length).map(i -> cells[group[i]][drawn[i]]).toArray();
    return new PostStrata(ofFault, cells, layerShare, weight);
  }

  /** The stratum of every cell {@code [layer][bit]}, numbered along the walk. */
  private static int[][] merge(int[][] counts) {
    int layers = counts.length;
    int bits = counts[0].length;
    int[] along = new int[layers * bits]; // place on the walk → stratum
    int closed = 0;
    int open = 0; // where the open stratum starts
    int faults = 0;
    for (int bit = 0; bit < bits; bit++) {
      int before = closed;
      for (int layer = 0; layer < layers; layer++) {
        faults += counts[layer][bit];
        if (faults >= LEAST) {
          int end = bit * layers + layer + 1;
          Arrays.fill(along, open, end, closed++);
          open = end;
          faults = 0;
        }
      }
      if (closed > before || bit == bits - 1) {
        int end = (bit + 1) * layers;
        Arrays.fill(along, open, end, Math.max(0, closed - 1));
        open = end;
        faults = 0;
      }
    }
    int[][] cells = new int[layers][bits];
    for (int place = 0; place < along.length; place++) {
      cells[place % layers][place / layers] = along[place];
    }
    return cells;
  }

  int count() {
    return weight.length;
  }

  int ofFault(int fault) {
    return stratumOfFault[fault];
  }

  double weight(int stratum) {
    return weight[stratum];
  }

  int layers() {
    return layerShare.length;
  }

  /**
   * What the shares of the layers add to the variance of a mean: they are known from the list only,
   * and so are estimates too (Cochran, section 12.2, with both phases of one size).
   *
   * @param means of the strata
   * @param mean of all
   */
  double varianceOfShares(double[] means, double mean) {
    double sum = 0;
    for (int layer = 0; layer < layerShare.length; layer++) {
      double ofLayer =
          Arrays.stream(stratumOfCell[layer]).mapToDouble(s -> means[s]).average().orElseThrow();
      sum += layerShare[layer] * (ofLayer - mean) * (ofLayer - mean);
    }
    return sum / stratumOfFault.length;
  }
}
