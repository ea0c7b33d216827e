package io.onnxfi.backend.ort;

import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import ai.onnxruntime.OrtSession.SessionOptions.ExecutionMode;
import ai.onnxruntime.OrtSession.SessionOptions.OptLevel;
import ai.onnxruntime.providers.OrtCUDAProviderOptions;
import io.onnxfi.backend.Backend;
import io.onnxfi.backend.DeviceRequest;
import io.onnxfi.backend.Optimization;
import io.onnxfi.backend.Session;
import io.onnxfi.error.FrameworkException;
import io.onnxfi.error.MissingResourceException;
import io.onnxfi.onnx.OnnxModel;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Set;

/**
 * ONNX Runtime on the processor or on a CUDA device.
 *
 * <p>Sessions have one thread each, so that results do not depend on how work is shared out;
 * callers run batches side by side. On CUDA: no TF32, the default convolution algorithm and
 * deterministic kernels, so that runs repeat to the bit.
 */
public final class OnnxRuntimeBackend implements Backend {
  private final OrtEnvironment environment;
  private final Optimization optimization;
  private final OptionalInt cudaDevice;
  private final String device;
  private final int threads;

  private OnnxRuntimeBackend(
      Optimization optimization, OptionalInt cudaDevice, String device, int threads) {
    this.environment = OnnxRuntimeLibrary.environment();
    this.optimization = optimization;
    this.threads = threads;
    this.cudaDevice = cudaDevice;
    this.device = device;
  }

  /**
   * A backend on the requested device.
   *
   * @throws MissingResourceException if CUDA is asked for and cannot be used, saying what is
   *     missing
   */
  public static OnnxRuntimeBackend create(DeviceRequest request, Optimization optimization) {
    if (request.kind() == DeviceRequest.Kind.CPU) {
      return new OnnxRuntimeBackend(optimization, OptionalInt.empty(), "cpu", 1);
    }
    CudaProbe probe = CudaProbe.run(request.index());
    if (probe.missing().isEmpty()) {
      String device = "cuda:%d (%s)".formatted(request.index(), probe.deviceName());
      return new OnnxRuntimeBackend(optimization, OptionalInt.of(request.index()), device, 1);
    }
    if (request.kind() == DeviceRequest.Kind.CUDA) {
      throw new MissingResourceException(
          "no CUDA device can be used: " + probe.missing().get(),
          "fix that, or use --device cpu or --device auto");
    }
    return new OnnxRuntimeBackend(optimization, OptionalInt.empty(), "cpu", 1);
  }

  /**
   * A backend whose sessions share their work out to several threads, to measure against. Its
   * results may depend on the batch.
   */
  public static OnnxRuntimeBackend threaded(Optimization optimization, int threads) {
    return new OnnxRuntimeBackend(optimization, OptionalInt.empty(), "cpu", threads);
  }

  @Override
  public String id() {
    return OnnxRuntimeProvider.ID;
  }

  @Override
  public String title() {
    return OnnxRuntimeProvider.TITLE;
  }

  @Override
  public Map<String, String> description() {
    Map<String, String> description = new LinkedHashMap<>();
    description.put("framework", title());
    description.put("version", environment.getVersion());
    description.put(OnnxRuntimeProvider.DEVICE, device);
    description.put(OnnxRuntimeProvider.OPTIMIZATION, optimization.toString());
    description.put("intra_op_threads", Integer.toString(threads));
    if (cudaDevice.isPresent()) {
      description.put("use_tf32", "0");
      description.put("cudnn_conv_algo_search", "DEFAULT");
      description.put("deterministic_compute", "true");
    }
    return description;
  }

  /** On the processor, with one thread, in all measurements; on CUDA nobody promises it. */
  @Override
  public boolean isBatchInvariant() {
    return cudaDevice.isEmpty() && threads == 1;
  }

  @Override
  public Set<String> kernels(OnnxModel model) {
    if (optimization == Optimization.NONE) {
      return Set.of();
    }
    try (OrtSession.SessionOptions options = options()) {
      return OptimizedGraph.kernels(environment, options, model);
    } catch (OrtException e) {
      throw FrameworkException.of("ONNX Runtime cannot load the model", e);
    }
  }

  @Override
  public Session open(OnnxModel model) {
    return new OnnxRuntimeSession(this, model);
  }

  OrtEnvironment environment() {
    return environment;
  }

  /** Fresh options for one session; the caller closes them. */
  OrtSession.SessionOptions options() throws OrtException {
    OrtSession.SessionOptions options = new OrtSession.SessionOptions();
    options.setExecutionMode(ExecutionMode.SEQUENTIAL);
    options.setIntraOpNumThreads(threads);
    options.setInterOpNumThreads(1);
    options.setOptimizationLevel(level(optimization));
    options.setDeterministicCompute(true);
    if (cudaDevice.isPresent()) {
      try (OrtCUDAProviderOptions cuda = new OrtCUDAProviderOptions(cudaDevice.getAsInt())) {
        cuda.add("use_tf32", "0");
        cuda.add("cudnn_conv_algo_search", "DEFAULT");
        options.addCUDA(cuda);
      } catch (OrtException e) {
        options.close();
        throw new MissingResourceException(
            "ONNX Runtime cannot use "
                + device
                + ": "
                + e.getMessage().lines().findFirst().orElse(""),
            "fix that, or use --device cpu",
            e);
      }
    }
    return options;
  }

  private static OptLevel level(Optimization optimization) {
    return switch (optimization) {
      case NONE -> OptLevel.NO_OPT;
      case BASIC -> OptLevel.BASIC_OPT;
      case EXTENDED -> OptLevel.EXTENDED_OPT;
      case ALL -> OptLevel.ALL_OPT;
    };
  }

  /** Nothing to release: ONNX Runtime's environment is one per process and ends with it. */
  @Override
  public void close() {}
}
