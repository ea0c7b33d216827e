package io.onnxfi.dataset;

import java.io.IOException;
import java.io.Serial;
import java.net.URI;

/** A server's answer that carries no file. */
final class HttpStatusException extends IOException {
  @Serial private static final long serialVersionUID = 1;

  private static final int REQUEST_TIMEOUT = 408;
  private static final int TOO_MANY_REQUESTS = 429;
  private static final int SERVER_ERRORS = 500;

  private final int status;

  HttpStatusException(URI source, int status, String detail) {
    super("%s answered HTTP %d%s".formatted(source.getHost(), status, detail));
    this.status = status;
  }

  /**
   * Whether the server may think better of it: it is busy or broken, rather than lacks the file.
   */
  boolean isPassing() {
    return status == REQUEST_TIMEOUT || status == TOO_MANY_REQUESTS || status >= SERVER_ERRORS;
  }
}
