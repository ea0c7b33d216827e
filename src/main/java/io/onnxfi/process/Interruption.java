package io.onnxfi.process;

import java.io.PrintWriter;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Proxy;
import java.util.Deque;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * How a process ends when it is told to: what it says and tidies, and then at once, with 128 + the
 * number of the signal, as shells count.
 *
 * <p>Java's own way, shutdown hooks, runs them all side by side, and one of ONNX Runtime tears its
 * library down while workers still compute in it, which crashes. So the signals are taken here, and
 * no hook runs.
 */
public final class Interruption {
  /** By name, as POSIX numbers them. */
  private static final Map<String, Integer> SIGNALS = Map.of("HUP", 1, "INT", 2, "TERM", 15);

  private static final int SIGNALLED = 128;

  private final Deque<Runnable> farewells = new ConcurrentLinkedDeque<>();
  private final AtomicBoolean leaving = new AtomicBoolean();

  /**
   * Takes the signals from now on. A signal that the process was started to ignore ({@code nohup})
   * stays ignored.
   *
   * @param err where it says that it was interrupted, if nobody has more to say
   * @param scratch what is to be removed
   */
  public void watch(PrintWriter err, Optional<Scratch> scratch) {
    SIGNALS.forEach(
        (name, number) ->
            take(
                name,
                () -> {
                  if (leaving.getAndSet(true)) {
                    Runtime.getRuntime().halt(SIGNALLED + number); // asked twice: without a word
                  }
                  leave(err, scratch, SIGNALLED + number);
                }));
  }

  private void leave(PrintWriter err, Optional<Scratch> scratch, int code) {
    try {
      if (farewells.isEmpty()) {
        err.println("\nonnxfi: interrupted");
      }
      farewells.forEach(Runnable::run);
      err.flush();
      scratch.ifPresent(Scratch::remove);
    } finally {
      Runtime.getRuntime().halt(code);
    }
  }

  /**
   * Has something done and said when the process is interrupted, the newest first. May be called in
   * the middle of anything.
   */
  public void add(Runnable farewell) {
    farewells.addFirst(farewell);
  }

  /** It is not to be done any more. */
  public void remove(Runnable farewell) {
    farewells.remove(farewell);
  }

  /**
   * Java has no public way to take a signal; {@code sun.misc.Signal} is there to stay (JEP 260),
   * but the compiler warns of it wherever it is named.
   */
  private static void take(String name, Runnable action) {
    try {
      Class<?> signal = Class.forName("sun.misc.Signal");
      Class<?> handler = Class.forName("sun.misc.SignalHandler");
      InvocationHandler call =
          (proxy, method, arguments) -> {
            if (method.getName().equals("handle")) {
              action.run();
            }
            return null;
          };
      signal
          .getMethod("handle", signal, handler)
          .invoke(
              null,
              signal.getConstructor(String.class).newInstance(name),
              Proxy.newProxyInstance(handler.getClassLoader(), new Class<?>[] {handler}, call));
    } catch (ReflectiveOperationException e) {
      // another system's Java, or one started with -Xrs: the signal ends the process as it would
    }
  }
}
