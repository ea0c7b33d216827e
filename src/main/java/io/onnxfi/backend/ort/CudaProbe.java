package io.onnxfi.backend.ort;

import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtProvider;
import com.sun.jna.Function;
import com.sun.jna.NativeLibrary;
import com.sun.jna.Platform;
import com.sun.jna.ptr.IntByReference;
import io.onnxfi.error.MissingResourceException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;

/**
 * Asks the CUDA driver what there is, before ONNX Runtime is asked to use it.
 *
 * <p>Adding the CUDA provider on a machine without CUDA takes seconds, unpacks half a gigabyte and
 * ends in a long message; the driver answers at once. Functions and result codes are those of the
 * CUDA Driver API reference (cuInit, cuDeviceGetCount, cuDeviceGetName); libraries are those that
 * ONNX Runtime's CUDA 12 build needs.
 *
 * @param missing the first thing that is missing, if any
 * @param deviceName what the driver calls the device; empty if something is missing
 */
record CudaProbe(Optional<String> missing, String deviceName) {
  private static final int CUDA_SUCCESS = 0;
  private static final int NAME_BYTES = 256;

  private static final List<String> LINUX_LIBRARIES =
      List.of(
          "libcudart.so.12",
          "libcublasLt.so.12",
          "libcublas.so.12",
          "libcurand.so.10",
          "libcudnn.so.9");
  private static final List<String> WINDOWS_LIBRARIES =
      List.of("cudart64_12", "cublasLt64_12", "cublas64_12", "curand64_10", "cudnn64_9");

  /**
   * Looks for a device and everything needed to use it.
   *
   * @param index which device, from 0
   * @throws MissingResourceException if ONNX Runtime itself cannot be loaded
   */
  static CudaProbe run(int index) {
    OnnxRuntimeLibrary.environment();
    if (!OrtEnvironment.getAvailableProviders().contains(OrtProvider.CUDA)) {
      return missing("this build of ONNX Runtime has no CUDA provider (built with -Pcpu?)");
    }
    String driverName = Platform.isWindows() ? "nvcuda" : "libcuda.so.1";
    Optional<NativeLibrary> driver = load(driverName);
    if (driver.isEmpty()) {
      return missing("the NVIDIA driver (" + driverName + ") is not installed");
    }
    int status = call(driver.get(), "cuInit", 0);
    if (status != CUDA_SUCCESS) {
      return missing("the NVIDIA driver found no usable GPU (cuInit returned " + status + ")");
    }
    IntByReference count = new IntByReference();
    call(driver.get(), "cuDeviceGetCount", count);
    if (index >= count.getValue()) {
      return missing(
          "cuda:%d was requested, but the driver reports %d device(s)"
              .formatted(index, count.getValue()));
    }
    for (String library : Platform.isWindows() ? WINDOWS_LIBRARIES : LINUX_LIBRARIES) {
      if (load(library).isEmpty()) {
        return missing("the library " + library + " (CUDA 12 and cuDNN 9) is not installed");
      }
    }
    byte[] name = new byte[NAME_BYTES];
    call(driver.get(), "cuDeviceGetName", name, NAME_BYTES, index);
    return new CudaProbe(
        Optional.empty(), new String(name, StandardCharsets.UTF_8).replace("\0", ""));
  }

  private static CudaProbe missing(String what) {
    return new CudaProbe(Optional.of(what), "");
  }

  private static Optional<NativeLibrary> load(String name) {
    try {
      return Optional.of(NativeLibrary.getInstance(name));
    } catch (UnsatisfiedLinkError e) {
      return Optional.empty();
    }
  }

  private static int call(NativeLibrary driver, String function, Object... arguments) {
    Function symbol = driver.getFunction(function);
    return symbol.invokeInt(arguments);
  }
}
