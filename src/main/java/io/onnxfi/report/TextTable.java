package io.onnxfi.report;

import com.github.freva.asciitable.AsciiTable;
import com.github.freva.asciitable.Column;
import com.github.freva.asciitable.HorizontalAlign;
import com.github.freva.asciitable.OverflowBehaviour;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** Aligned columns for the terminal: text to the left, numbers to the right, no frames. */
public final class TextTable {
  private final List<String> header;
  private final List<String[]> rows = new ArrayList<>();
  private int textColumns = 1;

  /** A table with these column titles. */
  public TextTable(String... header) {
    this.header = List.of(header);
  }

  /** How many columns from the left are text; 1 unless said otherwise. */
  public TextTable textColumns(int count) {
    this.textColumns = count;
    return this;
  }

  /** Adds a row; each cell is shown as its text. */
  public TextTable row(Object... cells) {
    String[] row = new String[cells.length];
    for (int i = 0; i < cells.length; i++) {
      row[i] = String.valueOf(cells[i]);
    }
    rows.add(row);
    return this;
  }

  /** The table with a line end behind every line. */
  public String render() {
    List<Column> columns = new ArrayList<>();
    for (int i = 0; i < header.size(); i++) {
      HorizontalAlign align = i < textColumns ? HorizontalAlign.LEFT : HorizontalAlign.RIGHT;
      columns.add(
          new Column()
              .header(header.get(i))
              .headerAlign(align)
              .dataAlign(align)
              .maxWidth(Integer.MAX_VALUE, OverflowBehaviour.NEWLINE));
    }
    String text =
        AsciiTable.getTable(
            AsciiTable.NO_BORDERS, columns.toArray(Column[]::new), rows.toArray(String[][]::new));
    return text.lines()
            .map(String::stripTrailing)
            .filter(line -> !line.isEmpty())
            .collect(Collectors.joining("\n"))
        + "\n";
  }
}
