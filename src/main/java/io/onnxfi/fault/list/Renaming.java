package io.onnxfi.fault.list;

import io.onnxfi.error.MalformedInputException;
import io.onnxfi.error.OnnxFiException;
import io.onnxfi.error.UnsupportedInputException;
import io.onnxfi.fault.Exposure;
import io.onnxfi.fault.Extent;
import io.onnxfi.fault.Fault;
import io.onnxfi.fault.FaultList;
import io.onnxfi.fault.FaultResolver;
import io.onnxfi.fault.FaultRow;
import io.onnxfi.fault.FaultSite;
import io.onnxfi.fault.FixedReach;
import io.onnxfi.fault.KerasNames;
import io.onnxfi.fault.KerasNames.Called;
import io.onnxfi.fault.PlacedFault;
import io.onnxfi.fault.Reach;
import io.onnxfi.fault.SiteKind;
import io.onnxfi.fault.TensorIndex;
import io.onnxfi.fault.WeightSite;
import io.onnxfi.fault.model.Zero;
import io.onnxfi.onnx.OnnxModel;
import io.onnxfi.onnx.Weight;
import io.onnxfi.onnx.WeightTable;
import io.onnxfi.tensor.Region;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Function;

/**
 * The same faults under other names and in another order of axes; all else in a row stays.
 *
 * <p>What comes out is read back: it must name the same elements. Keras's layers can be counted in
 * several ways, and the first under which all rows do so is taken: by the names that the model
 * itself records, with depthwise convolutions as a kind of their own, with all convolutions
 * together.
 */
final class Renaming {
  private static final int LAYER = 1;
  private static final int INDEX = 2;
  private static final String DEPTHWISE = "depthwise_";

  private final OnnxModel model;
  private final WeightTable table;
  private final FaultList list;
  private final FaultResolver reader;
  private final List<PlacedFault> places = new ArrayList<>();

  private Renaming(OnnxModel model, FaultList list) {
    this.model = model;
    this.table = WeightTable.of(model);
    this.list = list;
    this.reader = new FaultResolver(model).reading(list);
    list.rows().forEach(row -> places.add(reader.place(list.locate(row), row.fault())));
  }

  /**
   * Renames a list.
   *
   * @throws MalformedInputException naming the row that is not in the model
   * @throws UnsupportedInputException naming the row that cannot be said so
   */
  static FaultList rename(OnnxModel model, FaultList list, Naming to) {
    Renaming renaming = new Renaming(model, list);
    List<String> notes = new ArrayList<>(list.notes());
    renaming.reader.notes().forEach(note -> notes.add(list.source() + ": " + note));
    List<FaultRow> rows = renaming.renamed(to);
    if (rows.stream().anyMatch(row -> row.site().layer().startsWith(DEPTHWISE))) {
      notes.add(list.source() + ": depthwise convolutions are layers of their own, as in Keras");
    }
    return new FaultList(list.source(), list.header(), rows, list.form(), notes);
  }

  private List<FaultRow> renamed(Naming to) {
    OnnxFiException first = null;
    for (Function<Weight, Optional<Called>> names : namings(to)) {
      try {
        return checked(renamed(to, names), to);
      } catch (MalformedInputException | UnsupportedInputException refusal) {
        first = first == null ? refusal : first;
      }
    }
    throw first;
  }

  private List<Function<Weight, Optional<Called>>> namings(Naming to) {
    if (to == Naming.PYTORCH) {
      return List.of(weight -> Optional.of(new Called(weight.layer(), weight.layout())));
    }
    List<Weight> weights = table.weights();
    return List.of(
        KerasNames.recorded(weights)::called,
        KerasNames.numbered(weights, true)::called,
        KerasNames.numbered(weights, false)::called);
  }

  private List<FaultRow> renamed(Naming to, Function<Weight, Optional<Called>> names) {
    List<FaultRow> rows = new ArrayList<>();
    for (int i = 0; i < places.size(); i++) {
      FaultRow row = list.rows().get(i);
      if (places.get(i).site() instanceof WeightSite site) {
        rows.add(renamed(row, site, names));
      } else if (to == Naming.PYTORCH) {
        rows.add(row);
      } else {
        throw new UnsupportedInputException(
            ("%s: %s has no name in Keras; activations have those that 'onnxfi layers"
                    + " --activations' shows")
                .formatted(list.locate(row), row.site()));
      }
    }
    return rows;
  }

  private FaultRow renamed(
      FaultRow row, WeightSite site, Function<Weight, Optional<Called>> names) {
    Weight weight = table.stored(site.tensor()).orElseThrow();
    Called called =
        names
            .apply(weight)
            .orElseThrow(
                () ->
                    new UnsupportedInputException(
                        ("%s: %s has no name in Keras's lists, which name convolutions and dense"
                                + " layers")
                            .formatted(list.locate(row), row.site().layer())));
    TensorIndex index =
        row.site().index().rank() == 0
            ? row.site().index()
            : TensorIndex.of(called.order().coordinates(position(row, site.region())));
    return with(row, new FaultSite(called.name(), index, row.site().bit(), row.site().extent()));
  }

  /** The stored position of the element that a row names, whatever is reached around it. */
  private long position(FaultRow row, Region region) {
    if (region instanceof Region.Element element) {
      return element.index();
    }
    FaultSite site = row.site();
    FaultSite element =
        new FaultSite(site.layer(), site.index(), OptionalInt.empty(), Extent.WEIGHT);
    PlacedFault placed = reader.place(list.locate(row), new Fault(element, new Zero()));
    return ((Region.Element) ((WeightSite) placed.site()).region()).index();
  }

  private FaultRow with(FaultRow row, FaultSite site) {
    List<String> cells = new ArrayList<>(row.cells());
    cells.set(LAYER, site.layer());
    if (!site.index().equals(row.site().index())) {
      cells.set(INDEX, site.index().toString());
    }
    int extent = list.header().indexOf(FaultList.SITE);
    if (extent >= 0 && !site.extent().equals(row.site().extent())) {
      cells.set(extent, site.extent().toString());
    }
    return new FaultRow(
        row.line(), row.injection(), new Fault(site, row.fault().model()), row.counts(), cells);
  }

  /** The rows, which must mean what they meant; rows of a matrix may have become its columns. */
  private List<FaultRow> checked(List<FaultRow> renamed, Naming to) {
    FaultResolver resolver = new FaultResolver(model).reading(list.with(renamed));
    List<FaultRow> checked = new ArrayList<>();
    for (int i = 0; i < renamed.size(); i++) {
      FaultRow row = renamed.get(i);
      String where = list.locate(row);
      if (!resolver.place(where, row.fault()).site().equals(places.get(i).site())) {
        row = transposed(row);
        if (!resolver.place(where, row.fault()).site().equals(places.get(i).site())) {
          throw new UnsupportedInputException(
              "%s: %s cannot be told apart from another place in names of %s"
                  .formatted(where, list.rows().get(i).site(), to));
        }
      }
      checked.add(row);
    }
    return checked;
  }

  private FaultRow transposed(FaultRow row) {
    Reach reach = row.site().extent().reach();
    if (reach == FixedReach.ROW) {
      reach = FixedReach.COLUMN;
    } else if (reach == FixedReach.COLUMN) {
      reach = FixedReach.ROW;
    }
    FaultSite site = row.site();
    Extent extent = new Extent(SiteKind.WEIGHT, reach, Exposure.EVERY);
    return with(row, new FaultSite(site.layer(), site.index(), site.bit(), extent));
  }
}
