package io.onnxfi.screening;

import io.onnxfi.tensor.Shape;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Which places of an image an element of a filter's window brings together with which places of the
 * result: stretches of neighbouring results, whose sources are evenly apart.
 */
public final class Taps {
  private final List<List<Stretch>> stretches = new ArrayList<>();

  /**
   * Neighbouring results.
   *
   * @param output place of the first result
   * @param input place of the image that it comes from
   * @param step from one source to the next
   * @param length how many
   */
  record Stretch(int output, int input, int step, int length) {}

  /**
   * All of a site.
   *
   * @param input shape of what its weights are applied to, {@code [n, …]}
   * @throws Unscreenable if its node says more than strides, pads and dilations
   */
  public static Taps of(WeightSite site, Shape input) {
    Taps taps = new Taps();
    if (site.isDense()) {
      taps.stretches.add(List.of(new Stretch(0, 0, 1, 1)));
      return taps;
    }
    int[] image = Arrays.stream(input.dims()).skip(1).mapToInt(Math::toIntExact).toArray();
    int height = Math.toIntExact(site.shape().dim(2));
    int width = Math.toIntExact(site.shape().dim(3));
    Window window = Window.of(site.node(), image, height, width);
    for (int tap = 0; tap < height * width; tap++) {
      taps.stretches.add(stretches(window, tap));
    }
    return taps;
  }

  private static List<Stretch> stretches(Window window, int tap) {
    List<Stretch> found = new ArrayList<>();
    window.forEach(tap, (output, input) -> extend(found, output, input));
    return List.copyOf(found);
  }

  private static void extend(List<Stretch> found, int output, int input) {
    Stretch last = found.isEmpty() ? new Stretch(-1, 0, 0, 0) : found.get(found.size() - 1);
    int step = last.length < 2 ? input - last.input : last.step;
    boolean goesOn =
        output == last.output + last.length && input == last.input + last.length * step;
    if (goesOn && last.length > 0) {
      found.set(found.size() - 1, new Stretch(last.output, last.input, step, last.length + 1));
    } else {
      found.add(new Stretch(output, input, 1, 1));
    }
  }

  /** Those of a row-major place in the window. */
  List<Stretch> of(int tap) {
    return stretches.get(tap);
  }
}
