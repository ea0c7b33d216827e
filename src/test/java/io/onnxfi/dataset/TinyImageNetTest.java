package io.onnxfi.dataset;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.onnxfi.error.MalformedInputException;
import io.onnxfi.error.MissingResourceException;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TinyImageNetTest {
  private static final List<String> CLASSES = new TinyImageNet().classNames();
  private static final String BOX = "\t0\t32\t44\t62\n";

  @TempDir Path folder;

  private Path tiny;

  @BeforeEach
  void writeTheValidationImages() throws IOException {
    tiny = folder.resolve("tiny-imagenet-200");
    // The published list is not sorted.
    List<String> shuffled = new ArrayList<>(CLASSES);
    Collections.reverse(shuffled);
    TestImages.text(tiny.resolve("wnids.txt"), String.join("\n", shuffled) + "\n");
    annotations("val_0.JPEG\tn03444034" + BOX + "val_1.JPEG\tn01443537" + BOX);
    TestImages.grey(image("val_0.JPEG"), 64, 64, 10);
    TestImages.grey(image("val_1.JPEG"), 64, 64, 200);
  }

  @Test
  void shouldNumberTheClassesAlphabetically() {
    assertThat(CLASSES).hasSize(200).isSorted().doesNotHaveDuplicates();
    assertThat(CLASSES.get(0)).isEqualTo("n01443537"); // goldfish
    assertThat(CLASSES.get(199)).isEqualTo("n12267677"); // acorn
  }

  @Test
  void shouldReadTheValidationImagesInTheOrderOfTheAnnotations() {
    LabelledImages images = load();

    assertThat(images).hasToString("tiny-imagenet[2, 3, 64, 64]");
    assertThat(images.labels()).containsExactly(CLASSES.indexOf("n03444034"), 0);
    for (int channel = 0; channel < 3; channel++) {
      assertThat(images.pixel(0, channel, 63, 0)).isEqualTo(10);
      assertThat(images.pixel(1, channel, 0, 63)).isEqualTo(200);
    }
  }

  /** Resize 72 of 64 pixels, and of that the middle 64: from 4 on. */
  @Test
  void shouldPrepareTestImagesOnlyAsTorchvisionDoes() throws IOException {
    BufferedImage pattern = new BufferedImage(64, 64, BufferedImage.TYPE_INT_RGB);
    for (int i = 0; i < 64 * 64; i++) {
      pattern.setRGB(i % 64, i / 64, i * i * 97);
    }
    ImageIO.write(pattern, "png", image("val_0.JPEG").toFile());
    LabelledImages raw = load();
    LabelledImages prepared =
        new TinyImageNet(1, 2)
            .evaluated(new EvaluationTransform(72, 64))
            .load(new DataRoot(folder), Split.TEST);
    byte[] pixels = new byte[3 * 64 * 64];
    byte[] found = new byte[3 * 64 * 64];
    raw.read(0, pixels);
    prepared.read(0, found);
    byte[] large = new BilinearResize(new PixelSize(64, 64), new PixelSize(72, 72)).apply(pixels);
    for (int row = 0; row < 3 * 64; row++) {
      int from = (row / 64 * 72 + row % 64 + 4) * 72 + 4;
      assertThat(Arrays.copyOfRange(found, row * 64, row * 64 + 64))
          .as("row %d", row)
          .isEqualTo(Arrays.copyOfRange(large, from, from + 64));
    }
  }

  @Test
  void shouldReadTheTrainingImagesClassByClass() throws IOException {
    for (int label = 0; label < 200; label++) {
      String wnid = CLASSES.get(label);
      Path images = tiny.resolve("train").resolve(wnid).resolve("images");
      TestImages.grey(images.resolve(wnid + "_0.JPEG"), 64, 64, label);
      TestImages.text(images.resolveSibling(wnid + "_boxes.txt"), "");
    }

    LabelledImages images = new TinyImageNet(1, 2).load(new DataRoot(folder), Split.TRAIN);

    assertThat(images.size()).isEqualTo(200);
    assertThat(images.label(150)).isEqualTo(150);
    assertThat(images.pixel(150, 0, 0, 0)).isEqualTo(150);
    assertThatThrownBy(() -> new TinyImageNet().load(new DataRoot(folder), Split.TRAIN))
        .isInstanceOf(MalformedInputException.class)
        .hasMessageEndingWith("images: expected 500 files *.JPEG, found 1");
  }

  @Test
  void shouldSayWhatIsMissingAndHowToGetIt() throws IOException {
    assertMissing(tiny.resolve("train/n01443537/images"), Split.TRAIN);
    Files.delete(image("val_1.JPEG"));
    assertMissing(image("val_1.JPEG"), Split.TEST);
    Files.delete(tiny.resolve("val/val_annotations.txt"));
    assertMissing(tiny.resolve("val/val_annotations.txt"), Split.TEST);
    Files.delete(tiny.resolve("wnids.txt"));
    assertMissing(tiny.resolve("wnids.txt"), Split.TEST);
  }

  @Test
  void shouldRefuseAnImageOfAnotherSize() throws IOException {
    TestImages.grey(image("val_1.JPEG"), 64, 63, 200);

    assertMalformed("val_1.JPEG: expected an image of 64×64 pixels, found 64×63");
  }

  @Test
  void shouldRefuseMalformedAnnotations() throws IOException {
    annotations("val_0.JPEG\tn03444034" + BOX);
    assertMalformed("val_annotations.txt: expected 2 lines, found 1");
    annotations("val_0.JPEG\tn03444034" + BOX + "val_1.JPEG\tn00000000" + BOX);
    assertMalformed("in line 2, found 'val_1.JPEG\tn00000000");
    annotations("val_0.JPEG\tn03444034" + BOX + "../val_1.JPEG\tn03444034" + BOX);
    assertMalformed("in line 2, found '../val_1.JPEG");
    annotations("val_0.JPEG\tn03444034" + BOX + "val_1.JPEG");
    assertMalformed("in line 2, found 'val_1.JPEG'");
  }

  @Test
  void shouldRefuseASetOfOtherClasses() throws IOException {
    TestImages.text(tiny.resolve("wnids.txt"), "n02480855\n");

    assertMalformed("wnids.txt: expected the 200 published classes, found 1 lines, with n02480855");
  }

  private LabelledImages load() {
    return new TinyImageNet(1, 2).load(new DataRoot(folder), Split.TEST);
  }

  private void assertMalformed(String message) {
    assertThatThrownBy(this::load)
        .isInstanceOf(MalformedInputException.class)
        .hasMessageContaining(message);
  }

  private void assertMissing(Path path, Split split) {
    assertThatThrownBy(() -> new TinyImageNet(1, 2).load(new DataRoot(folder), split))
        .isInstanceOf(MissingResourceException.class)
        .hasMessageContaining(path.toString())
        .hasMessageEndingWith("; get it with: onnxfi fetch tiny-imagenet");
  }

  private Path image(String name) {
    return tiny.resolve("val/images").resolve(name);
  }

  private void annotations(String text) throws IOException {
    TestImages.text(tiny.resolve("val/val_annotations.txt"), text);
  }
}
