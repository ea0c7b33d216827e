package io.onnxfi.dataset;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.onnxfi.error.MalformedInputException;
import io.onnxfi.error.MissingResourceException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class GtsrbTest {
  private static final String HEADER =
      "Filename;Width;Height;Roi.X1;Roi.Y1;Roi.X2;Roi.Y2;ClassId\r\n";

  @TempDir Path folder;

  private Path gtsrb;

  @BeforeEach
  void writeTheTestImages() throws IOException {
    gtsrb = folder.resolve("gtsrb");
    table("00000.ppm;53;54;6;5;48;49;16", "00001.ppm;60;40;5;5;36;36;42");
    TestImages.ppm(testImage("00000.ppm"), 54, 53, 100);
    TestImages.ppm(testImage("00001.ppm"), 40, 60, 200);
  }

  @Test
  void shouldReadTheTestImagesInTheOrderOfTheTable() {
    LabelledImages images = load(2);

    assertThat(images).hasToString("gtsrb[2, 3, 50, 50]");
    assertThat(images.labels()).containsExactly(16, 42);
    assertThat(images.pixel(0, 0, 49, 49)).isEqualTo(100);
    assertThat(images.pixel(1, 0, 0, 0)).isEqualTo(200);
    assertThat(images.pixel(1, 2, 25, 25)).isZero();
    assertThat(images.classes()).isEqualTo(43);
  }

  @Test
  void shouldResizeTheWholeImageAsPillowDoes() throws IOException {
    RgbImage image = GoldenPlanes.formula(52, 116);
    byte[] header = "P6 116 52 255\n".getBytes(StandardCharsets.US_ASCII);
    byte[] file = Arrays.copyOf(header, header.length + image.planes().length);
    for (int i = 0; i < image.planes().length; i++) {
      int pixel = i % (52 * 116);
      file[header.length + 3 * pixel + i / (52 * 116)] = image.planes()[i];
    }
    Files.write(testImage("00000.ppm"), file);
    table("00000.ppm;116;52;6;5;48;49;16");

    LabelledImages images = load(1);

    RgbImage expected = BilinearResize.resize(image, new PixelSize(50, 50));
    for (int i = 0; i < expected.planes().length; i++) {
      assertThat(images.pixel(0, i / 2500, i % 2500 / 50, i % 50))
          .isEqualTo(Byte.toUnsignedInt(expected.planes()[i]));
    }
  }

  @Test
  void shouldReadTheTrainingImagesClassByClass() throws IOException {
    for (int sign = 0; sign < 43; sign++) {
      Path images = gtsrb.resolve("GTSRB/Final_Training/Images/%05d".formatted(sign));
      TestImages.ppm(images.resolve("00000_00000.ppm"), 15, 16, sign);
      TestImages.text(
          images.resolve("GT-%05d.csv".formatted(sign)),
          HEADER + "00000_00000.ppm;16;15;1;1;9;9;" + sign + "\r\n");
    }

    LabelledImages images = new Gtsrb(43, 2).load(new DataRoot(folder), Split.TRAIN);

    assertThat(images).hasToString("gtsrb[43, 3, 50, 50]");
    assertThat(images.label(41)).isEqualTo(41);
    assertThat(images.pixel(41, 0, 0, 0)).isEqualTo(41);
  }

  @Test
  void shouldChangeItsDigestWithAnyLabelAndAnyImage() throws IOException {
    String before = load(2).sha256();
    table("00000.ppm;53;54;6;5;48;49;15", "00001.ppm;60;40;5;5;36;36;42");
    String otherLabel = load(2).sha256();
    TestImages.ppm(testImage("00001.ppm"), 40, 60, 201);
    String otherImage = load(2).sha256();

    assertThat(otherLabel).isNotEqualTo(before);
    assertThat(otherImage).isNotEqualTo(otherLabel).isNotEqualTo(before);
    assertThat(load(2).sha256()).isEqualTo(otherImage);
  }

  @Test
  void shouldSayWhatIsMissingAndHowToGetIt() throws IOException {
    Files.delete(testImage("00001.ppm"));
    assertMissing(testImage("00001.ppm"), Split.TEST);
    Files.delete(gtsrb.resolve("GT-final_test.csv"));
    assertMissing(gtsrb.resolve("GT-final_test.csv"), Split.TEST);
    assertMissing(gtsrb.resolve("GTSRB/Final_Training/Images/00000/GT-00000.csv"), Split.TRAIN);
  }

  @Test
  void shouldRefuseAnImageOfAnotherSizeThanTheTableHas() throws IOException {
    TestImages.ppm(testImage("00001.ppm"), 41, 60, 200);

    assertMalformed("00001.ppm: expected an image of 40×60 pixels, found 41×60");
  }

  @Test
  void shouldRefuseTooFewImages() {
    assertThatThrownBy(() -> new Gtsrb().load(new DataRoot(folder), Split.TEST))
        .isInstanceOf(MalformedInputException.class)
        .hasMessageEndingWith("expected 12630 images in the test tables, found 2");
  }

  @Test
  void shouldRefuseAMalformedTable() throws IOException {
    table("00000.ppm;53;54;6;5;48;49;43");
    assertMalformed("GT-final_test.csv:2: expected a class of 0 to 42, found 43");
    table("00000.ppm;53;54;6;5;48;49;16", "../a.ppm;53;54;6;5;48;49;16");
    assertMalformed("GT-final_test.csv:3: expected a file name like 00000.ppm, found ../a.ppm");
    table("00000.ppm;53;x;6;5;48;49;16");
    assertMalformed("expected a number as Height, found 'x'");
    table("00000.ppm;53;0;6;5;48;49;16");
    assertMalformed("expected the size of an image, found 0×53");
    table("00000.ppm;53;54;6");
    assertMalformed("GT-final_test.csv:2: expected 8 columns, found 4");
    TestImages.text(gtsrb.resolve("GT-final_test.csv"), "Filename,Width\r\n");
    assertMalformed("GT-final_test.csv:1: expected columns Filename,Width,Height,");
  }

  @Test
  void shouldReadATableThatPandasWroteAnew() throws IOException {
    LabelledImages published = load(2);
    assertThat(published.notes()).isEmpty();
    Path table = gtsrb.resolve("GT-final_test.csv");
    Files.writeString(
        table, Files.readString(table).replace(';', ',').replace("ClassId", "ClassID"));
    LabelledImages anew = load(2);
    assertThat(anew.sha256()).isEqualTo(published.sha256());
    assertThat(anew.notes()).containsExactly(table + ": columns read by name");
  }

  private LabelledImages load(int testImages) {
    return new Gtsrb(43, testImages).load(new DataRoot(folder), Split.TEST);
  }

  private void assertMalformed(String message) {
    assertThatThrownBy(() -> load(2))
        .isInstanceOf(MalformedInputException.class)
        .hasMessageContaining(message);
  }

  private void assertMissing(Path file, Split split) {
    assertThatThrownBy(() -> new Gtsrb(43, 2).load(new DataRoot(folder), split))
        .isInstanceOf(MissingResourceException.class)
        .hasMessage(
            "gtsrb data is missing: there is no file %s; get it with: onnxfi fetch gtsrb", file);
  }

  private Path testImage(String name) {
    return gtsrb.resolve("GTSRB/Final_Test/Images").resolve(name);
  }

  private void table(String... rows) throws IOException {
    TestImages.text(
        gtsrb.resolve("GT-final_test.csv"), HEADER + String.join("\r\n", rows) + "\r\n");
  }
}
