package io.onnxfi.zoo;

import io.onnxfi.error.UnsupportedInputException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.BiFunction;
import java.util.function.IntFunction;

/** The architectures by name. */
public final class Zoo {
  /** From the number of classes to the layers. */
  private interface Body extends IntFunction<BiFunction<Layers, Feature, Feature>> {}

  private static final Map<String, Body> BODIES = bodies();

  private Zoo() {}

  private static Map<String, Body> bodies() {
    Map<String, Body> bodies = new LinkedHashMap<>();
    for (int depth : new int[] {20, 32, 44, 56, 110}) {
      bodies.put("resnet" + depth, classes -> new CifarResNet(depth, classes)::build);
    }
    bodies.put("tiny_cnn", classes -> new TinyCnn(classes)::build);
    return bodies;
  }

  /** All names, in the order of the documentation. */
  public static List<String> names() {
    return List.copyOf(BODIES.keySet());
  }

  /**
   * An architecture for images of the given size.
   *
   * @throws UnsupportedInputException if the name is unknown
   */
  public static Architecture architecture(String name, ImageSize input, int classes) {
    Body body = BODIES.get(name.toLowerCase(Locale.ROOT));
    if (body == null) {
      throw new UnsupportedInputException(
          "unknown architecture '%s'; known: %s".formatted(name, String.join(", ", names())));
    }
    return new Architecture(name.toLowerCase(Locale.ROOT), input, classes, body.apply(classes));
  }
}
