package io.onnxfi.sampling;

import io.onnxfi.fault.Factor;
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
 * its layer's share of the list times an even share of the bits; where the second factor's levels
 * are names, of which no even draw is known, its own share of the list: each cell is then taken for
 * a layer of one bit.
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

  /** Sorts faults; all are in one stratum unless their bits, if they have any, are an even draw. */
  static PostStrata of(List<Labels> faults, Strata by) {
    if (by.isNone() || faults.size() < 2 * LEAST) {
      return none(faults.size());
    }
    int[] group = places(faults, by.group());
    if (!by.second().isNumber()) {
      return ofListShares(group, places(faults, by.second()));
    }
    OptionalInt positions = BitDraw.positions(faults, by.second());
    if (positions.isEmpty()) {
      return none(faults.size());
    }
    int[] drawn =
        faults.stream().mapToInt(fault -> fault.number(by.second()).orElseThrow()).toArray();
    int[][] counts = counts(group, drawn, positions.getAsInt());
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

  /** Strata of two factors whose levels are names. */
  private static PostStrata ofListShares(int[] group, int[] second) {
    int[][] cells = merge(counts(group, second, 1 + Arrays.stream(second).max().orElseThrow()));
    int[] ofFault = IntStream.range(0, group.length).map(i -> cells[group[i]][second[i]]).toArray();
    double[] share = new double[1 + Arrays.stream(ofFault).max().orElseThrow()];
    for (int stratum : ofFault) {
      share[stratum] += 1.0 / ofFault.length;
    }
    int[][] each =
        IntStream.range(0, share.length).mapToObj(i -> new int[] {i}).toArray(int[][]::new);
    return new PostStrata(ofFault, each, share, share);
  }

  /** The level of each fault, numbered as the list meets them. */
  private static int[] places(List<Labels> faults, Factor factor) {
    Map<String, Integer> places = new LinkedHashMap<>();
    faults.forEach(fault -> places.putIfAbsent(fault.level(factor), places.size()));
    return faults.stream().mapToInt(fault -> places.get(fault.level(factor))).toArray();
  }

  /** Faults in every cell {@code [layer][bit]}. */
  private static int[][] counts(int[] group, int[] second, int levels) {
    int[][] counts = new int[1 + Arrays.stream(group).max().orElseThrow()][levels];
    for (int fault = 0; fault < group.length; fault++) {
      counts[group[fault]][second[fault]]++;
    }
    return counts;
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
