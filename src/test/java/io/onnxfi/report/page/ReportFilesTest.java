package io.onnxfi.report.page;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.onnxfi.error.MalformedInputException;
import io.onnxfi.report.RunDirectory;
import io.onnxfi.report.RunResults;
import io.onnxfi.testing.Fonts;
import io.onnxfi.testing.RunFiles;
import io.onnxfi.testing.StudyPages;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReportFilesTest {
  private static final String ROW = "0,conv1,\"(0, 1)\",30,60,30,10";

  @TempDir private Path folder;
  private RunDirectory directory;
  private RunResults results;

  @BeforeEach
  void prepare() {
    directory =
        new RunDirectory(
            RunFiles.in(folder.resolve("run")).backend("ort", "ONNX Runtime", ROW).finish());
    results = RunResults.read(directory);
  }

  @Test
  void shouldWriteThePageAlone() {
    Path page = directory.path().resolve(ReportFiles.PAGE);
    List<String> written =
        new ReportFiles(page, Optional.empty(), Optional.empty())
            .write(new ReportPage(results, List.of()), directory.files());
    assertThat(written).containsExactly("Written to " + page);
    assertThat(page).isNotEmptyFile();
  }

  @Test
  void shouldSayHowManyTablesThereAre() throws Exception {
    Path page = folder.resolve("page.html");
    Path tables = folder.resolve("paper/tables");
    List<String> written =
        new ReportFiles(page, Optional.empty(), Optional.of(tables))
            .write(new ReportPage(results, List.of()), directory.files());
    long csv;
    try (var files = Files.list(tables)) {
      csv = files.filter(file -> file.toString().endsWith(".csv")).count();
    }
    assertThat(csv).isPositive();
    assertThat(written)
        .containsExactly("Written to " + page, "%d tables in %s".formatted(csv, tables));
  }

  @Test
  void shouldWriteTheSameFilesOfAStudyTwice() throws Exception {
    Fonts.require();
    for (String name : List.of("once", "twice")) {
      Path to = Files.createDirectory(folder.resolve(name));
      new ReportFiles(
              to.resolve("study.html"),
              Optional.of(to.resolve("figures")),
              Optional.of(to.resolve("tables")))
          .write(StudyPages.named("net"), List.of());
    }
    try (var files = Files.walk(folder.resolve("once"))) {
      List<Path> written = files.filter(Files::isRegularFile).toList();
      assertThat(written).as("a page, three figures twice, four tables thrice").hasSize(19);
      for (Path file : written) {
        assertThat(folder.resolve("twice").resolve(folder.resolve("once").relativize(file)))
            .hasSameBinaryContentAs(file);
      }
    }
  }

  @Test
  void shouldNotWriteOverFilesOfTheRun() {
    Path outcomes = directory.path().resolve("outcomes-ort.csv");
    ReportFiles over = new ReportFiles(outcomes, Optional.empty(), Optional.empty());
    assertThatThrownBy(() -> over.write(new ReportPage(results, List.of()), directory.files()))
        .isInstanceOf(MalformedInputException.class)
        .hasMessageStartingWith("--out: expected a path that is not an input of this command");
    assertThat(outcomes).content().startsWith("Injection,");
  }
}
