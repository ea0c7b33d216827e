package io.onnxfi.report;

import java.util.Locale;

/** Where a cost in time comes from. */
public enum CostSource {
  /** A ResNet20 on two cores of a server, since nothing else is known. */
  ASSUMED("assumed: a ResNet20 on two cores"),
  /** An option says so. */
  GIVEN("as given"),
  /** What the pilot took. */
  MEASURED("measured in the pilot");

  private final String text;

  CostSource(String text) {
    this.text = text;
  }

  /** For people. */
  public String text() {
    return text;
  }

  /** For programs. */
  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }
}
