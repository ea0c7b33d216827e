package io.onnxfi.profile;

import io.onnxfi.error.FrameworkException;
import io.onnxfi.tensor.ElementType;
import io.onnxfi.tensor.ElementValues;
import io.onnxfi.tensor.Shape;
import io.onnxfi.tensor.Tensor;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/**
 * One value while its elements come by, batch after batch, {@linkplain OrderStatistics several
 * times}.
 */
final class ValueTally {
  private final String name;
  private final String operator;
  private final ElementType type;
  private final Shape image;
  private final int channels;
  private final OrderStatistics order;
  private final List<Moments> moments;

  /**
   * A value of which nothing has been seen.
   *
   * @param image shape of one image's part of it
   * @param percentiles that are wanted, from 0 to 100
   */
  ValueTally(
      String name, String operator, ElementType type, Shape image, List<Double> percentiles) {
    this.name = name;
    this.operator = operator;
    this.type = type;
    this.image = image;
    this.channels = image.rank() == 0 ? 1 : Math.toIntExact(image.dim(0));
    this.order = new OrderStatistics(type, percentiles);
    this.moments = new ArrayList<>(Collections.nCopies(channels, Moments.NONE));
  }

  String name() {
    return name;
  }

  /** Bytes that some images take. */
  long bytes(int images) {
    return type.bytes(image.size()) * images;
  }

  int passes() {
    return order.passes();
  }

  OrderStatistics.Counts counts() {
    return order.counts();
  }

  /** Ends a pass. */
  void end(List<OrderStatistics.Counts> all) {
    order.end(all);
  }

  /** Takes the finite elements of some images into counts. */
  void count(Tensor seen, int images, OrderStatistics.Counts counts) {
    require(seen);
    int size = Math.toIntExact(images * image.size());
    if (type == ElementType.FLOAT) {
      float[] floats = floats(seen, size);
      for (float value : floats) {
        if (Float.isFinite(value)) {
          counts.add(Float.floatToRawIntBits(value) & 0xFFFF_FFFFL);
        }
      }
      return;
    }
    for (int i = 0; i < size; i++) {
      long bits = seen.bits(i);
      if (Double.isFinite(ElementValues.value(type, bits))) {
        counts.add(bits);
      }
    }
  }

  private static float[] floats(Tensor seen, int size) {
    float[] floats = new float[size];
    seen.floats().get(floats);
    return floats;
  }

  /** The numbers of some images. */
  private double[] numbers(Tensor seen, int images) {
    int size = Math.toIntExact(images * image.size());
    double[] numbers = new double[size];
    if (type == ElementType.FLOAT) {
      float[] floats = floats(seen, size);
      for (int i = 0; i < size; i++) {
        numbers[i] = floats[i];
      }
    } else {
      for (int i = 0; i < size; i++) {
        numbers[i] = ElementValues.value(type, seen.bits(i));
      }
    }
    return numbers;
  }

  /** Those of some images, channel by channel. */
  List<Moments> moments(Tensor seen, int images) {
    require(seen);
    int slab = Math.toIntExact(channels == 0 ? 0 : image.size() / channels);
    double[] all = numbers(seen, images);
    double[] values = new double[images * slab];
    List<Moments> found = new ArrayList<>(channels);
    for (int channel = 0; channel < channels; channel++) {
      for (int row = 0; row < images; row++) {
        System.arraycopy(all, (row * channels + channel) * slab, values, row * slab, slab);
      }
      found.add(Moments.of(values));
    }
    return found;
  }

  /** Adds those of the next images. */
  void add(List<Moments> next) {
    for (int channel = 0; channel < channels; channel++) {
      moments.set(channel, moments.get(channel).plus(next.get(channel)));
    }
  }

  private void require(Tensor seen) {
    long rows = seen.shape().rank() == 0 ? 0 : seen.shape().dim(0);
    if (rows == 0 || seen.type() != type || seen.shape().rowSize() != image.size()) {
      throw new FrameworkException(
          "value '%s': expected one row %s%s per image, found %s"
              .formatted(name, type.label(), image, seen));
    }
  }

  ValueProfile profile() {
    return new ValueProfile(
        name,
        operator,
        type,
        image,
        moments.stream().reduce(Moments.NONE, Moments::plus).statistics(),
        order.values(),
        image.rank() == 0 ? List.of() : moments.stream().map(Moments::statistics).toList());
  }
}
