package io.onnxfi.fault;

import io.onnxfi.fault.model.FaultModel;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Function;
import java.util.function.ToLongFunction;

/**
 * Rows of a list as bytes, and back without loss.
 *
 * <p>All are numbers of seven bits to a byte, the lowest first, each byte but the last with its top
 * bit set: injection; of the fault, numbers of its layer, extent and model, its bit + 1 (0: none),
 * the coordinates behind how many there are; line; 1 and the four counts, or 0; the cells behind
 * how many there are. A cell that says what is known from these is 0, any other the length of its
 * UTF-8 + 1, and the text.
 */
final class RowCodec {
  private static final int DATA_BITS = 7;
  private static final int DATA = (1 << DATA_BITS) - 1;

  /** In the order of the columns. */
  private static final List<ToLongFunction<ImageCounts>> COUNTS =
      List.of(
          ImageCounts::images,
          ImageCounts::masked,
          ImageCounts::nonCritical,
          ImageCounts::critical);

  private final Interned<String> layers = new Interned<>(Function.identity());
  private final Interned<Extent> extents = new Interned<>(Extent::toString);
  private final Interned<FaultModel> models = new Interned<>(FaultModel::label);
  private final int modelPlace;
  private final int sitePlace;
  private final int[] outcomePlaces;

  /** For rows under a header. */
  RowCodec(List<String> header) {
    modelPlace = header.indexOf(FaultList.MODEL);
    sitePlace = header.indexOf(FaultList.SITE);
    outcomePlaces = FaultList.OUTCOME_COLUMNS.stream().mapToInt(header::indexOf).toArray();
  }

  /** Appends a row. */
  void write(FaultRow row, ByteArrayOutputStream out) {
    FaultSite site = row.site();
    put(out, row.injection());
    put(out, layers.number(site.layer()));
    put(out, extents.number(site.extent()));
    put(out, models.number(row.fault().model()));
    OptionalInt bit = site.bit();
    put(out, bit.isPresent() ? Integer.toUnsignedLong(bit.getAsInt()) + 1 : 0);
    put(out, site.index().rank());
    for (long coordinate : site.index().coordinates()) {
      put(out, coordinate);
    }
    put(out, row.line());
    put(out, row.counts().isPresent() ? 1 : 0);
    row.counts().ifPresent(counts -> COUNTS.forEach(count -> put(out, count.applyAsLong(counts))));
    put(out, row.cells().size());
    for (int column = 0; column < row.cells().size(); column++) {
      String cell = row.cells().get(column);
      if (cell.equals(known(column, row.injection(), row.fault(), row.counts()))) {
        put(out, 0);
      } else {
        byte[] text = cell.getBytes(StandardCharsets.UTF_8);
        put(out, text.length + 1);
        out.writeBytes(text);
      }
    }
  }

  private static void put(ByteArrayOutputStream out, long number) {
    long rest = number;
    while ((rest & ~DATA) != 0) {
      out.write(((int) rest & DATA) | ~DATA);
      rest >>>= DATA_BITS;
    }
    out.write((int) rest);
  }

  /** The row that begins here. */
  FaultRow row(ByteBuffer in) {
    long injection = number(in);
    Fault fault = fault(in);
    long line = number(in);
    Optional<ImageCounts> counts =
        number(in) == 0
            ? Optional.empty()
            : Optional.of(new ImageCounts(number(in), number(in), number(in), number(in)));
    String[] cells = new String[(int) number(in)];
    for (int column = 0; column < cells.length; column++) {
      int length = (int) number(in) - 1;
      if (length < 0) {
        cells[column] = known(column, injection, fault, counts);
      } else {
        byte[] text = new byte[length];
        in.get(text);
        cells[column] = new String(text, StandardCharsets.UTF_8);
      }
    }
    return new FaultRow(line, injection, fault, counts, List.of(cells));
  }

  /** The number of the row that begins here, behind which its {@link #fault} begins. */
  static long injection(ByteBuffer in) {
    return number(in);
  }

  /** The fault that begins here. */
  Fault fault(ByteBuffer in) {
    String layer = layers.value((int) number(in));
    Extent extent = extents.value((int) number(in));
    FaultModel model = models.value((int) number(in));
    long bit = number(in);
    long[] coordinates = new long[(int) number(in)];
    for (int axis = 0; axis < coordinates.length; axis++) {
      coordinates[axis] = number(in);
    }
    OptionalInt ofWord = bit == 0 ? OptionalInt.empty() : OptionalInt.of((int) (bit - 1));
    return new Fault(new FaultSite(layer, TensorIndex.of(coordinates), ofWord, extent), model);
  }

  private static long number(ByteBuffer in) {
    long number = 0;
    int shift = 0;
    byte next;
    do {
      next = in.get();
      number |= (long) (next & DATA) << shift;
      shift += DATA_BITS;
    } while (next < 0);
    return number;
  }

  /** What a cell says of a row in the published form; null if it is of no such column. */
  private String known(int column, long injection, Fault fault, Optional<ImageCounts> counts) {
    FaultSite site = fault.site();
    return switch (column) {
      case 0 -> Long.toString(injection);
      case 1 -> site.layer();
      case 2 -> site.index().toString();
      case 3 -> site.bit().isPresent() ? Integer.toString(site.bit().getAsInt()) : "";
      default -> more(column, fault, counts);
    };
  }

  private String more(int column, Fault fault, Optional<ImageCounts> counts) {
    if (column == modelPlace) {
      return models.text(models.number(fault.model()));
    }
    if (column == sitePlace) {
      return extents.text(extents.number(fault.site().extent()));
    }
    for (int i = 0; i < outcomePlaces.length && counts.isPresent(); i++) {
      if (column == outcomePlaces[i]) {
        return Long.toString(COUNTS.get(i).applyAsLong(counts.get()));
      }
    }
    return null;
  }
}
