package io.onnxfi.explain;

import io.onnxfi.csv.CsvForm;
import io.onnxfi.report.Json;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Explanations as files: {@code image-N.png} (the image, its map, both over each other), {@code
 * image-N.csv} (the map in the size of the image, a line per row, without a header) and {@code
 * explanations.json} (all of them, with maps in the size of the layer).
 */
public final class ExplanationFiles {
  private static final String JSON = "explanations.json";

  private ExplanationFiles() {}

  /**
   * Writes all of them.
   *
   * @param folder that is there
   * @param origin what they were made of
   * @throws io.onnxfi.error.MissingResourceException if a file cannot be written or drawn
   */
  public static void write(Path folder, ExplainedImages explained, Map<String, Object> origin) {
    for (int i = 0; i < explained.size(); i++) {
      String name = "image-" + explained.numbers().get(i);
      MapPicture.write(folder.resolve(name + ".png"), title(explained, i), rows(explained, i));
      List<List<String>> lines = lines(explained.resized(i));
      CsvForm.STANDARD.write(
          folder.resolve(name + ".csv"), lines.get(0), lines.subList(1, lines.size()));
    }
    Json.write(folder.resolve(JSON), json(explained, origin));
  }

  /** The files that {@link #write} writes. */
  public static List<Path> written(Path folder, int... numbers) {
    List<Path> files = new ArrayList<>(List.of(folder.resolve(JSON)));
    for (int number : numbers) {
      files.add(folder.resolve("image-" + number + ".png"));
      files.add(folder.resolve("image-" + number + ".csv"));
    }
    return files;
  }

  private static String title(ExplainedImages explained, int i) {
    ClassScores scores = explained.explanations().get(i).scores();
    return "Image %d: true %s, predicted %s (%s)"
        .formatted(
            explained.numbers().get(i),
            explained.className(explained.images().label(i)),
            explained.className(scores.predicted()),
            ExplanationTable.percent(scores.confidence(scores.predicted())));
  }

  private static List<MapPicture.Row> rows(ExplainedImages explained, int i) {
    Explanation one = explained.explanations().get(i);
    String caption =
        "Grad-CAM for %s (%s) at %s, %s%s"
            .formatted(
                explained.className(one.label()),
                ExplanationTable.percent(one.scores().confidence(one.label())),
                explained.layer().name(),
                one.map().size(),
                one.map().isEmpty() ? ": no evidence" : "");
    return List.of(new MapPicture.Row(explained.images(), i, one.map(), caption));
  }

  /** All of them as an object for programs. */
  public static Map<String, Object> json(ExplainedImages explained, Map<String, Object> origin) {
    Map<String, Object> json = new LinkedHashMap<>(origin);
    json.put("method", "Grad-CAM");
    json.put("layer", explained.layer().name());
    json.put("value", explained.layer().value());
    List<Map<String, Object>> images = new ArrayList<>();
    for (int i = 0; i < explained.size(); i++) {
      images.add(image(explained, i));
    }
    json.put("images", images);
    return json;
  }

  private static Map<String, Object> image(ExplainedImages explained, int i) {
    Explanation one = explained.explanations().get(i);
    ClassScores scores = one.scores();
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("image", explained.numbers().get(i));
    json.put("true", named(explained, explained.images().label(i), scores));
    json.put("predicted", named(explained, scores.predicted(), scores));
    json.put("explained", named(explained, one.label(), scores));
    json.put("peak", number(one.map().peak()));
    json.put("top_tenth", number(explained.resized(i).topTenth()));
    json.put("map", one.map().isDefined() ? grid(one.map()) : null);
    return json;
  }

  private static Map<String, Object> named(ExplainedImages explained, int label, ClassScores all) {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("class", label);
    json.put("name", explained.className(label));
    json.put("score", number(all.score(label)));
    json.put("confidence", number(all.confidence(label)));
    return json;
  }

  /** JSON has no NaN and no infinity. */
  private static Object number(double value) {
    return Double.isFinite(value) ? value : null;
  }

  private static List<List<String>> lines(HeatMap map) {
    return grid(map).stream().map(row -> row.stream().map(String::valueOf).toList()).toList();
  }

  private static List<List<Float>> grid(HeatMap map) {
    List<List<Float>> rows = new ArrayList<>();
    for (int y = 0; y < map.size().height(); y++) {
      List<Float> row = new ArrayList<>();
      for (int x = 0; x < map.size().width(); x++) {
        row.add(map.at(y, x));
      }
      rows.add(row);
    }
    return rows;
  }
}
