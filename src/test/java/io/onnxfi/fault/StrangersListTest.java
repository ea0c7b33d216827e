package io.onnxfi.fault;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.onnxfi.error.MalformedInputException;
import io.onnxfi.error.UnsupportedInputException;
import io.onnxfi.fault.model.BitFlip;
import io.onnxfi.fault.model.StuckAt;
import io.onnxfi.testing.Graphs;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.zip.GZIPOutputStream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** One list in the forms that spreadsheets, pandas, NumPy and editors give it. */
@SuppressWarnings("StringConcatToTextBlock") // line ends, tabs and blanks are what is tested
class StrangersListTest {
  private static final String STANDARD =
      """
      Injection,Layer,TensorIndex,Bit
      0,conv1,"(3, 0, 2, 1)",15
      1,bn1,"(7,)",30
      """;

  @TempDir private Path folder;

  @Test
  void shouldAssumeNothingOfThePublishedForm() throws IOException {
    assertThat(read(STANDARD).notes()).isEmpty();
    assertThat(read(STANDARD.replace("\n", "\r\n")).notes()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "\ufeffInjection,Layer,TensorIndex,Bit\n0,conv1,\"(3, 0, 2, 1)\",15\n1,bn1,\"(7,)\",30\n",
        "Injection;Layer;TensorIndex;Bit\n0;conv1;(3, 0, 2, 1);15\n1;bn1;(7,);30\n",
        "Injection;Layer;TensorIndex;Bit\n0;conv1;\"(3, 0, 2, 1)\";15,0\n1;bn1;7;30,0\n",
        "sep=;\r\nInjection;Layer;TensorIndex;Bit\r\n0;conv1;(3, 0, 2, 1);15\r\n1;bn1;(7,);30\r\n",
        "SEP=\t\n"
            + "Injection\tLayer\tTensorIndex\tBit\n"
            + "0\tconv1\t(3, 0, 2, 1)\t15\n"
            + "1\tbn1\t(7,)\t30\n",
        "Injection|Layer|TensorIndex|Bit\n0|conv1|[3, 0, 2, 1]|15\n1|bn1|[7]|30\n",
        "Bit,layer,INJECTION,TensorIndex\n15,conv1,0,\"(3, 0, 2, 1)\"\n30,bn1,1,\"(7,)\"\n",
        "Injection, Layer, TensorIndex, Bit\n"
            + "0, conv1, \"(3, 0, 2, 1)\", 15\n"
            + "1, bn1, \"(7,)\", 30\n",
        "0,conv1,\"(3, 0, 2, 1)\",15\n1,bn1,\"(7,)\",30\n",
        "0;conv1;(3, 0, 2, 1);15\n1;bn1;(7,);30\n",
        ",Injection,Layer,TensorIndex,Bit\n0,0,conv1,\"(3, 0, 2, 1)\",15\n1,1,bn1,\"(7,)\",30\n",
        "Unnamed: 0,Injection,Layer,TensorIndex,Bit\n"
            + "0,0,conv1,\"(3, 0, 2, 1)\",15\n"
            + "1,1,bn1,\"(7,)\",30\n",
        ",Layer,TensorIndex,Bit\n0,conv1,\"(3, 0, 2, 1)\",15\n1,bn1,\"(7,)\",30\n",
        "# seed 42\n"
            + "Injection,Layer,TensorIndex,Bit\n"
            + "0,conv1,\"(3, 0, 2, 1)\",15\n"
            + "# more\n"
            + "1,bn1,\"(7,)\",30\n",
        "\n\n"
            + "Injection,Layer,TensorIndex,Bit\n"
            + "0,conv1,\"(3, 0, 2, 1)\",15\n\n"
            + ",,,\n"
            + "1,bn1,\"(7,)\",30\n"
            + " \n\n",
        "Injection,Layer,TensorIndex,Bit,,\n0,conv1,\"(3, 0, 2, 1)\",15,,\n1,bn1,\"(7,)\",30,,\n",
        "Injection,Layer,TensorIndex,Bit\n0,conv1,\"(3, 0, 2, 1)\",15,\n1,bn1,\"(7,)\",30,\n",
        "Injection,Layer,TensorIndex,Bit\r\n"
            + "0,conv1,\"(3, 0, 2, 1)\",15\r\n"
            + "1,bn1,\"(7,)\",30\r\n"
            + "\u001a",
        "Injection,Layer,TensorIndex,Bit\r0,conv1,\"(3, 0, 2, 1)\",15\r1,bn1,\"(7,)\",30\r",
        "Injection,Layer,TensorIndex,Bit\n0,conv1 ,\"(3, 0, 2, 1)\",15 \n1,\u00a0bn1,\"(7,)\",30\n",
        "Injection,Layer,TensorIndex,Bit\n0.0,conv1,\"(3, 0, 2, 1)\",15.0\n1.0,bn1,7,3.0E+01\n",
        "Injection,Layer,TensorIndex,Bit\n0,conv1,\"[3 0 2 1]\",15\n1,bn1,[7],30\n",
        "Injection,Layer,TensorIndex,Bit\n0,conv1,3 0 2 1,15\n1,bn1,7,30\n",
        "Injection,Layer,TensorIndex,Bit\n"
            + "0,conv1,\"tensor([3, 0, 2, 1], device='cuda:0')\",15\n"
            + "1,bn1,tensor(7),np.int64(30)\n",
        "Injection,Layer,TensorIndex,Bit\n"
            + "0,conv1,\"(np.int64(3), np.int64(0), np.int64(2), np.int64(1))\",15\n"
            + "1,bn1,\"array([7], dtype=int64)\",30\n",
        "Injection,Layer,TensorIndex,Bit\n"
            + "0,conv1,\"torch.Size([3, 0, 2, 1])\",15\n"
            + "1,bn1,\"(array([7]),)\",30\n"
      })
  void shouldReadOtherForms(String text) throws IOException {
    FaultList list = read(text);

    assertThat(rewritten(list)).isEqualTo(STANDARD);
    assertThat(list.notes()).singleElement().asString().startsWith("list.csv: ");
  }

