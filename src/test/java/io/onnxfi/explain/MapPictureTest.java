package io.onnxfi.explain;

import static org.assertj.core.api.Assertions.assertThat;

import io.onnxfi.dataset.DataRoot;
import io.onnxfi.dataset.Datasets;
import io.onnxfi.dataset.ImageSource;
import io.onnxfi.dataset.LabelledImages;
import io.onnxfi.dataset.PixelSize;
import io.onnxfi.dataset.Split;
import io.onnxfi.report.figure.Palette;
import io.onnxfi.tensor.Shape;
import java.awt.Color;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MapPictureTest {
  @TempDir private Path folder;

  private static LabelledImages images(String name) {
    return Datasets.named(name).load(DataRoot.usual(), Split.TEST);
  }

  private BufferedImage drawn(String title, List<MapPicture.Row> rows) throws IOException {
    Path file = folder.resolve("maps.png");
    MapPicture.write(file, title, rows);
    return ImageIO.read(file.toFile());
  }

  @Test
  void shouldDrawImageMapAndOverlaySideBySide() throws IOException {
    LabelledImages images = images("cifar10-sample");
    HeatMap map = HeatMap.of(new PixelSize(1, 2), 0, 5);
    BufferedImage picture =
        drawn("a title", List.of(new MapPicture.Row(images, 7, map, "a caption")));
    // Panels of 224 units at 14 and steps of 232 units, 48 units from the top; 2 pixels per unit.
    int middle = 2 * (48 + 112);
    Color image = new Color(picture.getRGB(2 * 14 + 1, middle));
    assertThat(image.getRed()).isEqualTo(images.pixel(7, 0, 16, 0));
    assertThat(image.getBlue()).isEqualTo(images.pixel(7, 2, 16, 0));
    assertThat(new Color(picture.getRGB(2 * (14 + 232) + 1, middle))).isEqualTo(Palette.shade(0));
    assertThat(new Color(picture.getRGB(2 * (14 + 232 + 223), middle))).isEqualTo(Palette.shade(1));
    assertThat(new Color(picture.getRGB(2 * (14 + 464) + 1, middle)).getBlue())
        .isBetween(Palette.shade(0).getBlue() / 2, Palette.shade(0).getBlue() / 2 + 128);
  }

  /** Words in the map that no map with evidence has there. */
  @Test
  void shouldSayThatThereIsNoEvidence() throws IOException {
    LabelledImages images = images("cifar10-sample");
    HeatMap empty = HeatMap.of(new PixelSize(2, 2), 0, 0, 0, 0);
    HeatMap corner = HeatMap.of(new PixelSize(2, 2), 0, 0, 0, 1);
    assertThat(otherColours(images, empty)).isPositive();
    assertThat(otherColours(images, corner)).isZero();
  }

  /** Pixels in the upper left quarter of the map, where there is no evidence, that differ. */
  private long otherColours(LabelledImages images, HeatMap map) throws IOException {
    BufferedImage picture = drawn("a title", List.of(new MapPicture.Row(images, 7, map, "")));
    long others = 0;
    for (int y = 2 * 48 + 2; y < 2 * (48 + 50); y++) {
      for (int x = 2 * (14 + 232) + 2; x < 2 * (14 + 232 + 50); x++) {
        others += new Color(picture.getRGB(x, y)).equals(Palette.shade(0)) ? 0 : 1;
      }
    }
    return others;
  }

  @Test
  void shouldDrawSeveralRowsAndMapsThatAreEmptyOrNotDefined() throws IOException {
    LabelledImages images = images("synthetic");
    HeatMap empty = HeatMap.of(new PixelSize(2, 2), 0, 0, 0, 0);
    HeatMap undefined = HeatMap.of(new PixelSize(2, 2), 0, Double.NaN, 0, 0);
    BufferedImage one = drawn("before", List.of(new MapPicture.Row(images, 0, empty, "")));
    BufferedImage two =
        drawn(
            "x".repeat(500) + "\n",
            List.of(
                new MapPicture.Row(images, 0, empty, "without a fault"),
                new MapPicture.Row(images, 1, undefined, "with it")));
    assertThat(two.getWidth()).isEqualTo(one.getWidth());
    assertThat(two.getHeight()).isGreaterThan(one.getHeight() + 400);
  }

  @Test
  void shouldGiveTheSameBytes() throws IOException {
    ImageSource source =
        new ImageSource(
            "wide", "0".repeat(64), 2, List.of(), Shape.of(1, 300, 500), Optional.empty());
    LabelledImages wide = LabelledImages.of(source, new byte[300 * 500], new int[1]);
    List<MapPicture.Row> rows =
        List.of(new MapPicture.Row(wide, 0, HeatMap.of(new PixelSize(1, 1), 2), "grey"));
    drawn("grey", rows);
    byte[] first = Files.readAllBytes(folder.resolve("maps.png"));
    BufferedImage picture = drawn("grey", rows);
    assertThat(Files.readAllBytes(folder.resolve("maps.png"))).isEqualTo(first);
    assertThat(picture.getWidth()).isLessThan(1500);
  }
}
