package io.onnxfi.screening;

import java.util.Arrays;

/**
 * A convolution of images, as ONNX defines it. Whole images go through it as a product of its
 * filters with a matrix that has a row for each element of a filter, of what that element meets at
 * each place.
 */
final class Convolution implements LinearMap {
  private static final int ROWS = 4;

  private final double[] weights;
  private final double[] magnitudes;
  private final Window window;
  private final int filters;
  private final int groups;

  /** Elements of a filter. */
  private final int perFilter;

  /** By element of the window, by place of the result: the place of the image; -1 beyond it. */
  private final int[][] sources;

  /**
   * All that it is made of.
   *
   * @param weights {@code [filters, channels/groups, height, width]}, row-major
   * @param window how filters meet images
   * @param filters how many
   * @param groups of filters that see their own channels only
   */
  Convolution(double[] weights, Window window, int filters, int groups) {
    this.weights = weights;
    this.magnitudes = Magnitudes.of(weights);
    this.window = window;
    this.filters = filters;
    this.groups = groups;
    this.perFilter = weights.length / filters;
    this.sources = new int[taps()][window.outputs()];
    for (int tap = 0; tap < sources.length; tap++) {
      int[] own = sources[tap];
      Arrays.fill(own, -1);
      window.forEach(tap, (output, input) -> own[output] = input);
    }
  }

  @Override
  public void forEach(Taps taps) {
    for (int element = 0; element < weights.length; element++) {
      double weight = weights[element];
      forEachPlace(element, (output, input) -> taps.tap(output, input, weight));
    }
  }

  @Override
  public void forEachOf(long element, Taps taps) {
    forEachPlace(Math.toIntExact(element), (output, input) -> taps.tap(output, input, 1));
  }

  private void forEachPlace(int element, Window.Places places) {
    int filter = element / perFilter;
    int channel = firstChannel(filter / perGroup()) + element % perFilter / taps();
    window.forEach(
        element % taps(),
        (output, input) ->
            places.place(filter * window.outputs() + output, channel * window.inputs() + input));
  }

  private int taps() {
    return window.height() * window.width();
  }

  /** Filters of a group. */
  private int perGroup() {
    return filters / groups;
  }

  /** The first channel that a group sees. */
  private int firstChannel(int group) {
    return group * (perFilter / taps());
  }

  @Override
  public int together() {
    return window.outputs();
  }

  @Override
  public void addTo(double[] outputs, double... inputs) {
    multiply(weights, outputs, inputs);
  }

  @Override
  public void addMagnitudes(double[] outputs, double... inputs) {
    multiply(magnitudes, outputs, inputs);
  }

  private void multiply(double[] factors, double[] outputs, double... inputs) {
    for (int group = 0; group < groups; group++) {
      double[] rows = rows(group, inputs);
      int end = (group + 1) * perGroup();
      int f = group * perGroup();
      for (; f + 1 < end; f += 2) {
        addTwo(factors, f, rows, outputs);
      }
      if (f < end) {
        add(factors, f * perFilter, rows, 0, perFilter, outputs, f * window.outputs());
      }
    }
  }

  /** What each element of a group's filters meets: {@code [perFilter, places]}. */
  private double[] rows(int group, double... inputs) {
    int places = window.outputs();
    double[] rows = new double[perFilter * places];
    for (int row = 0; row < perFilter; row++) {
      int to = row * places;
      int from = (firstChannel(group) + row / taps()) * window.inputs();
      int[] own = sources[row % taps()];
      for (int p = 0; p < places; p++) {
        rows[to + p] = own[p] < 0 ? 0 : inputs[from + own[p]];
      }
    }
    return rows;
  }

  /** Two filters at once, which read each row once. */
  private void addTwo(double[] factors, int filter, double[] rows, double... outputs) {
    int places = window.outputs();
    int f = filter * perFilter;
    int g = f + perFilter;
    int first = filter * places;
    int second = first + places;
    int row = 0;
    for (; row + ROWS <= perFilter; row += ROWS) {
      double f0 = factors[f + row];
      double f1 = factors[f + row + 1];
      double f2 = factors[f + row + 2];
      double f3 = factors[f + row + 3];
      double g0 = factors[g + row];
      double g1 = factors[g + row + 1];
      double g2 = factors[g + row + 2];
      double g3 = factors[g + row + 3];
      int r = row * places;
      for (int p = 0; p < places; p++) {
        double a = rows[r + p];
        double b = rows[r + places + p];
        double c = rows[r + 2 * places + p];
        double d = rows[r + 3 * places + p];
        outputs[first + p] += f0 * a + f1 * b + f2 * c + f3 * d;
        outputs[second + p] += g0 * a + g1 * b + g2 * c + g3 * d;
      }
    }
    add(factors, f + row, rows, row, perFilter - row, outputs, first);
    add(factors, g + row, rows, row, perFilter - row, outputs, second);
  }

  /** Adds a sum of neighbouring rows with factors, some of them at once. */
  private void add(
      double[] factors, int factor, double[] values, int first, int count, double[] sums, int sum) {
    int places = window.outputs();
    int row = 0;
    for (; row + ROWS <= count; row += ROWS) {
      double f0 = factors[factor + row];
      double f1 = factors[factor + row + 1];
      double f2 = factors[factor + row + 2];
      double f3 = factors[factor + row + 3];
      int r = (first + row) * places;
      for (int p = 0; p < places; p++) {
        sums[sum + p] +=
            f0 * values[r + p]
                + f1 * values[r + places + p]
                + f2 * values[r + 2 * places + p]
                + f3 * values[r + 3 * places + p];
      }
    }
    for (; row < count; row++) {
      double f = factors[factor + row];
      int r = (first + row) * places;
      for (int p = 0; p < places; p++) {
        sums[sum + p] += f * values[r + p];
      }
    }
  }

  @Override
  public void addLargest(double[] outputs, int perChannel, double... inputs) {
    if (perChannel != window.inputs()) {
      addMagnitudes(outputs, inputs);
      return;
    }
    int places = window.outputs();
    double[] own = new double[places];
    double[] most = new double[places];
    for (int group = 0; group < groups; group++) {
      double[] rows = rows(group, inputs);
      for (int f = group * perGroup(); f < (group + 1) * perGroup(); f++) {
        Arrays.fill(most, 0);
        for (int row = 0; row < perFilter; row += taps()) {
          Arrays.fill(own, 0);
          add(magnitudes, f * perFilter + row, rows, row, taps(), own, 0);
          for (int p = 0; p < places; p++) {
            most[p] = Math.max(most[p], own[p]);
          }
        }
        for (int p = 0; p < places; p++) {
          outputs[f * places + p] += most[p];
        }
      }
    }
  }

  @Override
  public void pull(double[] inputs, double... outputs) {
    int places = window.outputs();
    double[] row = new double[places];
    double[] column = new double[perGroup()];
    for (int group = 0; group < groups; group++) {
      int first = group * perGroup();
      for (int r = 0; r < perFilter; r++) {
        for (int f = 0; f < column.length; f++) {
          column[f] = weights[(first + f) * perFilter + r];
        }
        Arrays.fill(row, 0);
        add(column, 0, outputs, first, column.length, row, 0);
        int to = (firstChannel(group) + r / taps()) * window.inputs();
        int[] own = sources[r % taps()];
        for (int p = 0; p < places; p++) {
          if (own[p] >= 0) {
            inputs[to + own[p]] += row[p];
          }
        }
      }
    }
  }
}
