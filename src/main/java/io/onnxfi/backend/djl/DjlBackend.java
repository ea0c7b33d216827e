package io.onnxfi.backend.djl;

import ai.djl.Device;
import ai.djl.engine.Engine;
import ai.djl.engine.EngineException;
import ai.djl.ndarray.NDManager;
import ai.djl.util.Utils;
import io.onnxfi.backend.Backend;
import io.onnxfi.backend.Session;
import io.onnxfi.error.MissingResourceException;
import io.onnxfi.onnx.OnnxModel;
import io.onnxfi.onnx.TextTables;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/**
 * PyTorch through DJL, on the processor.
 *
 * <p>DJL publishes no CUDA libraries for this libtorch on Maven Central, so there is no choice of
 * device. libtorch computes each call on the calling thread; callers run batches side by side.
 */
public final class DjlBackend implements Backend {
  static final String ENGINE = "PyTorch";

  private final NDManager manager;

  /** Starts the engine; nothing is downloaded and nothing reported. */
  public DjlBackend() {
    this.manager = start();
  }

  /**
   * A manager on the engine with the options that make it quiet, offline and repeatable.
   *
   * @throws MissingResourceException if the native libraries cannot be loaded, with the reason
   */
  public static NDManager start() {
    defaultProperty("ai.djl.offline", "true");
    defaultProperty("OPT_OUT_TRACKING", "true");
    defaultProperty("ai.djl.pytorch.num_threads", "1");
    defaultProperty("ai.djl.pytorch.num_interop_threads", "1");
    try {
      return Engine.getEngine(ENGINE).newBaseManager(Device.cpu());
    } catch (EngineException | LinkageError e) {
      throw new MissingResourceException(
          "PyTorch's native libraries cannot be unpacked to and loaded from %s (%s)"
              .formatted(Utils.getEngineCacheDir(), innermost(e)),
          "set DJL_CACHE_DIR to a folder that has 500 MB free and allows programs to run",
          e);
    }
  }

  private static String innermost(Throwable thrown) {
    Throwable cause = thrown;
    while (cause.getCause() != null) {
      cause = cause.getCause();
    }
    String text = String.valueOf(cause.getMessage()).lines().findFirst().orElse("");
    return text.substring(text.lastIndexOf(": ") + 1).strip();
  }

  private static void defaultProperty(String key, String value) {
    if (System.getProperty(key) == null) {
      System.setProperty(key, value);
    }
  }

  @Override
  public String id() {
    return DjlProvider.ID;
  }

  @Override
  public String title() {
    return DjlProvider.TITLE;
  }

  @Override
  public Map<String, String> description() {
    Map<String, String> description = new LinkedHashMap<>();
    description.put("framework", title());
    description.put("version", Engine.getEngine(ENGINE).getVersion());
    description.put("djl", Engine.getDjlVersion());
    description.put("device", "cpu");
    description.put("intra_op_threads", System.getProperty("ai.djl.pytorch.num_threads"));
    return description;
  }

  /** libtorch's Linear sums in another order for another batch, even with one thread. */
  @Override
  public boolean isBatchInvariant() {
    return false;
  }

  /** The graph is run node by node, without any optimisation. */
  @Override
  public Set<String> kernels(OnnxModel model) {
    return Set.of();
  }

  @Override
  public Session open(OnnxModel model) {
    return new DjlSession(manager.newSubManager(), TextTables.of(model, Operators::readsText));
  }

  @Override
  public void close() {
    manager.close();
  }
}
