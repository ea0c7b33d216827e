package io.onnxfi.backend.djl;

import ai.djl.Device;
import ai.djl.engine.EngineException;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.pytorch.engine.PtNDArray;
import ai.djl.pytorch.engine.PtNDManager;
import ai.djl.pytorch.engine.PtSymbolBlock;
import ai.djl.pytorch.jni.IValue;
import ai.djl.pytorch.jni.IValueUtils;
import ai.djl.pytorch.jni.JniUtils;
import io.onnxfi.error.FrameworkException;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/**
 * Functions in TorchScript, compiled by libtorch. Each call runs libtorch's kernels one after the
 * other, as they are written: nothing is fused or reordered.
 *
 * <p>libtorch takes such code from an archive only: a zip file of stored entries with the code, an
 * empty object of its class in a pickle, no constants, and a version (torch/csrc/jit/serialization
 * of PyTorch 2.7).
 */
final class TorchScript {
  private static final Pattern ERROR =
      Pattern.compile("(?m)^(?:builtins\\.)?(?:Runtime|Index|Value|Type)Error: ");

  private static final String CLASS = "Functions";
  private static final String VERSION = "10\n";

  /** Protocol 2, an empty tuple. */
  private static final byte[] NO_CONSTANTS = {(byte) 0x80, 2, ')', '.'};

  /** What is compiled does not change and is as long-lived as the engine, like loaded classes. */
  private static final Map<List<String>, TorchScript> COMPILED = new ConcurrentHashMap<>();

  private final PtNDManager manager;
  private final PtSymbolBlock module;

  private TorchScript(PtNDManager manager, PtSymbolBlock module) {
    this.manager = manager;
    this.module = module;
  }

  /** Where what is shared lives. */
  private static final class Engine {
    static final NDManager MANAGER = DjlBackend.start();
  }

  /** The same functions, compiled once: nodes of many models are alike. */
  static TorchScript shared(List<String> functions) {
    return COMPILED.computeIfAbsent(
        List.copyOf(functions), sources -> compile(Engine.MANAGER, sources));
  }

  /**
   * Compiles functions.
   *
   * @param manager what frees them when it is closed
   * @param functions each {@code def NAME(…) -> …:} without {@code self}
   */
  static TorchScript compile(NDManager manager, List<String> functions) {
    try {
      byte[] archive = archive(functions);
      long handle =
          JniUtils.loadModuleHandle(new ByteArrayInputStream(archive), Device.cpu(), false, false);
      PtNDManager owner = (PtNDManager) manager;
      return new TorchScript(owner, new PtSymbolBlock(owner, handle));
    } catch (EngineException e) {
      throw FrameworkException.of("PyTorch (DJL) cannot compile operators", e);
    } catch (IOException e) {
      throw new UncheckedIOException("an archive in memory", e);
    }
  }

  private static byte[] archive(List<String> functions) throws IOException {
    StringBuilder code = new StringBuilder("class " + CLASS + "(Module):\n");
    code.append("  __parameters__ = []\n  __buffers__ = []\n  training : bool\n");
    for (String function : functions) {
      method(function).lines().forEach(line -> code.append("  ").append(line).append('\n'));
    }
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ZipOutputStream zip = new ZipOutputStream(bytes)) {
      zip.setMethod(ZipOutputStream.STORED);
      store(zip, "data.pkl", object());
      store(zip, "code/__torch__.py", code.toString().getBytes(StandardCharsets.UTF_8));
      store(zip, "constants.pkl", NO_CONSTANTS);
      store(zip, "version", VERSION.getBytes(StandardCharsets.US_ASCII));
    }
    return bytes.toByteArray();
  }

  /** With {@code self}, and without the {@code *} that libtorch does not know; the body stays. */
  private static String method(String function) {
    int body = function.indexOf('\n');
    String head = function.substring(0, body);
    head = head.replaceFirst("\\(", "(self: __torch__." + CLASS + ", ");
    head = head.replaceFirst(", \\)", ")").replace("*, ", "").replace(", *", "");
    return head + function.substring(body);
  }

  /** A pickle: a new object of the class, whose only state is {@code training = False}. */
  private static byte[] object() throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (DataOutputStream pickle = new DataOutputStream(bytes)) {
      pickle.write(new byte[] {(byte) 0x80, 2});
      pickle.writeBytes("c__torch__\n" + CLASS + "\n)");
      pickle.write(0x81);
      pickle.writeBytes("}(X");
      pickle.writeInt(Integer.reverseBytes("training".length()));
      pickle.writeBytes("training");
      pickle.write(0x89);
      pickle.writeBytes("ub.");
    }
    return bytes.toByteArray();
  }

  private static void store(ZipOutputStream zip, String name, byte[] content) throws IOException {
    ZipEntry entry = new ZipEntry("onnxfi/" + name);
    CRC32 checksum = new CRC32();
    checksum.update(content);
    entry.setCrc(checksum.getValue());
    entry.setSize(content.length);
    entry.setTime(0);
    zip.putNextEntry(entry);
    zip.write(content);
    zip.closeEntry();
  }

  /**
   * Calls a function that takes and yields arrays only.
   *
   * @param inputs in order; what it yields has the manager of the first
   * @param hasGradient whether gradients are wanted behind the results
   * @return one array, or those of a list or tuple
   */
  NDList call(String function, List<NDArray> inputs, boolean hasGradient) {
    JniUtils.setGraphExecutorOptimize(false); // it is a setting of the thread
    if (hasGradient) {
      return differentiable(function, inputs);
    }
    IValue[] arguments = new IValue[inputs.size()];
    try {
      for (int i = 0; i < arguments.length; i++) {
        arguments[i] = IValue.from((PtNDArray) inputs.get(i));
      }
      try (IValue result = IValueUtils.runMethod(module, function, arguments)) {
        return result.toNDList(
            inputs.isEmpty() ? manager : (PtNDManager) inputs.get(0).getManager());
      }
    } catch (EngineException e) {
      throw new EngineException(said(String.valueOf(e.getMessage())), e);
    } finally {
      for (IValue argument : arguments) {
        if (argument != null) {
          argument.close();
        }
      }
    }
  }

  /** What went wrong, without the lines of script that led there. */
  private static String said(String message) {
    Matcher errors = ERROR.matcher(message);
    int start = 0;
    while (errors.find()) {
      start = errors.end();
    }
    return message.substring(start);
  }

  /** DJL records a gradient on this way only, on which names of arrays mean something. */
  private NDList differentiable(String function, List<NDArray> inputs) {
    try (NDList nameless = new NDList()) {
      NDArray method = inputs.get(0).getManager().create(0f);
      method.setName("module_method:" + function);
      nameless.add(method);
      inputs.forEach(input -> nameless.add(input.reshape(input.getShape())));
      return IValueUtils.forward(module, nameless, true);
    }
  }
}
