package io.onnxfi.report.figure;

import java.awt.Graphics2D;

/** Something ready to be painted on white paper. */
public interface Drawing {
  /** Units of the layout. */
  int width();

  /** Units of the layout. */
  int height();

  /** Paints it from (0, 0). */
  void paint(Graphics2D graphics);
}
