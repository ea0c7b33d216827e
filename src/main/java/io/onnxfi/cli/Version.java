package io.onnxfi.cli;

import io.onnxfi.run.OnnxFi;
import picocli.CommandLine.IVersionProvider;

/** What {@code --version} prints. */
final class Version implements IVersionProvider {
  @Override
  public String[] getVersion() {
    return new String[] {"onnxfi " + OnnxFi.version()};
  }
}
