package io.onnxfi.campaign;

import io.onnxfi.backend.Backend;
import io.onnxfi.backend.DeviceRequest;
import io.onnxfi.backend.Optimization;
import io.onnxfi.backend.djl.DjlBackend;
import io.onnxfi.backend.ort.OnnxRuntimeBackend;
import io.onnxfi.dataset.Split;
import io.onnxfi.dataset.SyntheticImages;
import io.onnxfi.error.FrameworkException;
import io.onnxfi.fault.PlacedFault;
import io.onnxfi.fault.model.BitFlip;
import io.onnxfi.fault.model.StuckAt;
import io.onnxfi.injection.Injections;
import io.onnxfi.injection.Injector;
import io.onnxfi.onnx.EditSet;
import io.onnxfi.onnx.GraphBuilder;
import io.onnxfi.onnx.Initializer;
import io.onnxfi.onnx.OnnxModel;
import io.onnxfi.onnx.ValueInfo;
import io.onnxfi.outcome.MatchedBoxes;
import io.onnxfi.outcome.NanRule;
import io.onnxfi.tensor.ElementType;
import io.onnxfi.tensor.Shape;
import io.onnxfi.tensor.Tensor;
import io.onnxfi.testing.ControlFlow;
import io.onnxfi.testing.Graphs;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;

/** Small campaigns, each with a reason why its shards might not add up. */
public enum EngineScenario {
  /** Images may be run in any company. */
  FREE(1, false),
  /** Each fault has images of its own. */
  SAMPLED(1, false),
  /** Each fault has images of its own, in an order of its own. */
  GIVEN(1, false),
  /** An image's bits depend on the batch. */
  BATCHES(EngineScenario.BATCH, false),
  /** The same with images of its own for each fault. */
  SAMPLED_BATCHES(EngineScenario.BATCH, false),
  /** An image's bits depend on its company, although the backend does not say so. */
  COMPANY(EngineScenario.BATCH, false),
  /** The model takes one number of images only. */
  FIXED(EngineScenario.BATCH, false),
  /** One image may decide what is computed of all in its batch. */
  DECISIONS(EngineScenario.BATCH, false),
  /** Answers are boxes, of which some are lost, new or moved. */
  BOXES(1, false),
  /** Integers, with some of which the model does not run, or not on a last, smaller batch. */
  CRASHES(1, true),
  /** The framework gives up on one image, with faults in the first layer. */
  ONE_CRASHES(1, true);

  static final int BATCH = 4;
  private static final int IMAGES = 26; // the last batch has 2 images
  private static final int SAMPLE = 8;
  private static final int STRANGE_IMAGE = 13;
  private static final SyntheticImages DATA = new SyntheticImages();

  private final int unit;
  private final boolean crashes;

  EngineScenario(int unit, boolean crashes) {
    this.unit = unit;
    this.crashes = crashes;
  }

  /** Shards begin at multiples of so many images. */
  int unit() {
    return unit;
  }

  /** Whether there are faults with which the framework gives up. */
  boolean hasCrashes() {
    return crashes;
  }

  /** What is tried. */
  public Campaign campaign() {
    return switch (this) {
      case FREE, BATCHES, ONE_CRASHES -> campaign(Graphs.tinyCnn(4), 1).countingLabels();
      case SAMPLED, SAMPLED_BATCHES -> sampled(campaign(Graphs.tinyCnn(4), 1).countingLabels());
      case GIVEN -> given(campaign(Graphs.tinyCnn(4), 1).countingLabels());
      case FIXED -> campaign(scaled(BATCH), 6);
      case BOXES -> campaign(detecting(), 12).with(MatchedBoxes.USUAL);
      case COMPANY -> campaign(compared(), 6);
      case DECISIONS -> campaign(ControlFlow.branching(1, 16), 12);
      case CRASHES -> campaign(scaled(ValueInfo.DYNAMIC), 12);
    };
  }

  /** Where it is tried; the caller closes it. */
  public Backend open() {
    return switch (this) {
      case FREE, SAMPLED, GIVEN, COMPANY, FIXED, DECISIONS, BOXES, CRASHES -> ort();
      case BATCHES, SAMPLED_BATCHES -> new DjlBackend();
      case ONE_CRASHES -> {
        Tensor image = campaign().samples(STRANGE_IMAGE, STRANGE_IMAGE + 1).get(0);
        yield WatchedBackend.of(ort(), (edit, inputs) -> refuse(image, edit, inputs));
      }
    };
  }

  private static void refuse(Tensor image, Optional<EditSet> edit, List<Tensor> inputs) {
    Tensor batch = inputs.get(0);
    boolean first = edit.filter(e -> e.tensors().contains("conv1.weight")).isPresent();
    if (first && batch.shape().rowSize() == image.shape().rowSize()) {
      for (int row = 0; row < batch.shape().dim(0); row++) {
        if (batch.row(row).equals(image.row(0))) {
          throw new FrameworkException("an image that it cannot stand");
        }
      }
    }
  }

  private static Backend ort() {
    return OnnxRuntimeBackend.create(DeviceRequest.CPU, Optimization.ALL);
  }

