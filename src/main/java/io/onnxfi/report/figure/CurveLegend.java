package io.onnxfi.report.figure;

import java.awt.Color;
import java.awt.Font;
import java.awt.Graphics2D;
import java.awt.Stroke;
import java.awt.geom.Line2D;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Names of curves and horizontal lines, in columns: XChart's legend has one line only. */
final class CurveLegend {
  private static final int LINE = 36;
  private static final int GAP = 6;
  private static final int AROUND = 22;
  private static final int ROW = 18;
  private static final int BELOW = 10;
  private static final Font FONT = new Font(Font.SANS_SERIF, Font.PLAIN, 11);

  private final List<Entry> entries;
  private final int width;
  private final int rows;
  private final double column;

  /**
   * What a name stands for.
   *
   * @param style none for a horizontal line
   */
  private record Entry(String name, Optional<CurveStyle> style) {}

  CurveLegend(CurveFigure figure, int width) {
    this.entries =
        Stream.concat(
                figure.series().stream().map(s -> new Entry(s.name(), Optional.of(s.style()))),
                figure.levels().stream().map(level -> new Entry(level.label(), Optional.empty())))
            .toList();
    this.width = width;
    double longest =
        entries.stream().mapToDouble(entry -> Flag.width(entry.name(), FONT)).max().orElse(0);
    this.column = LINE + GAP + longest + AROUND;
    int columns = (int) Math.max(1, Math.floor(width / column));
    this.rows = (entries.size() + columns - 1) / columns;
  }

  int height() {
    return ROW * rows + BELOW;
  }

  /** Paints it from (0, 0), centred; names that follow each other stand below each other. */
  void paint(Graphics2D graphics) {
    int columns = (entries.size() + rows - 1) / rows;
    double from = Math.max(0, (width - columns * column + AROUND) / 2);
    for (int i = 0; i < entries.size(); i++) {
      int place = i / rows;
      double left = from + place * column;
      double middle = ROW * (i % rows + 0.5);
      Entry entry = entries.get(i);
      Color color = entry.style().map(s -> Color.decode(s.color())).orElse(CurveChart.LEVEL_COLOR);
      Stroke stroke = entry.style().<Stroke>map(CurveChart::stroke).orElse(CurveChart.LEVEL_STROKE);
      graphics.setColor(color);
      graphics.setStroke(stroke);
      graphics.draw(new Line2D.Double(left, middle, left + LINE, middle));
      entry.style().ifPresent(s -> s.paint(graphics, left + LINE / 2.0, middle));
      graphics.setColor(Color.BLACK);
      graphics.setFont(FONT);
      graphics.drawString(entry.name(), (float) (left + LINE + GAP), (float) (middle + 4));
    }
  }
}
