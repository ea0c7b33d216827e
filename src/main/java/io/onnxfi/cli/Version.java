package io.onnxfi.cli;

import io.onnxfi.backend.BackendProvider;
import io.onnxfi.backend.BackendProviders;
import io.onnxfi.run.OnnxFi;
import java.util.stream.Stream;
import picocli.CommandLine.IVersionProvider;

/** What {@code --version} prints: the program, its frameworks and Java, a line each. */
final class Version implements IVersionProvider {
  @Override
  public String[] getVersion() {
    return Stream.of(
            Stream.of("onnxfi " + OnnxFi.version()),
            BackendProviders.all().stream().map(BackendProvider::libraries),
            Stream.of("Java " + System.getProperty("java.version")))
        .flatMap(lines -> lines)
        .toArray(String[]::new);
  }
}
