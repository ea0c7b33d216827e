package io.onnxfi.backend.djl;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The operators that are written in TorchScript, PyTorch's own language, so that all of libtorch's
 * kernels can be used and not only those that DJL has methods for: {@code kernels/*.py}.
 *
 * <p>A function has the name of its operator, its inputs in order, then {@code *}, then attributes
 * with their ONNX names and defaults. An attribute that the function does not have is refused.
 */
final class KernelLibrary {
  private static final String FOLDER = "kernels/";
  private static final List<String> FILES =
      List.of(
          "attention.py",
          "cast.py",
          "control.py",
          "elementwise.py",
          "indexing.py",
          "logic.py",
          "loss.py",
          "movement.py",
          "normalization.py",
          "parts.py",
          "pooling.py",
          "product.py",
          "quantization.py",
          "recurrent.py",
          "reduction.py",
          "resize.py",
          "shape.py",
          "signal.py",
          "tabular.py");

  private static final Pattern FUNCTION =
      Pattern.compile("def (\\w+)\\(((?:[^()]|\\([^()]*\\))*)\\) -> [^:]+:");
  private static final Pattern PARAMETER =
      Pattern.compile("(\\w+): ([\\w\\[\\], ]+?)(?:\\s*=\\s*(.+))?");
  private static final Pattern PART = Pattern.compile("self\\.(_\\w+)\\(");

  /** Read once: it never changes. */
  private static final KernelLibrary STANDARD = new KernelLibrary();

  private final Map<String, KernelFunction> functions = new LinkedHashMap<>();

  private KernelLibrary() {
    for (String file : FILES) {
      for (String block : text(file).split("\n(?=def )", -1)) {
        Matcher head = FUNCTION.matcher(block);
        if (head.find()) {
          String name = head.group(1);
          KernelFunction function =
              new KernelFunction(name, parameters(head.group(2)), block.strip());
          if (functions.put(name, function) != null) {
            throw new IllegalStateException("function " + name + " is there twice");
          }
        }
      }
    }
  }

  static KernelLibrary standard() {
    return STANDARD;
  }

  private static String text(String file) {
    try (InputStream in = KernelLibrary.class.getResourceAsStream(FOLDER + file)) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(file + " cannot be read", e);
    }
  }

  private static List<KernelFunction.Parameter> parameters(String list) {
    List<KernelFunction.Parameter> parameters = new ArrayList<>();
    boolean isInput = true;
    for (String each : list.split(",(?![^\\[]*\\])", -1)) {
      String text = each.strip();
      if (text.equals("*")) {
        isInput = false;
        continue;
      }
      Matcher matcher = PARAMETER.matcher(text);
      if (matcher.matches()) {
        Optional<String> fallback = Optional.ofNullable(matcher.group(3));
        parameters.add(
            new KernelFunction.Parameter(matcher.group(1), matcher.group(2), fallback, isInput));
      } else if (!text.isEmpty()) {
        throw new IllegalStateException("parameter '%s' of '%s'".formatted(text, list));
      }
    }
    return parameters;
  }

  /**
   * The operator as it is meant by a version of the operator set.
   *
   * @param operator its name, behind the domain's if that is not the standard one: {@code
   *     microsoft_FusedGemm}
   */
  Optional<KernelFunction> find(String operator, int opset) {
    for (int version = opset; version > 0; version--) {
      KernelFunction function = functions.get(operator + "_" + version);
      if (function != null) {
        return Optional.of(function);
      }
    }
    return operator.startsWith("_")
        ? Optional.empty()
        : Optional.ofNullable(functions.get(operator));
  }

  /** A function by its name in the source. */
  KernelFunction named(String name) {
    KernelFunction function = functions.get(name);
    if (function == null) {
      throw new IllegalStateException("no function " + name);
    }
    return function;
  }

  /** All functions, in the order of the files. */
  List<KernelFunction> all() {
    return List.copyOf(functions.values());
  }

  /** Adds a function and the parts that it uses, each once. */
  void collect(KernelFunction function, Map<String, KernelFunction> collected) {
    if (collected.putIfAbsent(function.name(), function) == null) {
      Matcher parts = PART.matcher(function.source());
      while (parts.find()) {
        collect(named(parts.group(1)), collected);
      }
    }
  }
}