  @Test
  void shouldReadOtherEncodingsAndArchives() throws IOException {
    for (Charset charset :
        List.of(StandardCharsets.UTF_16, StandardCharsets.UTF_16LE, StandardCharsets.UTF_16BE)) {
      assertThat(rewritten(read(STANDARD.getBytes(charset)))).isEqualTo(STANDARD);
    }
    byte[] noBreak = STANDARD.replace(",15", ",\u00a015").getBytes(StandardCharsets.ISO_8859_1);
    assertThat(rewritten(read(noBreak))).isEqualTo(STANDARD);
    ByteArrayOutputStream gzip = new ByteArrayOutputStream();
    try (OutputStream out = new GZIPOutputStream(gzip)) {
      out.write(STANDARD.getBytes(StandardCharsets.UTF_8));
    }
    assertThat(rewritten(read(gzip.toByteArray()))).isEqualTo(STANDARD);
    assertThat(read(gzip.toByteArray()).notes())
        .containsExactly("list.csv: decompressed with gzip");
    assertThat(rewritten(read(zip("__MACOSX/._list.csv", "list.csv")))).isEqualTo(STANDARD);
    assertThatThrownBy(() -> read(zip("a.csv", "b.csv")))
        .hasMessageContaining("found a zip archive of 2 files (a.csv, b.csv, …)");
    assertThatThrownBy(() -> read(Arrays.copyOf(gzip.toByteArray(), 40)))
        .isInstanceOf(MalformedInputException.class)
        .hasMessageContaining("found a damaged archive");
  }

