package io.onnxfi.study;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.onnxfi.error.MalformedInputException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Comparator;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ResultTableTest {
  private static final List<String> HEADER = List.of("name", "rate", "value");

  @TempDir private Path folder;

  @Test
  void shouldHoldWhatWasAddedBeforeItWasClosed() throws IOException {
    try (ResultTable table = open()) {
      table.add(List.of("b", "1", "a, \"quoted\" cell"));
      table.add(List.of("a", "2", "x"));
    }
    try (ResultTable table = open()) {
      assertThat(table.get(List.of("b", "1"))).contains(List.of("b", "1", "a, \"quoted\" cell"));
      assertThat(table.rows()).hasSize(2);
      table.add(List.of("a", "1", "y"));
      table.sort(Comparator.comparing(row -> row.get(0) + row.get(1)));
    }
    assertThat(file())
        .hasContent("name,rate,value\na,1,y\na,2,x\nb,1,\"a, \"\"quoted\"\" cell\"\n");
  }

  /** A kill in the middle of a write leaves part of a line. */
  @Test
  void shouldDropATornLine() throws IOException {
    try (ResultTable table = open()) {
      table.add(List.of("a", "1", "x"));
    }
    Files.writeString(file(), "a,2,y,", StandardOpenOption.APPEND);

    try (ResultTable table = open()) {
      assertThat(table.rows()).containsExactly(List.of("a", "1", "x"));
      table.add(List.of("a", "2", "z"));
    }
    assertThat(file()).hasContent("name,rate,value\na,1,x\na,2,z\n");
  }

  @Test
  void shouldKeepOneRowOfAKey() {
    try (ResultTable table = open()) {
      table.add(List.of("a", "1", "x"));
      table.add(List.of("a", "1", "y"));
      table.sort(Comparator.comparing(row -> row.get(0)));
    }
    assertThat(file()).hasContent("name,rate,value\na,1,y\n");
  }

  @Test
  void shouldRefuseATableOfOtherColumns() throws IOException {
    Files.writeString(file(), "name,other,value\n");

    assertThatThrownBy(this::open)
        .isInstanceOf(MalformedInputException.class)
        .hasMessage(
            file()
                + ":1: expected a row of name,rate,value, as it was written, found another (other"
                + " columns)");
  }

  @Test
  void shouldRefuseARowThatCannotBeRead() throws IOException {
    Files.writeString(file(), "name,rate,value\na,1,x\na,one,x\n");
    assertThatThrownBy(this::open)
        .isInstanceOf(MalformedInputException.class)
        .hasMessageStartingWith(file() + ":3: expected a row of name,rate,value");
    Files.writeString(file(), "name,rate,value\n\"a\"b,1,x\n");
    assertThatThrownBy(this::open)
        .isInstanceOf(MalformedInputException.class)
        .hasMessageStartingWith(file() + ":2: expected a row of name,rate,value");
  }

  private Path file() {
    return folder.resolve("table.csv");
  }

  private ResultTable open() {
    return ResultTable.open(file(), HEADER, 2, row -> Integer.parseInt(row.get(1)));
  }
}
