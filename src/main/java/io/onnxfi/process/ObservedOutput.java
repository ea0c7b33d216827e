package io.onnxfi.process;

import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.util.Optional;

/**
 * An output whose first failure is kept: Java's print streams swallow it, and a program that wrote
 * its results to a full disk would end as if all were well.
 */
public final class ObservedOutput extends FilterOutputStream {
  private IOException failure;

  /** Watches an output. */
  public ObservedOutput(OutputStream out) {
    super(out);
  }

  @Override
  public synchronized void write(int b) throws IOException {
    write(new byte[] {(byte) b}, 0, 1);
  }

  @Override
  public synchronized void write(byte[] bytes, int from, int count) throws IOException {
    try {
      out.write(bytes, from, count);
    } catch (IOException e) {
      failure = failure == null ? e : failure;
      throw e;
    }
  }

  /** Why something did not arrive. */
  public synchronized Optional<IOException> failure() {
    return Optional.ofNullable(failure);
  }

  /** Whether nobody reads any more, as when the results are piped into {@code head}. */
  public boolean isAbandoned() {
    return failure()
        .filter(e -> String.valueOf(e.getMessage()).contains("Broken pipe"))
        .isPresent();
  }
}
