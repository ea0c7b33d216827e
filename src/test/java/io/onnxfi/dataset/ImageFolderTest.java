package io.onnxfi.dataset;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.onnxfi.error.MalformedInputException;
import io.onnxfi.error.MissingResourceException;
import io.onnxfi.error.UnsupportedInputException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ImageFolderTest {
  private static final DataRoot NOWHERE = new DataRoot(Path.of("nowhere"));

  @TempDir Path folder;

  private Path pets;

  @BeforeEach
  void writeImages() throws IOException {
    pets = folder.resolve("pets");
    // In no order, in several formats, with other files between them.
    TestImages.grey(pets.resolve("dog/b.png"), 4, 5, 20);
    TestImages.ppm(pets.resolve("dog/a/z.PPM"), 4, 5, 21);
    TestImages.ppm(pets.resolve("cat/10.ppm"), 4, 5, 10);
    TestImages.ppm(pets.resolve("cat/9.ppm"), 4, 5, 9);
    TestImages.grey(pets.resolve("Zebra/x.jpeg"), 4, 5, 30);
    TestImages.text(pets.resolve("cat/notes.txt"), "no image");
    TestImages.text(pets.resolve("readme.md"), "no class");
  }

  @Test
  void shouldTakeTheOrderOfTorchvision() {
    LabelledImages images = load();

    // By code point: capitals first, 10 before 9, a folder's own files before those further down.
    assertThat(images).hasToString("folder:pets[5, 3, 4, 5]");
    assertThat(images.classNames()).containsExactly("Zebra", "cat", "dog");
    assertThat(images.labels()).containsExactly(0, 1, 1, 2, 2);
    assertThat(red(images)).containsExactly(30, 10, 9, 20, 21);
  }

  @Test
  void shouldGiveAllImagesForEitherSplitIfThereAreNone() {
    assertThat(new ImageFolder(pets).load(NOWHERE, Split.TRAIN).labels())
        .isEqualTo(load().labels());
  }

  @Test
  void shouldFindTheSplits() throws IOException {
    Path split = folder.resolve("split");
    TestImages.ppm(split.resolve("train/a/1.ppm"), 2, 2, 1);
    TestImages.ppm(split.resolve("train/b/2.ppm"), 2, 2, 2);
    TestImages.ppm(split.resolve("val/a/3.ppm"), 2, 2, 3);
    TestImages.ppm(split.resolve("val/b/4.ppm"), 2, 2, 4);
    ImageFolder images = new ImageFolder(split);

    assertThat(red(images.load(NOWHERE, Split.TRAIN))).containsExactly(1, 2);
    assertThat(red(images.load(NOWHERE, Split.TEST))).containsExactly(3, 4);

    Files.createDirectories(split.resolve("val/c"));
    assertThatThrownBy(() -> images.load(NOWHERE, Split.TEST))
        .isInstanceOf(MalformedInputException.class)
        .hasMessageContaining("the class folders of the training images, [a, b], found [a, b, c]");
  }

  @Test
  void shouldResizeIfAskedTo() throws IOException {
    TestImages.ppm(pets.resolve("cat/large.ppm"), 400, 300, 11);
    assertThatThrownBy(this::load)
        .isInstanceOf(MalformedInputException.class)
        .hasMessageContaining("large.ppm: expected an image of 4×5 pixels, as")
        .hasMessageEndingWith("found 400×300 (--resize HEIGHTxWIDTH brings all to one size)");

    ImageFolder resized = new ImageFolder(pets).resized(new PixelSize(8, 6));

    assertThat(resized.load(NOWHERE, Split.TEST)).hasToString("folder:pets[6, 3, 8, 6]");
    assertThat(resized.image(NOWHERE).dims()).containsExactly(3, 8, 6);
    assertThat(new ImageFolder(pets).image(NOWHERE).dims()).containsExactly(3, 4, 5);
  }

  @Test
  void shouldRefuseAClassWithoutImages() throws IOException {
    Files.createDirectories(pets.resolve("bird"));

    assertMalformed(
        pets.resolve("bird") + ": expected at least one image, [jpeg, jpg, pgm, png, ppm]");
  }

  @Test
  void shouldRefuseAFolderWithoutClasses() throws IOException {
    pets = Files.createDirectories(folder.resolve("empty"));

    assertMalformed(pets + ": expected a folder for each class, found no folders");
  }

  @Test
  void shouldNameADamagedImage() throws IOException {
    TestImages.text(pets.resolve("cat/broken.png"), "not a picture");

    assertMalformed(pets.resolve("cat/broken.png") + ": expected a JPEG, PNG, PPM or PGM");
  }

  /** To pass over it would shift all images behind it against torchvision's order. */
  @Test
  void shouldRefuseAFormatThatOnlyTorchvisionReads() throws IOException {
    TestImages.text(pets.resolve("cat/photo.webp"), "");

    assertThatThrownBy(this::load)
        .isInstanceOf(UnsupportedInputException.class)
        .hasMessageStartingWith(pets.resolve("cat/photo.webp") + ": images of this format");
  }

  @Test
  void shouldSayIfThereIsNoSuchFolder() {
    pets = folder.resolve("absent");

    assertThatThrownBy(this::load)
        .isInstanceOf(MissingResourceException.class)
        .hasMessage(
            "folder:absent data is missing: there is no folder %s; check the path behind folder:",
            pets);
  }

  private LabelledImages load() {
    return new ImageFolder(pets).load(NOWHERE, Split.TEST);
  }

  private void assertMalformed(String message) {
    assertThatThrownBy(this::load)
        .isInstanceOf(MalformedInputException.class)
        .hasMessageStartingWith(message);
  }

  private static int[] red(LabelledImages images) {
    int[] red = new int[images.size()];
    for (int image = 0; image < red.length; image++) {
      red[image] = images.pixel(image, 0, 0, 0);
    }
    return red;
  }
}
