package io.onnxfi.error;

import java.io.Serial;

/** The machine lacks something: data, a GPU, the network. */
public final class MissingResourceException extends OnnxFiException {
  @Serial private static final long serialVersionUID = 1;

  /**
   * Says what is missing and how to get it.
   *
   * @param missing what is missing and where it was looked for
   * @param remedy the command or step that would fix it
   */
  public MissingResourceException(String missing, String remedy) {
    this(missing, remedy, null);
  }

  /** As {@link #MissingResourceException(String, String)}, keeping the cause. */
  public MissingResourceException(String missing, String remedy, Throwable cause) {
    super(missing + "; " + remedy, cause);
  }
}
