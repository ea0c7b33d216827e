package io.onnxfi.profile;

import io.onnxfi.report.Figures;
import io.onnxfi.report.TextTable;
import java.util.Locale;

/** A profile for people: a line per value. */
public final class ProfileTable {
  private ProfileTable() {}

  /** The table with a sum below it. */
  public static String render(Profile profile) {
    TextTable table =
        new TextTable(
                "value",
                "operator",
                "image",
                "min",
                "1 %",
                "median",
                "99 %",
                "max",
                "mean",
                "std",
                "zeros",
                "non-finite")
            .textColumns(3);
    for (ValueProfile value : profile.values()) {
      Statistics whole = value.whole();
      table.row(
          value.name(),
          value.operator(),
          value.image(),
          number(whole.least()),
          percentile(value, 1),
          percentile(value, 50),
          percentile(value, 99),
          number(whole.most()),
          number(whole.mean()),
          number(whole.deviation()),
          share(whole.zeros()),
          share(whole.nonFinite()));
    }
    return table.render()
        + "%n %s values, %s elements%n"
            .formatted(
                Figures.count(profile.values().size()),
                Figures.count(
                    profile.values().stream().mapToLong(value -> value.whole().count()).sum()));
  }

  private static String percentile(ValueProfile value, double percentile) {
    return value.percentiles().isEmpty()
        ? "–"
        : number(value.percentiles().get(ValueProfile.PERCENTILES.indexOf(percentile)));
  }

  private static String number(double value) {
    return Double.isNaN(value) ? "–" : String.format(Locale.ROOT, "%.4g", value);
  }

  private static String share(double share) {
    return String.format(Locale.ROOT, "%.1f %%", 100 * share);
  }
}
