package io.onnxfi.backend.djl;

import ai.djl.ndarray.NDArray;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A function of {@link KernelLibrary} that is called as it is, by operators written in Java. */
final class KernelCall {
  private final String name;

  /** Compiled once, when it is first needed; as long-lived as the engine itself. */
  private volatile TorchScript script;

  KernelCall(String name) {
    this.name = name;
  }

  /** Calls it; it yields one array. */
  NDArray of(List<NDArray> inputs, Pass pass) {
    if (script == null) {
      KernelLibrary library = KernelLibrary.standard();
      Map<String, KernelFunction> functions = new LinkedHashMap<>();
      library.collect(library.named(name), functions);
      script = TorchScript.shared(functions.values().stream().map(KernelFunction::source).toList());
    }
    return script.call(name, inputs, pass.hasGradient()).singletonOrThrow();
  }
}
