package io.onnxfi.testing;

import io.onnxfi.backend.Arrangement;
import io.onnxfi.backend.Backend;
import io.onnxfi.backend.BackendProvider;
import io.onnxfi.backend.BackendSettings;
import io.onnxfi.backend.Optimization;
import io.onnxfi.backend.Session;
import io.onnxfi.backend.Variant;
import io.onnxfi.backend.ort.OnnxRuntimeBackend;
import io.onnxfi.error.FrameworkException;
import io.onnxfi.tensor.Tensor;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.util.List;
import java.util.Map;

/** A framework that is ONNX Runtime, but gives up where a value is large or no number. */
public class Fragile implements BackendProvider {
  private static final float LARGEST = 1e6f;

  /** Another one, which gives up where the first does. */
  public static final class Twin extends Fragile {
    @Override
    public String id() {
      return "twin";
    }
  }

  @Override
  public String id() {
    return "fragile";
  }

  @Override
  public String title() {
    return "Fragile (%s)".formatted(id());
  }

  @Override
  public String libraries() {
    return "Fragile 1.0";
  }

  @Override
  public Backend open(BackendSettings settings) {
    return of(OnnxRuntimeBackend.create(settings.device(), Optimization.ALL));
  }

  /** A backend that gives up where another would go on. */
  public Backend of(Backend inner) {
    return proxy(Backend.class, inner);
  }

  @Override
  public BackendSettings settings(Map<String, String> description) {
    return BackendSettings.DEFAULT;
  }

  @Override
  public List<Variant> variants(BackendSettings settings, int batch, Variant.Use use) {
    return List.of();
  }

  @Override
  public List<Arrangement> arrangements(BackendSettings settings, int threads) {
    return List.of();
  }

  private <T> T proxy(Class<T> kind, T real) {
    InvocationHandler handler =
        (proxy, method, arguments) -> {
          if (kind == Backend.class && method.getName().equals("id")) {
            return id();
          }
          if (kind == Backend.class && method.getName().equals("title")) {
            return title();
          }
          try {
            Object result = method.invoke(real, arguments);
            if (method.getName().equals("run")) {
              requireSmall(arguments.length == 1 ? result : arguments[1]);
            }
            return result instanceof Session session ? proxy(Session.class, session) : result;
          } catch (InvocationTargetException e) {
            throw e.getCause();
          }
        };
    return kind.cast(Proxy.newProxyInstance(kind.getClassLoader(), new Class<?>[] {kind}, handler));
  }

  private void requireSmall(Object outputs) {
    for (Object output : (List<?>) outputs) {
      for (float value : ((Tensor) output).toFloatArray()) {
        if (!(Math.abs(value) < LARGEST)) {
          throw new FrameworkException(title() + " cannot run the model: value too large");
        }
      }
    }
  }
}
