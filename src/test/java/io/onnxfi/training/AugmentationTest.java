package io.onnxfi.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.onnxfi.dataset.ImageSource;
import io.onnxfi.dataset.LabelledImages;
import io.onnxfi.dataset.Normalization;
import io.onnxfi.tensor.Shape;
import java.nio.FloatBuffer;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeSet;
import java.util.function.BiConsumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class AugmentationTest {
  private static final int HEIGHT = 5;
  private static final int WIDTH = 6;
  private static final Normalization NORMALIZATION =
      Normalization.of(new float[] {0.4f, 0.5f, 0.6f}, new float[] {0.2f, 0.25f, 0.3f});

  private static final Map<String, BiConsumer<Picture, Double>> CHANGES =
      Map.of(
          "rotate", Rotation::turn,
          "brightness", (picture, p) -> Colors.brightness(picture, p.floatValue()),
          "contrast", (picture, p) -> Colors.contrast(picture, p.floatValue()),
          "saturation", (picture, p) -> Colors.saturation(picture, p.floatValue()),
          "hue", (picture, p) -> Colors.hue(picture, p.floatValue()));

  /** One image of three channels; no pixel has the value of another of its channel. */
  private static LabelledImages images() {
    byte[] pixels = new byte[3 * HEIGHT * WIDTH];
    for (int i = 0; i < pixels.length; i++) {
      pixels[i] = (byte) (i * 37 % 256);
    }
    ImageSource source =
        new ImageSource("test", "0".repeat(64), 1, List.of(), Shape.of(3, HEIGHT, WIDTH));
    return LabelledImages.of(source, pixels, new int[1]);
  }

  private static Picture picture() {
    LabelledImages images = images();
    Picture picture = new Picture(images, NORMALIZATION);
    picture.load(images, 0);
    return picture;
  }

  static List<Golden> golden() {
    return Golden.rows("images").toList();
  }

  @ParameterizedTest
  @MethodSource("golden")
  void shouldChangeAsTorchvision(Golden golden) {
    Picture picture = picture();
    CHANGES.get(golden.text(0)).accept(picture, golden.number(1));
    double[] expected = golden.numbers(2);
    for (int i = 0; i < expected.length; i++) {
      // A few roundings of binary32, in units of 1/255 of the range; torchvision's grid of
      // sampling points is in binary32 too.
      assertThat((double) picture.pixels()[i])
          .as("pixel %d", i)
          .isCloseTo(expected[i], within(2e-4));
    }
  }

  static List<Golden> resizedCrops() {
    return Golden.rows("resized-crops").toList();
  }

  @ParameterizedTest
  @MethodSource("resizedCrops")
  void shouldResizeAndCropAsTorchvision(Golden golden) {
    Picture picture = picture();
    new ResizedCrop(8, 4).cut(picture, (int) golden.number(0), (int) golden.number(1));
    double[] expected = golden.numbers(2);
    for (int i = 0; i < expected.length; i++) {
      assertThat((double) picture.pixels()[i]).as("pixel %d", i).isEqualTo(expected[i]);
    }
  }

  @Test
  void shouldCropEachWindowOfTheResizedImage() {
    ResizedCrop crop = new ResizedCrop(6, 1); // 6×7 with a border: 4 × 4 windows of 5×6
    TreeSet<String> found = new TreeSet<>();
    TreeSet<String> all = new TreeSet<>();
    for (int i = 0; i < 16; i++) {
      Picture picture = picture();
      crop.cut(picture, i / 4 - 1, i % 4 - 1);
      all.add(Arrays.toString(picture.pixels()));
    }
    Random random = new Random(1);
    for (int i = 0; i < 300; i++) {
      Picture picture = picture();
      crop.apply(picture, random);
      found.add(Arrays.toString(picture.pixels()));
    }
    assertThat(all).hasSize(16);
    assertThat(found).isEqualTo(all);
    assertThatThrownBy(() -> new ResizedCrop(3, 0).require(images()))
        .hasMessage(
            "augmentation resize-crop:3:0: expected at least the 5×6 pixels of the images, found"
                + " 3×3 and a border of 0");
    assertThatThrownBy(() -> Augmentation.parse("resize-crop:0:4"))
        .hasMessageContaining("a side of 1 to 8192 pixels");
  }

  @Test
  void shouldCropAWindowOfThePaddedImage() {
    RandomCrop crop = new RandomCrop(2);
    TreeSet<String> windows = new TreeSet<>();
    float[] original = picture().pixels();
    for (int seed = 0; seed < 300; seed++) {
      Picture picture = picture();
      crop.apply(picture, new Random(seed));
      windows.add(window(original, picture.pixels()));
    }
    assertThat(windows).as("each of the 5 × 5 windows, and nothing else").hasSize(25);
  }

  /** Which shift explains the picture. */
  private static String window(float[] original, float[] found) {
    for (int down = -2; down <= 2; down++) {
      for (int right = -2; right <= 2; right++) {
        if (isShifted(original, found, down, right)) {
          return down + "," + right;
        }
      }
    }
    throw new AssertionError("no window of the padded image");
  }

  private static boolean isShifted(float[] original, float[] found, int down, int right) {
    for (int i = 0; i < found.length; i++) {
      int x = i % WIDTH + right;
      int y = i / WIDTH % HEIGHT + down;
      boolean inside = x >= 0 && x < WIDTH && y >= 0 && y < HEIGHT;
      int plane = i / (WIDTH * HEIGHT) * (WIDTH * HEIGHT);
      if (found[i] != (inside ? original[plane + y * WIDTH + x] : 0)) {
        return false;
      }
    }
    return true;
  }

  @Test
  void shouldFlipHalfOfTheImages() {
    float[] original = picture().pixels();
    int flipped = 0;
    for (int seed = 0; seed < 400; seed++) {
      Picture picture = picture();
      new HorizontalFlip().apply(picture, new Random(seed * 7919L));
      if (picture.pixels()[0] != original[0]) {
        flipped++;
        for (int i = 0; i < original.length; i++) {
          int mirrored = i - i % WIDTH + WIDTH - 1 - i % WIDTH;
          assertThat(picture.pixels()[i]).isEqualTo(original[mirrored]);
        }
      } else {
        assertThat(picture.pixels()).containsExactly(original);
      }
    }
    assertThat(flipped).as("within four standard deviations of a half").isBetween(160, 240);
  }

  @Test
  void shouldEraseOneRectangleOfTheMeanColour() {
    float[] original = picture().pixels();
    int erased = 0;
    for (int seed = 0; seed < 200; seed++) {
      Picture picture = picture();
      new RandomErasing(0.5).apply(picture, new Random(seed * 7919L));
      TreeSet<Integer> rows = new TreeSet<>();
      TreeSet<Integer> columns = new TreeSet<>();
      int changed = 0;
      for (int i = 0; i < HEIGHT * WIDTH; i++) {
        if (picture.pixels()[i] != original[i]) {
          assertThat(picture.pixels()[i]).isEqualTo(0.4f * 255);
          rows.add(i / WIDTH);
          columns.add(i % WIDTH);
          changed++;
        }
      }
      assertThat(changed).as("a full rectangle").isEqualTo(rows.size() * columns.size());
      erased += changed > 0 ? 1 : 0;
    }
    assertThat(erased).isBetween(60, 140);
  }

  @Test
  void shouldWriteAnUnchangedImageAsEvaluationSeesIt() {
    LabelledImages images = images();
    FloatBuffer interleaved = FloatBuffer.allocate(3 * HEIGHT * WIDTH);
    picture().write(interleaved);
    FloatBuffer planes = FloatBuffer.allocate(3 * HEIGHT * WIDTH);
    images.fill(NORMALIZATION, 0, 1, planes);
    for (int channel = 0; channel < 3; channel++) {
      for (int p = 0; p < HEIGHT * WIDTH; p++) {
        assertThat(interleaved.get(p * 3 + channel))
            .isEqualTo(planes.get(channel * HEIGHT * WIDTH + p));
      }
    }
  }

  @Test
  void shouldReadItsOwnLabels() {
    for (String label :
        List.of(
            "crop:4",
            "flip",
            "rotate:15.0",
            "jitter:0.1:0.2:0.3:0.4",
            "erase:0.5",
            "resize-crop:72:4")) {
      assertThat(Augmentation.parse(label).label()).isEqualTo(label);
    }
    for (String wrong : List.of("crop", "crop:x", "crop:1.5", "flip:2", "blur:3", "")) {
      assertThatThrownBy(() -> Augmentation.parse(wrong))
          .hasMessageContaining("expected one like crop:4, flip")
          .hasMessageContaining("found '" + wrong + "'");
    }
    assertThatThrownBy(() -> Augmentation.parse("erase:0")).hasMessageContaining("found 0.0");
  }
}
