package io.onnxfi.run;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Properties;

/** What program this is. */
public final class OnnxFi {
  private OnnxFi() {}

  /** The version that the build wrote into the program. */
  public static String version() {
    Properties properties = new Properties();
    try (InputStream in = OnnxFi.class.getResourceAsStream("/io/onnxfi/version.properties")) {
      properties.load(in);
    } catch (IOException e) {
      throw new UncheckedIOException("version.properties cannot be read", e);
    }
    return properties.getProperty("version");
  }
}