  private static Campaign campaign(OnnxModel model, int perInitializer) {
    List<EditSet> faults = new ArrayList<>();
    for (Initializer initializer : model.initializers()) {
      for (int i = 0; i < perInitializer; i++) {
        int bit = (initializer.type().bits() - 1 - 7 * i) & (initializer.type().bits() - 1);
        long index = (5L + 11L * i) % initializer.shape().size();
        faults.add(
            Injector.edit(model, PlacedFault.ofBit(initializer.name(), index, bit, new BitFlip())));
      }
      faults.add(
          Injector.edit(model, PlacedFault.ofBit(initializer.name(), 0, 3, new StuckAt(true))));
    }
    return new Campaign(
        model,
        Injections.of(faults),
        DATA.generate(Split.TEST, IMAGES),
        DATA.normalization(),
        BATCH,
        NanRule.NUMPY);
  }

  private static Campaign sampled(Campaign campaign) {
    return campaign.sampled(ImageSample.draw(campaign.size(), SAMPLE, IMAGES, BATCH, 5));
  }

  /** Windows whose outcomes are kept in another order than that of their places. */
  private static Campaign given(Campaign campaign) {
    int faults = campaign.size();
    ImageSample drawn = ImageSample.draw(faults, SAMPLE, IMAGES, BATCH, 5);
    List<int[]> images =
        IntStream.range(0, faults)
            .mapToObj(fault -> fault % 2 == 0 ? drawn.images(fault) : turned(drawn.images(fault)))
            .toList();
    return campaign.sampled(ImageSample.of(images, BATCH));
  }

  private static int[] turned(int... images) {
    int[] turned = Arrays.copyOfRange(images, images.length - BATCH, images.length + BATCH);
    System.arraycopy(images, 0, turned, BATCH, BATCH);
    return turned;
  }

  /** Scores less their mean over the batch. */
  private static OnnxModel compared() {
    GraphBuilder graph = new GraphBuilder("compared", 17);
    graph.input("x", ElementType.FLOAT, ValueInfo.DYNAMIC, 3, 16, 16);
    graph.initializer("conv.weight", Graphs.random(1, 4, 3, 3, 3));
    graph.initializer("fc.weight", Graphs.random(2, 4, 4));
    graph.node("Conv", List.of("x", "conv.weight"), "maps");
    graph.node("GlobalAveragePool", List.of("maps"), "pooled");
    graph.node("Flatten", List.of("pooled"), "flat");
    graph.node("Gemm", List.of("flat", "fc.weight"), "scores", Map.of("transB", 1L));
    graph.node("ReduceMean", List.of("scores"), "mean", Map.of("axes", new long[] {0}));
    graph.node("Sub", List.of("scores", "mean"), "y");
    return graph.output("y", ElementType.FLOAT, ValueInfo.DYNAMIC, 4).build();
  }

  /** Two boxes of whole numbers, near the same corners for every image. */
  private static OnnxModel detecting() {
    GraphBuilder graph = new GraphBuilder("detecting", 17);
    graph.input("x", ElementType.FLOAT, ValueInfo.DYNAMIC, 3, 16, 16);
    graph.initializer("conv.weight", Graphs.random(1, 4, 3, 3, 3));
    graph.initializer("fc.weight", Graphs.random(2, 12, 4));
    graph.initializer(
        "fc.bias", Tensor.ofFloats(Shape.of(12), -9, -9, 9, 9, 2, 0, 9, 9, 30, 30, 1, 1));
    graph.node("Conv", List.of("x", "conv.weight"), "maps");
    graph.node("GlobalAveragePool", List.of("maps"), "pooled");
    graph.node("Flatten", List.of("pooled"), "flat");
    graph.node("Gemm", List.of("flat", "fc.weight", "fc.bias"), "y", Map.of("transB", 1L));
    graph.node("Round", List.of("y"), "boxes");
    return graph.output("boxes", ElementType.FLOAT, ValueInfo.DYNAMIC, 12).build();
  }

  /** A convolution scaled by a quotient of integers, summed up, brought into shape. */
  private static OnnxModel scaled(long batch) {
    GraphBuilder graph = new GraphBuilder("scaled", 17);
    graph.input("x", ElementType.FLOAT, batch, 3, 16, 16);
    graph.initializer("conv.weight", Graphs.random(1, 4, 3, 3, 3));
    graph.node("Conv", List.of("x", "conv.weight"), "maps");
    if (batch == ValueInfo.DYNAMIC) {
      graph.initializer("dividend", Tensor.ofLongs(Shape.of(1), 12));
      graph.initializer("divisor", Tensor.ofLongs(Shape.of(1), 2));
      graph.initializer("shape", Tensor.ofLongs(Shape.of(2), -1, 4));
      graph.node("Div", List.of("dividend", "divisor"), "quotient");
      graph.node("Cast", List.of("quotient"), "factor", Map.of("to", 1L));
      graph.node("Mul", List.of("maps", "factor"), "scaled");
      graph.node("GlobalAveragePool", List.of("scaled"), "pooled");
      graph.node("Reshape", List.of("pooled", "shape"), "y");
    } else {
      graph.initializer("fc.weight", Graphs.random(2, 4, 4));
      graph.node("GlobalAveragePool", List.of("maps"), "pooled");
      graph.node("Flatten", List.of("pooled"), "flat");
      graph.node("Gemm", List.of("flat", "fc.weight"), "y", Map.of("transB", 1L));
    }
    return graph.output("y", ElementType.FLOAT, batch, 4).build();
  }
}
