package io.onnxfi.report.page;

import io.onnxfi.report.figure.Palette;
import io.onnxfi.report.figure.PngFile;
import io.onnxfi.report.figure.WeightMap;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * A {@link WeightMap} as {@code weights.mustache} takes it: a drawing in units of its own, 1,040
 * wide, with the picture stretched to fill it.
 */
final class WeightMarkup {
  private static final int LEFT = 36;
  private static final int TOP = 4;
  private static final int WIDTH = 1_000;
  private static final int ROW = 10;
  private static final int BELOW = 46;
  private static final int SWATCH = 16;

  private WeightMarkup() {}

  static Map<String, Object> of(WeightMap map) {
    int height = ROW * map.rows();
    Map<String, Object> content = new HashMap<>();
    content.put("name", map.name());
    content.put("title", map.title());
    content.put("description", map.description());
    content.put("png", Base64.getEncoder().encodeToString(PngFile.bytes(map.picture())));
    content.put("left", LEFT);
    content.put("top", TOP);
    content.put("width", WIDTH);
    content.put("height", height);
    content.put("full-width", LEFT + WIDTH + TOP);
    content.put("full-height", TOP + height + BELOW);
    content.put("below", TOP + height);
    content.put("below-marks", TOP + height + ROW + TOP);
    content.put("legend", TOP + height + 2 * ROW + TOP + 2);
    content.put("legend-text", TOP + height + 3 * ROW + TOP + 1);
    content.put("bits", bits(map));
    content.put("marks", marks(map));
    content.put("swatches", swatches());
    content.put("swatch", SWATCH);
    content.put("legend-end", LEFT + 60 + SWATCH * Palette.SCALE.size() + TOP);
    return content;
  }

  private static List<Map<String, Object>> bits(WeightMap map) {
    List<Map<String, Object>> bits = new ArrayList<>();
    for (int row = 0; row < map.rows(); row++) {
      bits.add(Map.of("y", TOP + ROW * row + ROW - 2, "text", map.bit(row)));
    }
    return bits;
  }

  private static List<Map<String, Object>> marks(WeightMap map) {
    return map.marks().stream()
        .map(
            mark ->
                Map.<String, Object>of(
                    "x",
                    String.format(
                        Locale.ROOT, "%.1f", LEFT + (double) WIDTH * mark.column() / map.columns()),
                    "text",
                    mark.text()))
        .toList();
  }

  private static List<Map<String, Object>> swatches() {
    List<Map<String, Object>> swatches = new ArrayList<>();
    for (int i = 0; i < Palette.SCALE.size(); i++) {
      swatches.add(Map.of("x", LEFT + 60 + SWATCH * i, "color", Palette.SCALE.get(i)));
    }
    return swatches;
  }
}