  /** It is what decoders put in the place of bytes that are no text. */
  @Test
  void shouldReadTheReplacementCharacterAsAnyOther() throws IOException {
    String text = STANDARD.replace("conv1", "conv\ufffd");
    assertThat(rewritten(read(text))).isEqualTo(text);
    assertThat(read(text).notes()).isEmpty();
    FaultList wide = read(text.getBytes(StandardCharsets.UTF_16));
    assertThat(rewritten(wide)).isEqualTo(text);
  }

  @Test
  void shouldReadOutcomesOnlyWhereTheyAre() throws IOException {
    String header = "Injection,Layer,TensorIndex,Bit,n_injections,masked,non_critical,critical\n";
    FaultList none = read(header + "0,c,\"(3,)\",15,nan,NaN,,\n1,c,\"(3,)\",16,,,,\n");
    assertThat(none.hasOutcomes()).isFalse();
    assertThat(none.notes()).containsExactly("list.csv: 2 of 2 rows without outcomes");
    FaultList some = read(header + "0,c,\"(3,)\",15,,,,\n1,c,\"(3,)\",16,20,20,0,0\n");
    assertThat(some.hasOutcomes()).isFalse();
    assertThat(some.rows().get(1).counts()).contains(new ImageCounts(20, 20, 0, 0));
    FaultList reordered =
        read(
            "critical,Masked,non_critical,n_injections,Bit,Layer,TensorIndex,note,Injection\n"
                + "1,14,9985,10000,15,c,\"(3,)\",x,0\n");
    assertThat(rewritten(reordered))
        .isEqualTo(header.strip() + ",note\n0,c,\"(3,)\",15,10000,14,9985,1,x\n");
  }

  @Test
  void shouldFlipSeveralBitsOfOneRowAtOnce() throws IOException {
    for (String bits : List.of("12,13", "[12, 13]", "12;13", "(12, 13)")) {
      String text = "Injection,Layer,TensorIndex,Bit\n0,c,\"(3,)\",\"" + bits + "\"\n";
      FaultList list = read(text);

      assertThat(list.trialsUnder(new BitFlip()).get(0).model()).isEqualTo("flip:13,12");
      assertThat(list.trials().get(0).bit()).isEmpty();
      assertThat(list.notes()).singleElement().asString().contains("read as flipped at once");
      assertThatThrownBy(() -> list.trialsUnder(new StuckAt(true)))
          .isInstanceOf(UnsupportedInputException.class)
          .hasMessage(
              "injection 0, c (3,): several bits in one row (flip:13,12) can be flipped only, not"
                  + " be stuck-at-1");
    }
  }

  @Test
  void shouldRefuseWhatIsAmbiguousOrNotSupported() {
    String several = "Injection,Layer,TensorIndex,Bit,Model\n0,c,\"(3,)\",\"12,13\",";
    assertThatThrownBy(() -> read(several + "stuck-at-1\n"))
        .isInstanceOf(UnsupportedInputException.class)
        .hasMessageContaining("list.csv:2: several bits in one row ('12,13') can be flipped only");
    assertThatThrownBy(() -> read("Injection;Layer;TensorIndex;Bit\n1.000;c;(3,);1\n"))
        .hasMessageContaining("list.csv:2: expected a whole number in column Injection");
    assertThatThrownBy(() -> read("Injection,Layer,TensorIndex,Bit,bit\n"))
        .hasMessage("list.csv:1: expected each column only once, found twice: Bit");
    assertThatThrownBy(() -> read("sep=;\n# x\nInjection;Layer;TensorIndex;Bit\n0;c;(3,);x\n"))
        .hasMessageContaining("list.csv:4: expected a whole number in column Bit");
  }

