package io.onnxfi.dataset;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.onnxfi.error.MalformedInputException;
import io.onnxfi.error.MissingResourceException;
import io.onnxfi.error.UnsupportedInputException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

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
        .hasMessageEndingWith(
            "expected the 2 class folders of the training images, found 3, and also c");
  }

  @Test
  void shouldResizeIfAskedTo() throws IOException {
    TestImages.ppm(pets.resolve("cat/large.ppm"), 400, 300, 11);
    assertThatThrownBy(this::load)
        .isInstanceOf(MalformedInputException.class)
        .hasMessageContaining("large.ppm: expected an image of 4×5 pixels, as")
        .hasMessageEndingWith(
            "found 400×300 (--resize HEIGHTxWIDTH resizes all of them to one size,"
                + " --transform imagenet resizes and crops them)");

    ImageFolder resized = new ImageFolder(pets).resized(new PixelSize(8, 6));

    assertThat(resized.load(NOWHERE, Split.TEST)).hasToString("folder:pets[6, 3, 8, 6]");
    assertThat(resized.image(NOWHERE).dims()).containsExactly(3, 8, 6);
    assertThat(new ImageFolder(pets).image(NOWHERE).dims()).containsExactly(3, 4, 5);
  }

  /** As a place for a class of the model that is not among the images. */
  @Test
  void shouldCountAnEmptyFolderAsAClass() throws IOException {
    Files.createDirectories(pets.resolve("bird"));

    LabelledImages images = load();

    assertThat(images.classNames()).containsExactly("Zebra", "bird", "cat", "dog");
    assertThat(images.labels()).containsExactly(0, 2, 2, 3, 3);
    assertThat(images.notes()).contains(pets + ": classes without images: bird");
  }

  @Test
  void shouldRefuseAClassOfOtherFiles() throws IOException {
    TestImages.text(pets.resolve("bird/a.gif"), "");

    assertMalformed(
        pets.resolve("bird")
            + ": expected at least one image, [jpeg, jpg, pgm, png, ppm], found 1 other files,"
            + " such as a.gif");
  }

  @ParameterizedTest
  @CsvSource({
    "train,test",
    "Train,Test",
    "training,testing",
    "TRAIN,VAL",
    "train,valid",
    "train,validation"
  })
  void shouldKnowSplitsByTheirNames(String train, String test) throws IOException {
    Path split = folder.resolve("split");
    TestImages.ppm(split.resolve(train + "/a/1.ppm"), 2, 2, 1);
    TestImages.ppm(split.resolve(train + "/b/2.ppm"), 2, 2, 2);
    TestImages.ppm(split.resolve(test + "/a/3.ppm"), 2, 2, 3);
    TestImages.ppm(split.resolve(test + "/b/4.ppm"), 2, 2, 4);
    ImageFolder images = new ImageFolder(split);

    assertThat(red(images.load(NOWHERE, Split.TRAIN))).containsExactly(1, 2);
    LabelledImages tested = images.load(NOWHERE, Split.TEST);
    assertThat(red(tested)).containsExactly(3, 4);
    assertThat(tested.classNames()).containsExactly("a", "b");
    assertThat(tested.notes())
        .containsExactly(
            "%s: images are taken from %s, classes from %s".formatted(split, test, train));
  }

  @Test
  void shouldEvaluateTestRatherThanValidation() throws IOException {
    pets = folder.resolve("three");
    for (String split : List.of("train", "val", "test")) {
      TestImages.ppm(pets.resolve(split + "/a/1.ppm"), 2, 2, split.length());
    }
    Files.createDirectories(pets.resolve("annotations"));

    assertThat(red(load())).containsExactly(4);
    assertThat(load().notes())
        .contains(pets + ": ignored besides the splits: annotations")
        .anyMatch(note -> note.contains("images are taken from test"));
  }

  @Test
  void shouldNeverTakeSplitsForClasses() throws IOException {
    pets = folder.resolve("half");
    TestImages.ppm(pets.resolve("Test/a/1.ppm"), 2, 2, 1);
    assertMalformed(pets + ": expected a folder train (or training) beside it, whose subfolders");

    TestImages.ppm(pets.resolve("val/a/1.ppm"), 2, 2, 1);
    assertMalformed(pets + ": expected a folder train (or training) beside it, whose subfolders");

    pets = folder.resolve("other-half");
    TestImages.ppm(pets.resolve("training/a/1.ppm"), 2, 2, 1);
    assertMalformed(
        pets
            + ": expected a folder test (testing, val, valid or validation) beside it, found only");

    TestImages.ppm(pets.resolve("test/a/1.ppm"), 2, 2, 1);
    TestImages.ppm(pets.resolve("Testing/a/1.ppm"), 2, 2, 1);
    assertMalformed(pets + ": expected one folder for each split, found");
  }

  /** A class of CIFAR-100, for one. */
  @Test
  void shouldTakeATrainAmongOtherThingsForAClass() throws IOException {
    TestImages.ppm(pets.resolve("train/1.ppm"), 4, 5, 40);

    assertThat(load().classNames()).containsExactly("Zebra", "cat", "dog", "train");
  }

  @Test
  void shouldPassOverHiddenAndSystemFiles() throws IOException {
    int[] before = red(load());
    TestImages.ppm(pets.resolve(".ipynb_checkpoints/1.ppm"), 4, 5, 40);
    TestImages.text(pets.resolve("__MACOSX/cat/._9.ppm"), "no image");
    TestImages.text(pets.resolve("cat/._9.ppm"), "no image");
    TestImages.text(pets.resolve("dog/a/.hidden.png"), "no image");
    TestImages.text(pets.resolve("cat/Thumbs.db"), "");
    TestImages.text(pets.resolve("desktop.ini"), "");

    LabelledImages images = load();

    assertThat(images.classNames()).containsExactly("Zebra", "cat", "dog");
    assertThat(red(images)).isEqualTo(before);
    assertThat(images.notes())
        .contains(
            pets
                + ": hidden and system files ignored: .ipynb_checkpoints, __MACOSX, desktop.ini"
                + " and 2 more");
  }

  @Test
  void shouldSayWhichFilesAreLeftOut() throws IOException {
    TestImages.ppm(pets.resolve("loose.ppm"), 4, 5, 40);

    assertThat(load().notes())
        .containsExactly(
            pets + ": ignored, not images by their names: 1 files (.txt)",
            pets + ": ignored, not in a class folder: 1 images");
  }

  @Test
  void shouldRefuseLinksThatDoNotEnd() throws IOException {
    Path loop = Files.createSymbolicLink(pets.resolve("cat/loop"), pets);
    assertMalformed(loop + ": expected images, found a link back to");
    Files.delete(loop);

    Path self = Files.createSymbolicLink(pets.resolve("self"), pets.resolve("self"));
    assertMalformed(self + ": expected an image or a folder, found a link to");
    Files.delete(self);

    for (String name : List.of("bird", "cat/absent.png")) {
      Path link = Files.createSymbolicLink(pets.resolve(name), folder.resolve("nowhere"));
      assertMalformed(link + ": expected an image or a folder, found a link to");
      Files.delete(link);
    }
  }

  /** As Git on Windows leaves it. */
  @Test
  void shouldRefuseALinkThatWasCopiedAsText() throws IOException {
    TestImages.text(pets.resolve("cat/more"), "../dog");

    assertMalformed(
        pets.resolve("cat/more") + ": expected images, found the text '../dog', a link");
  }

  @Test
  void shouldFollowLinksThatLeadSomewhere() throws IOException {
    Path birds = folder.resolve("birds");
    TestImages.ppm(birds.resolve("1.ppm"), 4, 5, 40);
    Files.createSymbolicLink(pets.resolve("bird"), birds);

    assertThat(load().classNames()).contains("bird");
  }

  @Test
  void shouldNameWhatWasMeant() throws IOException {
    Path outer = folder.resolve("outer");
    TestImages.ppm(outer.resolve("inner/a/1.ppm"), 2, 2, 1);
    pets = outer;
    assertMalformed(
        outer
            + ": expected a folder for each class, found only the folder inner, which has"
            + " subfolders; did you mean folder:"
            + outer.resolve("inner")
            + "?");

    pets = outer.resolve("inner/a");
    TestImages.text(pets.resolve("labels.csv"), "1.ppm,0");
    assertMalformed(
        pets
            + ": expected a folder for each class, with its images in it, found 1 images and no"
            + " folders; labels in a table (labels.csv) are not read");

    pets = folder.resolve("tiny");
    TestImages.ppm(pets.resolve("train/n01443537/images/0.ppm"), 2, 2, 1);
    TestImages.text(pets.resolve("val/val_annotations.txt"), "");
    assertMalformed(
        pets + ": expected a folder for each class, found Tiny ImageNet as it is published");

    pets = folder.resolve("flat");
    TestImages.ppm(pets.resolve("train/a/0.ppm"), 2, 2, 1);
    TestImages.ppm(pets.resolve("val/0.ppm"), 2, 2, 1);
    assertMalformed(
        pets.resolve("val") + ": expected a folder for each class, with its images in it, found 1");
  }

  /** As Python sorts: composed letters behind all of ASCII, decomposed ones by their base. */
  @Test
  void shouldSortUmlautsByCodePoint() throws IOException {
    pets = folder.resolve("umlauts");
    for (String name : List.of("B\u00e4r", "Ba\u0308r", "Bz", "\u00c4ffe", "Zebra")) {
      TestImages.ppm(pets.resolve(name + "/1.ppm"), 2, 2, 1);
    }
    assertThat(load().classNames())
        .containsExactly("Ba\u0308r", "Bz", "B\u00e4r", "Zebra", "\u00c4ffe");
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
            "folder:absent data is missing: there is no folder %s; check the path after folder:",
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
