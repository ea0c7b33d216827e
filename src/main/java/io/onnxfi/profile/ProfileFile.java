package io.onnxfi.profile;

import io.onnxfi.error.MalformedInputException;
import io.onnxfi.error.UnsupportedInputException;
import io.onnxfi.report.Json;
import io.onnxfi.report.Manifest;
import io.onnxfi.tensor.ElementType;
import io.onnxfi.tensor.Shape;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.ToDoubleFunction;

/**
 * Profiles as JSON: {@code format}; what it was made of, as in a run's manifest; and {@code values}
 * by name, each with {@code operator}, {@code type}, {@code image} (shape of one image's part),
 * {@code count}, {@code min}, {@code max}, {@code mean}, {@code std}, {@code percentiles}, shares
 * {@code zeros} and {@code non_finite} from 0 to 1, and {@code channels}, which has the same in
 * lists. What there is not, the range of no finite elements, is {@code null}.
 */
public final class ProfileFile {
  /** The form of the entries. */
  public static final int FORMAT = 1;

  private static final String VALUES = "values";
  private static final String CHANNELS = "channels";
  private static final Map<String, ToDoubleFunction<Statistics>> FIGURES = figures();

  private ProfileFile() {}

  private static Map<String, ToDoubleFunction<Statistics>> figures() {
    Map<String, ToDoubleFunction<Statistics>> figures = new LinkedHashMap<>();
    figures.put("min", Statistics::least);
    figures.put("max", Statistics::most);
    figures.put("mean", Statistics::mean);
    figures.put("std", Statistics::deviation);
    figures.put("zeros", Statistics::zeros);
    figures.put("non_finite", Statistics::nonFinite);
    return figures;
  }

  /** A profile as it is written. */
  public static Map<String, Object> json(Profile profile) {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("format", FORMAT);
    json.putAll(profile.origin());
    Map<String, Object> values = new LinkedHashMap<>();
    profile.values().forEach(value -> values.put(value.name(), json(value)));
    json.put(VALUES, values);
    return json;
  }

  private static Map<String, Object> json(ValueProfile value) {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("operator", value.operator());
    json.put("type", value.type().label());
    json.put("image", value.image().dims());
    json.put("count", value.whole().count());
    FIGURES.forEach((key, figure) -> json.put(key, number(figure.applyAsDouble(value.whole()))));
    Map<String, Object> percentiles = new LinkedHashMap<>();
    for (int i = 0; i < value.percentiles().size(); i++) {
      percentiles.put(
          Integer.toString(ValueProfile.PERCENTILES.get(i).intValue()),
          number(value.percentiles().get(i)));
    }
    json.put("percentiles", percentiles);
    Map<String, Object> channels = new LinkedHashMap<>();
    FIGURES.forEach(
        (key, figure) -> {
          List<Object> numbers = new ArrayList<>();
          value.channels().forEach(channel -> numbers.add(number(figure.applyAsDouble(channel))));
          channels.put(key, numbers);
        });
    json.put(CHANNELS, channels);
    return json;
  }

  /** JSON has no other numbers. */
  private static Object number(double value) {
    return Double.isFinite(value) ? value : null;
  }

  /** Writes a profile, whole or not at all. */
  public static void write(Path file, Profile profile) {
    Json.write(file, json(profile));
  }

  /**
   * Reads a profile.
   *
   * @throws MalformedInputException if the file is none
   * @throws UnsupportedInputException if a newer version has written it in another form
   */
  public static Profile read(Path file) {
    Manifest json = new Manifest(file.toString(), Json.read(file));
    for (String needed : List.of("format", "model", VALUES)) {
      if (json.at(needed).isEmpty()) {
        throw MalformedInputException.of(
            file.toString(), "a profile, as 'onnxfi profile' writes it", "no entry " + needed);
      }
    }
    int format = json.neededInteger("format");
    if (format != FORMAT) {
      throw new UnsupportedInputException(
          "%s: expected format %d, found %d; a newer OnnxFI wrote it"
              .formatted(file, FORMAT, format));
    }
    json.neededText("model", "sha256");
    Map<String, Object> origin = new LinkedHashMap<>(json.entries());
    origin.keySet().removeAll(List.of("format", VALUES));
    return new Profile(
        file.toString(),
        origin,
        json.neededNames(VALUES).stream().map(name -> value(json, name)).toList());
  }

  private static ValueProfile value(Manifest json, String name) {
    Statistics whole =
        statistics(
            wholeNumber(json, VALUES, name, "count"),
            key -> number(json, json.at(VALUES, name, key).orElse(null), VALUES, name, key));
    Shape image = image(json, name);
    List<Statistics> channels = new ArrayList<>();
    int count = image.rank() == 0 ? 0 : Math.toIntExact(image.dim(0));
    for (int channel = 0; channel < count; channel++) {
      int at = channel;
      channels.add(
          statistics(
              whole.count() / count,
              key ->
                  number(
                      json, list(json, count, VALUES, name, CHANNELS, key).get(at), VALUES, name)));
    }
    List<Double> percentiles = new ArrayList<>();
    for (String key : json.neededNames(VALUES, name, "percentiles")) {
      String[] path = {VALUES, name, "percentiles", key};
      percentiles.add(number(json, json.at(path).orElse(null), path));
    }
    return new ValueProfile(
        name,
        json.neededText(VALUES, name, "operator"),
        type(json, name),
        image,
        whole,
        percentiles,
        channels);
  }

  private static Statistics statistics(long count, ToDoubleFunction<String> figure) {
    return new Statistics(
        count,
        figure.applyAsDouble("min"),
        figure.applyAsDouble("max"),
        figure.applyAsDouble("mean"),
        figure.applyAsDouble("std"),
        figure.applyAsDouble("zeros"),
        figure.applyAsDouble("non_finite"));
  }

  private static Shape image(Manifest json, String name) {
    String[] path = {VALUES, name, "image"};
    if (json.at(path).orElse(null) instanceof List<?> dims
        && dims.stream().allMatch(dim -> dim instanceof Integer extent && extent >= 0)) {
      try {
        return Shape.of(dims.stream().mapToLong(dim -> ((Number) dim).longValue()).toArray());
      } catch (ArithmeticException e) {
        throw new MalformedInputException(
            wrong(json, "a shape", path).getMessage() + ", which has too many elements", e);
      }
    }
    throw wrong(json, "a shape", path);
  }

  private static ElementType type(Manifest json, String name) {
    String label = json.neededText(VALUES, name, "type");
    return Arrays.stream(ElementType.values())
        .filter(type -> type.label().equals(label))
        .findFirst()
        .orElseThrow(() -> wrong(json, "an element type", VALUES, name, "type"));
  }

  private static List<?> list(Manifest json, int size, String... path) {
    if (json.at(path).orElse(null) instanceof List<?> list && list.size() == size) {
      return list;
    }
    throw wrong(json, "a list of %d numbers".formatted(size), path);
  }

  private static long wholeNumber(Manifest json, String... path) {
    if (json.at(path).orElse(null) instanceof Number number && number.longValue() >= 0) {
      return number.longValue();
    }
    throw wrong(json, "a count", path);
  }

  private static double number(Manifest json, Object value, String... path) {
    if (value == null) {
      return Double.NaN;
    }
    if (value instanceof Number number) {
      return number.doubleValue();
    }
    throw wrong(json, "numbers", path);
  }

  private static MalformedInputException wrong(Manifest json, String expected, String... path) {
    return MalformedInputException.of(
        "%s, %s".formatted(json.source(), String.join(".", path)),
        expected,
        json.at(path).map(Manifest::plain).orElse("none"));
  }
}
