package io.onnxfi.report.figure;

import java.awt.Shape;
import java.awt.geom.Path2D;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;

/** Shapes of marks as polygons, the same on paper and on the page. */
public enum MarkShape {
  /** With so many corners that it is round at the size of a mark. */
  CIRCLE(
      IntStream.range(0, 24)
          .mapToObj(i -> i * Math.PI / 12)
          .flatMapToDouble(angle -> DoubleStream.of(Math.cos(angle), Math.sin(angle)))
          .toArray()),
  /** Standing on a corner. */
  DIAMOND(0, -1.25, 1.25, 0, 0, 1.25, -1.25, 0),
  /** A square. */
  SQUARE(-0.9, -0.9, 0.9, -0.9, 0.9, 0.9, -0.9, 0.9),
  /** Pointing upwards. */
  TRIANGLE(0, -1.2, 1.15, 0.9, -1.15, 0.9),
  /** Pointing downwards. */
  TRIANGLE_DOWN(-1.15, -0.9, 1.15, -0.9, 0, 1.2),
  /** An upright cross. */
  CROSS(
      -0.4, -1.2, 0.4, -1.2, 0.4, -0.4, 1.2, -0.4, 1.2, 0.4, 0.4, 0.4, 0.4, 1.2, -0.4, 1.2, -0.4,
      0.4, -1.2, 0.4, -1.2, -0.4, -0.4, -0.4);

  /** x and y of the corners in turn, within about −1 to 1, y downwards. */
  @SuppressWarnings("ImmutableEnumChecker") // a copy that cannot be changed
  private final List<Double> corners;

  MarkShape(double... corners) {
    this.corners = DoubleStream.of(corners).boxed().toList();
  }

  /**
   * As Java draws it.
   *
   * @param x of its centre
   * @param y of its centre
   * @param radius of the circle that is about as large
   */
  Shape at(double x, double y, double radius) {
    Path2D path = new Path2D.Double();
    for (int i = 0; i < corners.size(); i += 2) {
      double across = x + radius * corners.get(i);
      double down = y + radius * corners.get(i + 1);
      if (i == 0) {
        path.moveTo(across, down);
      } else {
        path.lineTo(across, down);
      }
    }
    path.closePath();
    return path;
  }

  /** As a path of SVG, around 0. */
  public String path() {
    return IntStream.range(0, corners.size() / 2)
        .mapToObj(
            i ->
                String.format(Locale.ROOT, "%.3f,%.3f", corners.get(2 * i), corners.get(2 * i + 1)))
        .collect(Collectors.joining("L", "M", "Z"));
  }
}
