package io.onnxfi.report.page;

import io.onnxfi.fault.Factor;
import io.onnxfi.report.figure.BarFigure;
import io.onnxfi.report.figure.Figure;
import io.onnxfi.report.figure.HeatMapFigure;
import io.onnxfi.report.figure.IntervalFigure;
import io.onnxfi.report.figure.Palette;
import io.onnxfi.report.figure.ScatterFigure;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;

/** Figures as {@code charts.js} takes them. */
final class FigureData {
  private FigureData() {}

  static Map<String, Object> of(Figure figure) {
    Map<String, Object> data = new LinkedHashMap<>();
    data.put("name", figure.name());
    data.put("description", figure.description());
    data.putAll(
        figure.<Map<String, Object>>match(
            FigureData::bars,
            FigureData::heatMap,
            FigureData::scatter,
            FigureData::intervals,
            CurveData::of));
    return data;
  }

  private static Map<String, Object> bars(BarFigure figure) {
    List<Map<String, Object>> series = new ArrayList<>();
    for (BarFigure.Series one : figure.series()) {
      List<Double> values = new ArrayList<>(); // null stands for no value
      one.values().forEach(value -> values.add(value.isNaN() ? null : value));
      series.add(Map.of("name", one.name(), "color", one.color(), "values", values));
    }
    return Map.of(
        "kind", "bars",
        "categoryTitle", figure.categoryTitle(),
        "valueTitle", figure.valueTitle(),
        "categories", figure.categories(),
        "faults", figure.faults(),
        "series", series,
        "stacked", figure.stacked());
  }

  private static Map<String, Object> heatMap(HeatMapFigure figure) {
    Map<String, Object> data = new HashMap<>();
    if (!figure.columns().factor().equals(Factor.BIT)) {
      data.put("columnTitle", figure.columns().factor().title());
    }
    data.putAll(
        Map.of(
            "kind", "heatMap",
            "valueTitle", figure.valueTitle(),
            "floor", figure.floor(),
            "layers", figure.rows().levels(),
            "bits", figure.columns().cells(),
            "colors", Palette.SCALE,
            "cells",
                figure.cells().stream()
                    .map(
                        c ->
                            List.<Object>of(
                                c.column(),
                                c.row(),
                                c.percent(),
                                c.faults(),
                                figure.shade(c.percent())))
                    .toList()));
    return data;
  }

  private static Map<String, Object> intervals(IntervalFigure figure) {
    List<Map<String, Object>> series = new ArrayList<>();
    for (IntervalFigure.Series one : figure.series()) {
      List<List<Object>> rates = new ArrayList<>(); // place, rate, ends of the interval, faults
      for (int place = 0; place < one.rates().size(); place++) {
        Optional<IntervalFigure.Rate> rate = one.rates().get(place);
        if (rate.isPresent()) {
          IntervalFigure.Rate r = rate.get();
          rates.add(List.<Object>of(place, r.percent(), r.low(), r.high(), r.faults()));
        }
      }
      series.add(Map.of("name", one.name(), "color", one.color(), "rates", rates));
    }
    return Map.of(
        "kind", "intervals",
        "categoryTitle", figure.categories().factor().title(),
        "valueTitle", figure.valueTitle(),
        "categories", figure.categories().levels(),
        "floor", figure.floor(),
        "series", series);
  }

  private static Map<String, Object> scatter(ScatterFigure figure) {
    List<Map<String, Object>> classes =
        IntStream.range(0, ScatterFigure.CLASSES.size())
            .mapToObj(
                place ->
                    Map.<String, Object>of(
                        "name",
                        ScatterFigure.CLASS_NAMES.get(place),
                        "color",
                        Palette.SIDES.get(place),
                        "points",
                        figure.points(place).stream()
                            .map(p -> List.of(p.left(), p.right(), p.faults()))
                            .toList()))
            .toList();
    return Map.of(
        "kind", "scatter",
        "left", figure.left(),
        "right", figure.right(),
        "unit", figure.unit(),
        "images", figure.images(),
        "classes", classes);
  }
}
