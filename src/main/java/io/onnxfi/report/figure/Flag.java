package io.onnxfi.report.figure;

import java.awt.Font;
import java.awt.font.FontRenderContext;
import java.util.ArrayList;
import java.util.List;
import java.util.function.DoubleUnaryOperator;

/**
 * The label of a vertical line, on its right like a flag. Flags that would lie on others, or on the
 * lines of others, are hoisted higher.
 *
 * @param label what it says
 * @param at where the line is, in units of the layout
 * @param left where the label begins: at the line, or before it if there is no room on the right
 * @param width of the label
 * @param row 0 is the lowest
 */
record Flag(String label, double at, double left, double width, int row) {
  private static final int AROUND = 8;

  /**
   * Finds places for all.
   *
   * @param marks from left to right
   * @param across where an x is, in units of the layout
   * @param right where the paper ends
   */
  static List<Flag> place(
      List<CurveFigure.Mark> marks, DoubleUnaryOperator across, double right, Font font) {
    List<Flag> placed = new ArrayList<>();
    for (int i = marks.size() - 1; i >= 0; i--) {
      CurveFigure.Mark mark = marks.get(i);
      double at = across.applyAsDouble(mark.x());
      double width = width(mark.label(), font) + AROUND;
      double left = Math.min(at, right - width);
      int row =
          placed.stream()
              .filter(other -> Math.min(other.left(), other.at()) < left + width)
              .mapToInt(other -> other.row() + 1)
              .max()
              .orElse(0);
      placed.add(new Flag(mark.label(), at, left, width, row));
    }
    return placed;
  }

  /** Of a text, whatever it is painted on. */
  static double width(String text, Font font) {
    return font.getStringBounds(text, new FontRenderContext(null, true, true)).getWidth();
  }
}
