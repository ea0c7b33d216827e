package io.onnxfi.report.page;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
import java.util.Properties;

/** What the page is made of: our own texts and the script of ECharts from its WebJar. */
final class Resources {
  private static final String ECHARTS = "/META-INF/maven/org.webjars/echarts/pom.properties";

  private Resources() {}

  /** A text beside this class. */
  static String text(String name) {
    return read(name);
  }

  /** ECharts, minified, with its licence in the first lines. */
  static String echarts() {
    Properties properties = new Properties();
    try (InputStream stream = open(ECHARTS)) {
      properties.load(stream);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return read(
        "/META-INF/resources/webjars/echarts/%s/echarts.min.js"
            .formatted(properties.getProperty("version")));
  }

  private static String read(String name) {
    try (InputStream stream = open(name)) {
      return new String(stream.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static InputStream open(String name) {
    return Objects.requireNonNull(Resources.class.getResourceAsStream(name), name);
  }
}
