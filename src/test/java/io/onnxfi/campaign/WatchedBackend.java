package io.onnxfi.campaign;

import io.onnxfi.backend.Backend;
import io.onnxfi.backend.Session;
import io.onnxfi.onnx.EditSet;
import io.onnxfi.tensor.Tensor;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.util.List;
import java.util.Optional;

/** A backend like another, of which every run is watched. */
final class WatchedBackend {
  /** Sees a run before it begins, and may throw. */
  @FunctionalInterface
  interface Watch {
    /**
     * A run.
     *
     * @param edit what is changed in the model, if anything
     */
    void run(Optional<EditSet> edit, List<Tensor> inputs);
  }

  private WatchedBackend() {}

  static Backend of(Backend real, Watch watch) {
    return proxy(Backend.class, real, Optional.empty(), watch);
  }

  private static <T> T proxy(Class<T> kind, T real, Optional<EditSet> edit, Watch watch) {
    InvocationHandler handler =
        (proxy, method, arguments) -> {
          if (method.getName().equals("run")) {
            watch.run(edit, tensors(arguments[0]));
          }
          try {
            Object result = method.invoke(real, arguments);
            if (!(result instanceof Session session)) {
              return result;
            }
            return proxy(
                Session.class,
                session,
                arguments[0] instanceof EditSet own ? Optional.of(own) : edit,
                watch);
          } catch (InvocationTargetException e) {
            throw e.getCause();
          }
        };
    return kind.cast(Proxy.newProxyInstance(kind.getClassLoader(), new Class<?>[] {kind}, handler));
  }

  private static List<Tensor> tensors(Object inputs) {
    return ((List<?>) inputs).stream().map(Tensor.class::cast).toList();
  }
}
