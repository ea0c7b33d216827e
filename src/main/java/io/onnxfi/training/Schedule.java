package io.onnxfi.training;

import java.util.List;

/**
 * The learning rate of each step, as {@code torch.optim.lr_scheduler} defines it, stepped after
 * every update.
 *
 * <p>A warm-up rises linearly from {@value #WARM_UP_START} of the rate, over the given number of
 * epochs.
 */
public sealed interface Schedule {
  /** Share of the rate with which a warm-up begins. */
  double WARM_UP_START = 0.01;

  /**
   * The learning rate of an update.
   *
   * @param step from 0
   */
  double rate(long step, Horizon horizon);

  /** The highest rate. */
  double peak();

  /** The same rate throughout, after a warm-up. */
  record Constant(double peak, double warmUpEpochs) implements Schedule {
    /** Checks the ranges. */
    public Constant {
      check(peak, warmUpEpochs);
    }

    @Override
    public double rate(long step, Horizon horizon) {
      return peak * warmUp((double) step, warmUpEpochs * horizon.stepsPerEpoch());
    }
  }

  /**
   * Down along half a cosine to zero: {@code CosineAnnealingLR}, behind a {@code LinearLR} in a
   * {@code SequentialLR} if there is a warm-up (Loshchilov and Hutter 2017, eq. 5).
   */
  record Cosine(double peak, double warmUpEpochs) implements Schedule {
    /** Checks the ranges. */
    public Cosine {
      check(peak, warmUpEpochs);
    }

    @Override
    public double rate(long step, Horizon horizon) {
      long rise = Math.round(warmUpEpochs * horizon.stepsPerEpoch());
      if (step < rise) {
        return peak * warmUp((double) step, (double) rise);
      }
      double share = (double) (step - rise) / (double) (horizon.steps() - rise);
      return peak * (1 + Math.cos(Math.PI * share)) / 2;
    }
  }

  /**
   * Down along half a cosine to zero, again and again, each time over more epochs: {@code
   * CosineAnnealingWarmRestarts} with {@code eta_min=0}, stepped by fractions of an epoch, behind a
   * {@code LinearLR} in a {@code SequentialLR} if there is a warm-up (Loshchilov and Hutter 2017,
   * "SGDR: Stochastic gradient descent with warm restarts", section 3).
   *
   * @param firstEpochs epochs of the first descent, at least 1; PyTorch's {@code T_0}
   * @param factor how many times longer each descent is than the one before, at least 1; PyTorch's
   *     {@code T_mult}
   */
  record CosineRestarts(double peak, int firstEpochs, int factor, double warmUpEpochs)
      implements Schedule {
    /** Epochs of the first descent that are usual. */
    public static final int USUAL_FIRST = 10;

    /** The factor that is usual. */
    public static final int USUAL_FACTOR = 2;

    /** Checks the ranges. */
    public CosineRestarts {
      check(peak, warmUpEpochs);
      if (firstEpochs < 1 || factor < 1) {
        throw new IllegalArgumentException(
            "warm restarts come after 1 epoch or more, each time 1 or more times as many, found"
                + " %d and %d".formatted(firstEpochs, factor));
      }
    }

    @Override
    public double rate(long step, Horizon horizon) {
      long rise = Math.round(warmUpEpochs * horizon.stepsPerEpoch());
      if (step < rise) {
        return peak * warmUp((double) step, (double) rise);
      }
      long since = step - rise;
      long length = (long) firstEpochs * horizon.stepsPerEpoch();
      while (since >= length) {
        since -= length;
        length *= factor;
      }
      return peak * (1 + Math.cos(Math.PI * since / length)) / 2;
    }
  }

  /**
   * Times {@code gamma} after each of the given epochs: {@code MultiStepLR}; a warm-up multiplies
   * it, as in a {@code ChainedScheduler}.
   *
   * @param milestones epochs after which the rate falls, in any order
   */
  record MultiStep(double peak, List<Integer> milestones, double gamma, double warmUpEpochs)
      implements Schedule {
    /** Checks the ranges and copies the list. */
    public MultiStep {
      check(peak, warmUpEpochs);
      milestones = List.copyOf(milestones);
      if (!(gamma > 0 && gamma <= 1)) {
        throw new IllegalArgumentException("gamma is above 0 and at most 1, found " + gamma);
      }
    }

    @Override
    public double rate(long step, Horizon horizon) {
      long passed =
          milestones.stream()
              .filter(epoch -> step >= (long) epoch * horizon.stepsPerEpoch())
              .count();
      double factor = warmUp((double) step, warmUpEpochs * horizon.stepsPerEpoch());
      return peak * Math.pow(gamma, (double) passed) * factor;
    }
  }

  /**
   * Up and down along half cosines: {@code OneCycleLR} with {@code anneal_strategy='cos'} and
   * {@code cycle_momentum=False} (Smith and Topin 2018, "Super-convergence").
   *
   * <p>Begins with a {@value #START_DIVISOR}th of the peak and ends with a {@value #END_DIVISOR}th
   * of that, PyTorch's defaults.
   *
   * @param rise share of all steps until the peak, above 0 and below 1; PyTorch's {@code pct_start}
   */
  record OneCycle(double peak, double rise) implements Schedule {
    /** Share of the steps until the peak, PyTorch's default. */
    public static final double USUAL_RISE = 0.3;

    static final double START_DIVISOR = 25;
    static final double END_DIVISOR = 1e4;

    /** Checks the ranges. */
    public OneCycle {
      check(peak, 0);
      if (!(rise > 0 && rise < 1)) {
        throw new IllegalArgumentException(
            "the rise of one-cycle is a share above 0 and below 1, found " + rise);
      }
    }

    @Override
    public double rate(long step, Horizon horizon) {
      double start = peak / START_DIVISOR;
      double top = rise * horizon.steps() - 1;
      if (step <= top && top > 0) {
        return between(start, peak, step / top);
      }
      return between(peak, start / END_DIVISOR, (step - top) / (horizon.steps() - 1 - top));
    }

    private static double between(double from, double to, double share) {
      return to + (from - to) / 2 * (1 + Math.cos(Math.PI * share));
    }
  }

  private static void check(double peak, double warmUpEpochs) {
    if (!(peak > 0 && Double.isFinite(peak))) {
      throw new IllegalArgumentException("a learning rate is positive, found " + peak);
    }
    if (!(warmUpEpochs >= 0 && Double.isFinite(warmUpEpochs))) {
      throw new IllegalArgumentException("a warm-up takes 0 epochs or more, found " + warmUpEpochs);
    }
  }

  /** {@code LinearLR} from {@link #WARM_UP_START} to 1. */
  private static double warmUp(double step, double rise) {
    return step >= rise ? 1 : WARM_UP_START + (1 - WARM_UP_START) * step / rise;
  }
}
