package io.onnxfi.report;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.apache.parquet.example.data.Group;
import org.apache.parquet.schema.LogicalTypeAnnotation;
import org.apache.parquet.schema.MessageType;
import org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName;
import org.apache.parquet.schema.Type;
import org.apache.parquet.schema.Types;

/**
 * The columns of a table by what all their cells are: whole numbers of up to 18 digits {@code
 * INT64}, others {@code DOUBLE}, anything else strings. A number may be missing, as a blank cell
 * is.
 *
 * @param names of the columns
 * @param kinds of them
 */
record ParquetColumns(List<String> names, List<Kind> kinds) {
  private static final Pattern WHOLE = Pattern.compile("-?\\d{1,18}");
  private static final Pattern REAL =
      Pattern.compile("-?\\d{1,15}|-?\\d+\\.\\d+(E-?\\d+)?|NaN|-?Infinity");

  /** Copies. */
  ParquetColumns {
    names = List.copyOf(names);
    kinds = List.copyOf(kinds);
  }

  /** What a column holds. */
  enum Kind {
    WHOLE(false),
    WHOLE_OR_BLANK(true),
    REAL(false),
    REAL_OR_BLANK(true),
    TEXT(false);

    private final boolean isOptional;

    Kind(boolean isOptional) {
      this.isOptional = isOptional;
    }

    private static Kind of(boolean isWhole, boolean isReal, boolean hasBlanks) {
      if (isWhole) {
        return hasBlanks ? WHOLE_OR_BLANK : WHOLE;
      }
      return isReal ? hasBlanks ? REAL_OR_BLANK : REAL : TEXT;
    }

    private Type named(String name) {
      PrimitiveTypeName number =
          this == WHOLE || this == WHOLE_OR_BLANK
              ? PrimitiveTypeName.INT64
              : PrimitiveTypeName.DOUBLE;
      if (this == TEXT) {
        return Types.required(PrimitiveTypeName.BINARY)
            .as(LogicalTypeAnnotation.stringType())
            .named(name);
      }
      return (isOptional ? Types.optional(number) : Types.required(number)).named(name);
    }
  }

  /** Those of a table, which is read once. */
  static ParquetColumns of(List<String> header, Iterable<? extends List<String>> rows) {
    int size = header.size();
    boolean[] whole = new boolean[size];
    boolean[] real = new boolean[size];
    boolean[] blank = new boolean[size];
    boolean[] filled = new boolean[size];
    Arrays.fill(whole, true);
    Arrays.fill(real, true);
    for (List<String> row : rows) {
      for (int column = 0; column < size; column++) {
        String cell = row.get(column);
        if (cell.isEmpty()) {
          blank[column] = true;
        } else {
          filled[column] = true;
          whole[column] = whole[column] && WHOLE.matcher(cell).matches();
          real[column] = real[column] && REAL.matcher(cell).matches();
        }
      }
    }
    return new ParquetColumns(
        header,
        IntStream.range(0, size)
            .mapToObj(
                column ->
                    blank[column] && !filled[column]
                        ? Kind.TEXT
                        : Kind.of(whole[column], real[column], blank[column]))
            .toList());
  }

  /** Parquet's description of them. */
  MessageType schema() {
    List<Type> columns = new ArrayList<>();
    for (int column = 0; column < names.size(); column++) {
      columns.add(kinds.get(column).named(names.get(column)));
    }
    return new MessageType("table", columns);
  }

  /** Puts the cells of a row into a group. */
  void put(List<String> row, Group group) {
    for (int column = 0; column < names.size(); column++) {
      String cell = row.get(column);
      Kind kind = kinds.get(column);
      if (kind == Kind.TEXT) {
        group.add(column, cell);
      } else if (!cell.isEmpty()) {
        if (kind == Kind.WHOLE || kind == Kind.WHOLE_OR_BLANK) {
          group.add(column, Long.parseLong(cell));
        } else {
          group.add(column, Double.parseDouble(cell));
        }
      }
    }
  }
}
