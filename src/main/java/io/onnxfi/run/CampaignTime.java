package io.onnxfi.run;

import io.onnxfi.backend.Backend;
import io.onnxfi.backend.BackendProvider;
import io.onnxfi.backend.BackendProviders;
import io.onnxfi.backend.BackendSettings;
import io.onnxfi.backend.Session;
import io.onnxfi.campaign.MultiplyAdds;
import io.onnxfi.error.UnsupportedInputException;
import io.onnxfi.fault.Fault;
import io.onnxfi.fault.FaultList;
import io.onnxfi.fault.FaultResolver;
import io.onnxfi.fault.SiteKind;
import io.onnxfi.fault.Trial;
import io.onnxfi.onnx.OnnxModel;
import io.onnxfi.onnx.ValueInfo;
import io.onnxfi.report.Figures;
import io.onnxfi.tensor.Shape;
import io.onnxfi.tensor.Tensor;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/**
 * How long a campaign will take on this machine, from a second of the fault-free model on random
 * numbers. What a fault can change is measured in multiply-adds: see {@link MultiplyAdds}.
 *
 * @param title of the framework that was measured
 * @param processors that ran batches side by side
 * @param rate images per second through the whole model
 * @param trials of the campaign
 * @param share of the whole model that a trial can change, mean over the trials, 0 to 1; NaN if it
 *     is not known
 */
public record CampaignTime(String title, int processors, double rate, int trials, double share) {
  private static final double NANO = 1e-9;
  private static final double SECONDS = 1;

  /** A batch takes no more of the second. */
  private static final double OF_A_BATCH = 0.1;

  /**
   * A line about a list: the time, or why it is not known. It never fails.
   *
   * @param model that the list is for
   * @param images of the campaign
   */
  public static String line(OnnxModel model, FaultList list, int images) {
    BackendProvider provider = BackendProviders.all().get(0);
    try (Backend backend = provider.open(BackendSettings.DEFAULT)) {
      return measure(model, list, backend).text(images);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return unknown("interrupted");
    } catch (RuntimeException | ExecutionException | LinkageError e) {
      return unknown(String.valueOf(e.getMessage()));
    }
  }

  private static String unknown(String reason) {
    return "Expected time on this machine: not known (%s)"
        .formatted(reason.lines().findFirst().orElse(reason));
  }

  private static CampaignTime measure(OnnxModel model, FaultList list, Backend backend)
      throws InterruptedException, ExecutionException {
    int processors = Runtime.getRuntime().availableProcessors();
    List<Tensor> one = inputs(model, ModelSource.batch(model, 1));
    double rate;
    try (Session session = backend.open(model)) {
      session.run(one); // which makes what is made once
      long start = System.nanoTime();
      session.run(one);
      double seconds = Math.max(NANO, (System.nanoTime() - start) * NANO);
      int fitting = (int) Math.max(1, Math.min(CampaignSpec.USUAL_BATCH, OF_A_BATCH / seconds));
      rate = rate(session, inputs(model, ModelSource.batch(model, fitting)), processors);
    }
    MultiplyAdds work = new MultiplyAdds(model, one, backend);
    return new CampaignTime(
        backend.title(), processors, rate, list.trials().size(), share(model, list, work));
  }

  private static List<Tensor> inputs(OnnxModel model, int batch) {
    List<Tensor> inputs = new ArrayList<>();
    SplittableRandom random = new SplittableRandom(0);
    for (ValueInfo input : model.inputs()) {
      if (!input.type().isNumeric()) {
        throw new UnsupportedInputException("the model takes " + input.type().label());
      }
      long[] dims = input.dims().stream().mapToLong(Long::longValue).toArray();
      if (dims.length > 0) {
        dims[0] = batch;
      }
      for (long dim : dims) {
        if (dim == ValueInfo.DYNAMIC) {
          throw new UnsupportedInputException("the model leaves the size of its images open");
        }
      }
      Tensor tensor = Tensor.allocate(input.type(), Shape.of(dims));
      if (input.type().isReal()) {
        float[] values = new float[Math.toIntExact(tensor.shape().size())];
        for (int i = 0; i < values.length; i++) {
          values[i] = (float) random.nextDouble(-1, 1);
        }
        tensor.putFloats(values);
      }
      inputs.add(tensor);
    }
    return inputs;
  }

  /** Images per second, of all processors together. */
  private static double rate(Session session, List<Tensor> batch, int processors)
      throws InterruptedException, ExecutionException {
    ExecutorService workers = Executors.newFixedThreadPool(processors);
    try {
      long start = System.nanoTime();
      Callable<Integer> worker =
          () -> {
            int runs = 0;
            do {
              session.run(batch);
              runs++;
            } while ((System.nanoTime() - start) * NANO < SECONDS);
            return runs;
          };
      long runs = 0;
      for (Future<Integer> done : workers.invokeAll(Collections.nCopies(processors, worker))) {
        runs += done.get();
      }
      return runs * batch.get(0).shape().dim(0) / ((System.nanoTime() - start) * NANO);
    } finally {
      workers.shutdownNow();
    }
  }

  /** Of the multiply-adds of the whole model, those that a trial's faults can change. */
  private static double share(OnnxModel model, FaultList list, MultiplyAdds work) {
    if (work.whole() == 0) {
      return Double.NaN;
    }
    FaultResolver resolver = new FaultResolver(model).reading(list);
    Map<Place, Long> known = new HashMap<>();
    double sum = 0;
    for (Trial trial : list.trials()) {
      long changed = 0;
      for (Fault fault : trial.faults()) {
        changed +=
            known.computeIfAbsent(
                new Place(fault.site().layer(), fault.site().extent().kind()),
                place -> {
                  String tensor = resolver.place(list.source(), fault).site().tensor();
                  return work.head(tensor) + work.behind(tensor);
                });
      }
      sum += Math.min(changed, work.whole());
    }
    return sum / work.whole() / list.trials().size();
  }

  private record Place(String layer, SiteKind kind) {}

  /** As {@code Expected time on this machine (…): 3 min 05 s for 1,000 images, …}. */
  String text(int images) {
    double whole = (double) trials * images / rate;
    String only =
        Double.isNaN(share)
            ? ""
            : ", about %s to run only what the faults can change, as replay does"
                .formatted(Figures.seconds(whole * share));
    return "Expected time on this machine (%s, %d processors, %s images/s), for %s images: %s to run the whole model for every fault%s"
        .formatted(
            title,
            processors,
            Figures.count(Math.round(rate)),
            Figures.count(images),
            Figures.seconds(whole),
            only);
  }
}
