package io.onnxfi.testing;

import java.awt.Font;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import org.junit.jupiter.api.Assumptions;

/** Fonts, which a machine with only a JDK need not have. */
public final class Fonts {
  private Fonts() {}

  /** Skips the calling test where pictures with text cannot be drawn. */
  public static void require() {
    Assumptions.assumeTrue(
        canDraw(), "pictures cannot be drawn here; install fontconfig and a font");
  }

  private static boolean canDraw() {
    Graphics2D graphics = new BufferedImage(1, 1, BufferedImage.TYPE_INT_RGB).createGraphics();
    try {
      graphics.setFont(new Font(Font.SANS_SERIF, Font.PLAIN, 12));
      return graphics.getFontMetrics().stringWidth("text") > 0;
    } catch (LinkageError | InternalError e) { // how Java says that there is no fontconfig
      return false;
    } finally {
      graphics.dispose();
    }
  }
}
