package io.onnxfi.report.page;

import com.samskivert.mustache.Mustache;
import io.onnxfi.report.Json;
import io.onnxfi.report.figure.BarFigure;
import io.onnxfi.report.figure.Figure;
import java.io.StringReader;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** What all pages share: how their markup is made, style, scripts, and the data that these draw. */
final class Template {
  private Template() {}

  /**
   * Fills a page in.
   *
   * @param name of the template
   * @param content what stands in it, besides style, scripts and data
   * @param figures those in it
   * @param data for scripts, besides the figures
   */
  static String fill(
      String name, Map<String, Object> content, List<Figure> figures, Map<String, Object> data) {
    Map<String, Object> all = new HashMap<>(content);
    all.put("style", Resources.text("report.css"));
    all.put("echarts", Resources.echarts());
    all.put("charts", charts(figures));
    all.put("data", data(figures, data));
    return Mustache.compiler()
        .withLoader(part -> new StringReader(Resources.text(part + ".mustache")))
        .compile(Resources.text(name))
        .execute(all);
  }

  /** The script that draws; how to draw what not every page has, only if it has to. */
  private static String charts(List<Figure> figures) {
    List<Map<String, Object>> data = figures.stream().map(FigureData::of).toList();
    boolean isByFactors =
        data.stream()
            .anyMatch(
                figure ->
                    figure.get("kind").equals("intervals") || figure.containsKey("columnTitle"));
    boolean isAnyCurve = data.stream().anyMatch(figure -> figure.get("kind").equals("curves"));
    Map<String, Object> parts = new HashMap<>();
    parts.put("factors", isByFactors ? Resources.text("factors.js") : false);
    parts.put("curves", isAnyCurve ? Resources.text("curves.js") : false);
    parts.put("below-zero", figures.stream().anyMatch(Template::isBelowZero));
    return Mustache.compiler()
        .escapeHTML(false)
        .compile(Resources.text("charts.js"))
        .execute(parts);
  }

  private static boolean isBelowZero(Figure figure) {
    return figure.match(
        BarFigure::isBelowZero,
        map -> false,
        scatter -> false,
        intervals -> false,
        curves -> false);
  }

  /** JSON that cannot end the script element it stands in. */
  private static String data(List<Figure> figures, Map<String, Object> more) {
    Map<String, Object> data = new HashMap<>(more);
    data.put("figures", figures.stream().map(FigureData::of).toList());
    return Json.compact(data)
        .replace("<", "\\u003c")
        .replace(">", "\\u003e")
        .replace("&", "\\u0026");
  }
}