  /** Each once made a regular expression overflow the stack, or take hours. */
  @Test
  @Timeout(20)
  void shouldRefuseEndlessTextAtOnce() throws IOException {
    String blanks = " ".repeat(100_000);
    for (String index :
        List.of(
            "(0" + blanks + "!",
            "(" + "1, ".repeat(300_000) + "1)",
            "(".repeat(100_000),
            "[".repeat(100_000) + "1" + "]".repeat(100_000),
            "-".repeat(100_000),
            "np.".repeat(100_000) + "(1)")) {
      assertThatThrownBy(() -> read(STANDARD + "2,c,\"" + index + "\",1\n"))
          .isInstanceOf(MalformedInputException.class)
          .satisfies(e -> assertThat(e.getMessage().length()).isLessThan(500));
    }
    assertThatThrownBy(() -> read(STANDARD + "x".repeat(5 << 20)))
        .hasMessageContaining("list.csv:4: expected lines of at most 4194304 bytes");
    String layer = "y".repeat(100_000);
    FaultList list = read(STANDARD + "2," + layer + ",\"(0,)\",1\n");
    FaultResolver resolver = new FaultResolver(Graphs.tinyCnn(1));
    assertThatThrownBy(() -> resolver.place("x", list.rows().get(2).fault()))
        .satisfies(e -> assertThat(e.getMessage().length()).isLessThan(500));
  }

  @Test
  void shouldNotBeRunWithRepeatedRowsOrImpossibleCounts() throws IOException {
    String header = "Injection,Layer,TensorIndex,Bit,n_injections,masked,non_critical,critical\n";
    assertRefused("Injection,Layer,TensorIndex,Bit\n", "list.csv: expected faults, one per row");
    assertRefused(STANDARD + "0,conv1,\"(3, 0, 2, 1)\",15\n", "list.csv:4: expected each fault");
    assertRefused(
        header + "0,c,\"(3,)\",1,5,9,9,9\n", "list.csv:2: expected masked + non_critical");
    assertRefused(header + "0,c,\"(3,)\",1,9,9,0,0\n1,c,\"(3,)\",2,9,5,1,1\n", "list.csv:3: ");
    String run = header.strip() + ",non_finite,due,crashed\n";
    assertThat(ReplayableList.require(read(run + "0,c,\"(3,)\",1,9,2,2,1,7,4,0\n"))).isEmpty();
    assertRefused(
        run + "0,c,\"(3,)\",1,9,5,3,1,0,9,9\n",
        "list.csv:2: expected masked + non_critical + critical + due = n_injections = 9, found 18");
    assertThat(ReplayableList.require(read(STANDARD + "2,conv1,\"(3, 0, 2, 1)\",15\n")))
        .containsExactly("list.csv: rows that repeat the fault of another row: 1");
    assertThat(
            ReplayableList.require(
                read(header + "0,c,\"(3,)\",1,12630,3072,0,0\n1,c,\"(3,)\",2,12630,72,3000,0\n")))
        .containsExactly(
            "list.csv: n_injections is 12630 in every row, but the outcomes add up to 3072");
  }

  private void assertRefused(String text, String message) throws IOException {
    FaultList list = read(text);
    assertThatThrownBy(() -> ReplayableList.require(list))
        .isInstanceOf(MalformedInputException.class)
        .hasMessageContaining(message);
  }

  private static byte[] zip(String... names) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ZipOutputStream zip = new ZipOutputStream(bytes)) {
      for (String name : names) {
        zip.putNextEntry(new ZipEntry(name));
        zip.write(STANDARD.getBytes(StandardCharsets.UTF_8));
      }
    }
    return bytes.toByteArray();
  }

  private FaultList read(String text) throws IOException {
    return read(text.getBytes(StandardCharsets.UTF_8));
  }

  private FaultList read(byte[] bytes) throws IOException {
    return FaultList.read(Files.write(folder.resolve("list.csv"), bytes));
  }

  private String rewritten(FaultList list) throws IOException {
    Path copy = folder.resolve("copy.csv");
    list.write(copy);
    return Files.readString(copy, StandardCharsets.UTF_8);
  }
}
