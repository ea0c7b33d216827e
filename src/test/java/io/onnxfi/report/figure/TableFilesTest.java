package io.onnxfi.report.figure;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TableFilesTest {
  private static final DataTable TABLE =
      new DataTable(
          "rates",
          "Rates, 100 % of them",
          List.of("layer_name", "images × faults", "critical, %"),
          1,
          List.of(
              List.of("a_b & {c}\\ $d^~#", 1234567L, 1.0 / 3),
              List.of("x|y <b>*z*\nnext", 0L, "")));

  @TempDir private Path folder;

  @Test
  void shouldKeepFullPrecisionInCsv() {
    TableFiles.write(folder, TABLE);
    assertThat(folder.resolve("rates.csv"))
        .hasContent(
            """
            layer_name,images × faults,"critical, %"
            a_b & {c}\\ $d^~#,1234567,0.3333333333333333
            "x|y <b>*z*
            next",0,
            """);
  }

  @Test
  void shouldNotGiveASpreadsheetFormulas() {
    DataTable table =
        new DataTable(
            "layers",
            "Layers",
            List.of("layer", "change"),
            1,
            List.of(
                List.of("=HYPERLINK(\"x\")", -0.5),
                List.of("@a", -1L),
                List.of("-", 0L),
                List.of("a=b", 1L)));
    TableFiles.write(folder, table);
    assertThat(folder.resolve("layers.csv"))
        .hasContent("layer,change\n\"'=HYPERLINK(\"\"x\"\")\",-0.5\n'@a,-1\n-,0\na=b,1\n");
  }

  @Test
  void shouldEscapeMarkdown() {
    TableFiles.write(folder, TABLE);
    assertThat(folder.resolve("rates.md"))
        .hasContent(
            """
            | layer\\_name | images × faults | critical, % |
            | :--- | ---: | ---: |
            | a\\_b & {c}\\\\ $d^\\~# | 1,234,567 | 0.333 |
            | x\\|y \\<b\\>\\*z\\* next | 0 |  |
            """);
  }

  @Test
  void shouldEscapeLatex() {
    TableFiles.write(folder, TABLE);
    assertThat(folder.resolve("rates.tex"))
        .hasContent(
            """
            % Rates, 100 % of them; needs \\usepackage{booktabs}
            \\begin{tabular}{lrr}
            \\toprule
            layer\\_name & images $\\times$ faults & critical, \\% \\\\
            \\midrule
            a\\_b \\& \\{c\\}\\textbackslash{} \\$d\\textasciicircum{}\\textasciitilde{}\\# & 1,234,567 & 0.333 \\\\
            x\\textbar{}y \\textless{}b\\textgreater{}*z* next & 0 &  \\\\
            \\bottomrule
            \\end{tabular}
            """);
  }

  @Test
  void shouldWriteNumbersForPeople() {
    assertThat(DataTable.text(12_345L)).isEqualTo("12,345");
    assertThat(DataTable.text(-1.0005)).isEqualTo("-1.001");
    assertThat(DataTable.text(-0.0004)).isEqualTo("0.000");
    assertThat(DataTable.text(0.0004)).isEqualTo("0.000");
  }
}
