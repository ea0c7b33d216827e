package io.onnxfi.run;

import io.onnxfi.backend.Backend;
import io.onnxfi.backend.BackendProvider;
import io.onnxfi.campaign.Preflight;
import java.util.ArrayList;
import java.util.List;

/**
 * The frameworks of a run, open and known to be able to run its model.
 *
 * @param list in the order of the run
 */
record OpenBackends(List<Backend> list) implements AutoCloseable {
  /** Copies. */
  OpenBackends {
    list = List.copyOf(list);
  }

  /**
   * Those of a run.
   *
   * @throws io.onnxfi.error.OnnxFiException if one is not to be had, or cannot run the model
   */
  static OpenBackends of(PreparedRun run) {
    List<Backend> open = new ArrayList<>();
    boolean isReady = false;
    try {
      for (BackendProvider provider : run.backends()) {
        open.add(provider.open(run.spec().settings()));
      }
      Preflight preflight = new Preflight(run.spec().model().file().toString(), run.campaign());
      open.forEach(preflight::run);
      isReady = true;
      return new OpenBackends(open);
    } finally {
      if (!isReady) {
        open.forEach(Backend::close);
      }
    }
  }

  /** Their names, as in the names of files. */
  List<String> ids() {
    return list.stream().map(Backend::id).toList();
  }

  @Override
  public void close() {
    list.forEach(Backend::close);
  }
}
