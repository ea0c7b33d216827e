package io.onnxfi.fault;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.onnxfi.error.MalformedInputException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** One thing wrong at a time, on line 4 of 5, with every form of line end. */
class MalformedFaultListTest {
  private static final String HEADER =
      "Injection,Layer,TensorIndex,Bit,n_injections,masked,non_critical,critical";
  private static final String GOOD = "0,conv1,\"(3, 0, 2, 1)\",15,10000,14,9985,1";

  @TempDir private Path folder;

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "2,conv1,\"(0, 0)\",15,10000,14,9985 | expected 8 columns, found 7",
        "2,conv1,\"(0, 0)\",15,10000,14,9985,1,0 | expected 8 columns, found 9",
        "2,conv1,(0, 0),15,10000,14,9985,1 | expected 8 columns, found 9",
        "two,conv1,\"(0, 0)\",15,1,0,0,1 | a whole number in column Injection, found 'two'",
        "-2,conv1,\"(0, 0)\",15,1,0,0,1 | a whole number in column Injection, found '-2'",
        "2,conv1,\"(0, 0)\",1.5,1,0,0,1 | a whole number in column Bit, found '1.5'",
        "2,conv1,\"(0, 0)\",0x1F,1,0,0,1 | a whole number in column Bit, found '0x1F'",
        "2,conv1,\"(0, 0)\",1E+99999999,1,0,0,1 | in column Bit, found '1E+99999999'",
        "2,conv1,\"(0, 0)\",1E-99999999,1,0,0,1 | in column Bit, found '1E-99999999'",
        "2,conv1,\"(0, 0)\",-1,1,0,0,1 | a whole number in column Bit, found '-1'",
        "2,conv1,\"(0, 0)\",,1,0,0,1 | a whole number in column Bit, found ''",
        "2,conv1,\"(0, 0)\",1,1,-3,0,1 | a whole number in column masked, found '-3'",
        "2,conv1,\"(0, 0)\",1,1,0,0,1e-3 | a whole number in column critical, found '1e-3'",
        "2,conv1,\"(0, -1)\",1,1,0,0,1 | a TensorIndex that counts from 0",
        "2,conv1,-1,1,1,0,0,1 | a TensorIndex that counts from 0",
        "2,conv1,\"[0, 1)\",1,1,0,0,1 | TensorIndex like (3, 0, 2, 1), found '[0, 1)'",
        "2,conv1,\"(0, 1 2)\",1,1,0,0,1 | TensorIndex like (3, 0, 2, 1), found '(0, 1 2)'",
        "2,conv1,\"(0, 1.5)\",1,1,0,0,1 | TensorIndex like (3, 0, 2, 1), found '(0, 1.5)'",
        "2,conv1,\"(0, 1)\",1,1,,0,1 | a whole number in column masked, found ''",
        "2,conv1,\"(0, 1)\",1,1,nan,0,1 | a whole number in column masked, found 'nan'",
        "2,conv1,,1,1,0,0,1 | TensorIndex like (3, 0, 2, 1), found ''",
        "2,conv1,\"(0, 0)\"x,1,1,0,0,1 | expected a complete CSV row"
      })
  void shouldNameTheLine(String bad, String complaint) throws IOException {
    for (String lineEnd : List.of("\n", "\r\n")) {
      String within = String.join(lineEnd, HEADER, GOOD, GOOD, bad, GOOD, "");
      assertMalformed(within, "list.csv:4: ", complaint);
      String last = String.join(lineEnd, HEADER, GOOD, GOOD, bad);
      assertMalformed(last, "list.csv:4: ", complaint);
      assertMalformed(last + lineEnd, "list.csv:4: ", complaint);
    }
  }

  /** A quote that is never closed swallows the rest of the file; its first line is to blame. */
  @ParameterizedTest
  @ValueSource(strings = {"2,conv1,\"(0, 0", "2,conv1,\"(0, 0),15,10000,14,9985,1"})
  void shouldNameTheLineOfATruncatedQuote(String bad) throws IOException {
    for (String lineEnd : List.of("\n", "\r\n")) {
      assertMalformed(
          String.join(lineEnd, HEADER, GOOD, GOOD, bad),
          "list.csv:4: expected a complete CSV row",
          "EOF");
      assertMalformed(
          String.join(lineEnd, HEADER, GOOD, GOOD, bad, "3,x,", ""), "list.csv:4: ", "EOF");
    }
  }

  @Test
  void shouldNameTheFirstLineOfATruncatedHeader() throws IOException {
    assertMalformed("Injection,\"Layer", "list.csv:1: expected a complete CSV row");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Injection,Layer,Bit",
        "Injection,Layer,TensorIndex",
        "Injection;Layer;TensorIndex",
        "Injection,Layer,TensorIndex,Bits",
        "0,conv1,\"(0, 0)\",1.5",
        "0,conv1,\"(0, 0)\",1,1"
      })
  void shouldRefuseOtherColumns(String header) throws IOException {
    assertMalformed(
        header + "\n", "list.csv:1: expected columns Injection,Layer,TensorIndex,Bit, found ");
  }

  @Test
  void shouldRefuseAnEmptyFile() throws IOException {
    assertMalformed("", "list.csv: expected a fault list, found an empty file");
  }

  @Test
  void shouldRefuseAMissingFile() {
    assertThatThrownBy(() -> FaultList.read(folder.resolve("absent.csv")))
        .isInstanceOf(MalformedInputException.class)
        .hasMessageContaining("absent.csv: no such file");
  }

  @Test
  void shouldRefuseWhatIsNotText() throws IOException {
    Path file = Files.write(folder.resolve("list.csv"), new byte[] {'I', (byte) 0x81, (byte) 0xFE});

    assertThatThrownBy(() -> FaultList.read(file))
        .isInstanceOf(MalformedInputException.class)
        .hasMessageContaining("list.csv: expected a fault list in UTF-8, found bytes that are not");
    assertThatThrownBy(() -> FaultList.read(folder))
        .isInstanceOf(MalformedInputException.class)
        .hasMessageContaining("expected a file, found");
  }

  private void assertMalformed(String text, String... parts) throws IOException {
    Path file = Files.writeString(folder.resolve("list.csv"), text, StandardCharsets.UTF_8);
    assertThatThrownBy(() -> FaultList.read(file))
        .isInstanceOf(MalformedInputException.class)
        .hasMessageContainingAll(parts);
  }
}
