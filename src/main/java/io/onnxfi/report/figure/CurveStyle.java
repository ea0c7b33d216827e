package io.onnxfi.report.figure;

import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.Shape;
import java.util.List;

/**
 * What tells a curve from the others, so that colour is not all.
 *
 * @param color as {@code #rrggbb}
 * @param shape of its marks
 * @param isHollow whether its marks are outlines
 * @param dash lengths of dashes and gaps, in units of the layout; none if the line is solid
 */
public record CurveStyle(String color, MarkShape shape, boolean isHollow, List<Integer> dash) {
  private static final List<List<Integer>> DASHES =
      List.of(List.of(), List.of(7, 4), List.of(2, 3), List.of(9, 3, 2, 3));

  /** Of a mark, in units of the layout. */
  private static final double RADIUS = 3.5;

  /** Copies. */
  public CurveStyle {
    dash = List.copyOf(dash);
  }

  /** The style of a curve among curves that have nothing in common. */
  public static CurveStyle of(int place) {
    return of(place, 0);
  }

  /**
   * The style of a curve that belongs to a group, such as an architecture, and is one of its
   * variants, such as a way of training: colour and shape tell the group, line and filling the
   * variant.
   *
   * @param group 0, 1, …: 36 look different
   * @param variant 0, 1, …: four look different
   */
  public static CurveStyle of(int group, int variant) {
    int colors = Palette.LEVELS.size();
    MarkShape[] shapes = MarkShape.values();
    return new CurveStyle(
        Palette.LEVELS.get(group % colors),
        shapes[(group + group / colors) % shapes.length],
        variant % 2 == 1,
        DASHES.get(variant % DASHES.size()));
  }

  /** Paints a mark on paper. */
  void paint(Graphics2D graphics, double x, double y) {
    Shape mark = shape.at(x, y, RADIUS);
    graphics.setColor(isHollow ? Color.WHITE : Color.decode(color));
    graphics.fill(mark);
    if (isHollow) {
      graphics.setColor(Color.decode(color));
      graphics.setStroke(new BasicStroke(1.2f));
      graphics.draw(mark);
    }
  }
}
