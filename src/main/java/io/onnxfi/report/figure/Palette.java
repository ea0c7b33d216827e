package io.onnxfi.report.figure;

import java.awt.Color;
import java.util.List;

/** Colours that people with any kind of colour vision can tell apart, as {@code #rrggbb}. */
public final class Palette {
  /**
   * One colour per side: blue, vermillion and bluish green of Okabe and Ito, Color Universal Design
   * (2008).
   */
  public static final List<String> SIDES = List.of("#0072b2", "#d55e00", "#009e73");

  /** One colour per level of a factor: six of Okabe and Ito, those of the sides first. */
  public static final List<String> LEVELS =
      List.of("#0072b2", "#d55e00", "#009e73", "#cc79a7", "#e69f00", "#56b4e9");

  /** Nothing happened: sky blue of Okabe and Ito. */
  public static final String MASKED = "#56b4e9";

  /** Outputs changed: orange of Okabe and Ito. */
  public static final String NON_CRITICAL = "#e69f00";

  /** The prediction changed: vermillion of Okabe and Ito. */
  public static final String CRITICAL = "#d55e00";

  /** Detected: reddish purple of Okabe and Ito. */
  public static final String DUE = "#cc79a7";

  /**
   * From low to high: viridis of matplotlib (van der Walt and Smith, 2015; CC0) at ten equal steps.
   * Its lightness grows evenly, so that it survives grey printing.
   */
  public static final List<String> SCALE =
      List.of(
          "#440154", "#482878", "#3e4989", "#31688e", "#26828e", "#1f9e89", "#35b779", "#6ece58",
          "#b5de2b", "#fde725");

  private Palette() {}

  /**
   * The colour of a share on {@link #SCALE}, linear between its steps.
   *
   * @param share 0 to 1
   */
  public static Color shade(double share) {
    double place = share * (SCALE.size() - 1);
    int below = Math.min((int) place, SCALE.size() - 2);
    Color a = Color.decode(SCALE.get(below));
    Color b = Color.decode(SCALE.get(below + 1));
    double part = place - below;
    return new Color(
        mix(a.getRed(), b.getRed(), part),
        mix(a.getGreen(), b.getGreen(), part),
        mix(a.getBlue(), b.getBlue(), part));
  }

  private static int mix(int a, int b, double part) {
    return Math.toIntExact(Math.round(a + (b - a) * part));
  }

  /** The colour of a side, by its place in the run. */
  static String side(int place) {
    return SIDES.get(place % SIDES.size());
  }
}
