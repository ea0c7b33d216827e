package io.onnxfi.run;

import io.onnxfi.fault.FaultList;
import io.onnxfi.fault.ListGenerator;
import io.onnxfi.fault.ListSpec;
import io.onnxfi.fault.PublishedSampler;
import io.onnxfi.fault.SampleScheme;
import io.onnxfi.fault.SampleSize;
import io.onnxfi.onnx.OnnxModel;
import io.onnxfi.report.Figures;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Draws lists of faults, writes them and says what they are. */
public final class DrawnLists {
  private DrawnLists() {}

  /**
   * A list that was drawn and written.
   *
   * @param list its faults
   * @param lines what it was drawn from and how many, a line each
   * @param notes what was left out, or assumed
   */
  public record Drawn(FaultList list, List<String> lines, List<String> notes) {
    /** Copies. */
    public Drawn {
      lines = List.copyOf(lines);
      notes = List.copyOf(notes);
    }
  }

  /**
   * A list as the published ones were drawn.
   *
   * @param seed not negative
   * @param out a new file
   */
  public static Drawn published(OnnxModel model, SampleSize size, int seed, Path out) {
    FaultList list = PublishedSampler.draw(model, size, seed);
    list.write(out);
    return new Drawn(
        list,
        List.of(
            "%s: %s faults, from %s possible faults (%s, seed %d)"
                .formatted(
                    out,
                    Figures.count(list.rows().size()),
                    Figures.count(PublishedSampler.possible(model)),
                    margin(Double.toString(size.margin()), size),
                    seed)),
        PublishedSampler.leftOut(model).map(text -> out + ": " + text).stream().toList());
  }

  /**
   * A list of any faults.
   *
   * @param out a new file
   */
  public static Drawn any(OnnxModel model, ListSpec wanted, Path out) {
    ListGenerator.Drawn drawn = ListGenerator.draw(model, wanted);
    drawn.list().write(out);
    List<String> lines = new ArrayList<>(drawn.matches());
    lines.add(
        "%s: %s trials of %s, from %s possible %s (%sscheme %s, seed %d)"
            .formatted(
                out,
                Figures.count(drawn.list().trials().size()),
                wanted.faultsPerTrial() == 1 ? "1 fault" : wanted.faultsPerTrial() + " faults",
                Figures.count(drawn.possible()),
                wanted.fault().isRandom() ? "sites" : "faults",
                sample(drawn, wanted),
                wanted.scheme(),
                wanted.seed()));
    return new Drawn(
        drawn.list(), lines, drawn.notes().stream().map(note -> out + ": " + note).toList());
  }

  /** Of all faults there is no sample, and so no margin. */
  private static String sample(ListGenerator.Drawn drawn, ListSpec wanted) {
    SampleSize size = wanted.size();
    if (wanted.scheme() == SampleScheme.EXHAUSTIVE) {
      return "";
    }
    if (wanted.trials().isEmpty()) {
      String parts =
          drawn.parts() == 1 ? "" : " in each of %s parts".formatted(Figures.count(drawn.parts()));
      return margin(size.margin() + parts, size) + ", ";
    }
    boolean isOneOfThem = wanted.faultsPerTrial() == 1 && !wanted.fault().isRandom();
    double possible = isOneOfThem ? drawn.possible() : Double.MAX_VALUE; // of sets, or of draws
    double reached = size.marginOf((double) drawn.list().trials().size(), possible);
    return margin(String.format(Locale.ROOT, "%.2g", reached), size) + ", ";
  }

  private static String margin(String margin, SampleSize size) {
    return "margin %s, t %s, confidence %s %%"
        .formatted(
            margin, Figures.plain(size.t()), String.format(Locale.ROOT, "%.2f", size.confidence()));
  }
}
