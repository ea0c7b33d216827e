package io.onnxfi.cli;

import io.onnxfi.backend.Arrangement;
import io.onnxfi.backend.Backend;
import io.onnxfi.backend.BackendProvider;
import io.onnxfi.backend.BackendProviders;
import io.onnxfi.backend.BackendSettings;
import io.onnxfi.backend.Session;
import io.onnxfi.backend.Variant;
import io.onnxfi.onnx.EditSet;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.List;
import java.util.Map;

/** ONNX Runtime, but a fault in one tensor ends the process, as a crash in native code does. */
public final class MortalProvider implements BackendProvider {
  /** The tensor. */
  static final String FATAL = "conv3.weight";

  private static final int EXIT = 139;

  /** For {@link java.util.ServiceLoader}. */
  public MortalProvider() {}

  private static BackendProvider healthy() {
    return BackendProviders.named("ort", "test");
  }

  @Override
  public String id() {
    return "mortal";
  }

  @Override
  public String title() {
    return "Mortal";
  }

  @Override
  public String libraries() {
    return healthy().libraries();
  }

  @Override
  public Backend open(BackendSettings settings) {
    return mortal(Backend.class, healthy().open(settings));
  }

  /** Passes everything on, and is handed on with every session. */
  private static <T> T mortal(Class<T> type, T real) {
    InvocationHandler handler =
        (proxy, method, arguments) -> {
          if (arguments != null
              && arguments.length > 0
              && arguments[0] instanceof EditSet edits
              && edits.toString().contains(FATAL)) {
            Runtime.getRuntime().halt(EXIT);
          }
          Object result = call(real, method, arguments);
          return result instanceof Session session ? mortal(Session.class, session) : named(result);
        };
    return type.cast(
        Proxy.newProxyInstance(
            MortalProvider.class.getClassLoader(), new Class<?>[] {type}, handler));
  }

  private static Object named(Object result) {
    return "ort".equals(result) ? "mortal" : result;
  }

  private static Object call(Object real, Method method, Object... arguments) throws Throwable {
    try {
      return method.invoke(real, arguments);
    } catch (InvocationTargetException e) {
      throw e.getCause();
    }
  }

  @Override
  public BackendSettings settings(Map<String, String> description) {
    return healthy().settings(description);
  }

  @Override
  public List<Variant> variants(BackendSettings settings, int batch, Variant.Use use) {
    return List.of();
  }

  @Override
  public List<Arrangement> arrangements(BackendSettings settings, int threads) {
    return List.of();
  }
}
