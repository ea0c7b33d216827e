package io.onnxfi.training;

import java.util.List;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/**
 * What a {@link WeightHook} makes of the weights in every step.
 *
 * <p>Its random numbers are drawn in a thread of their own while the optimizer is at work, which
 * leaves the other processors idle. Each weight and step has a stream of its own, so they do not
 * depend on timing, nor on where a training began.
 */
final class HookedWeights implements AutoCloseable {
  private final WeightHook hook;
  private final long seed;
  private final List<Trainable> parameters;

  /** What is drawn, then what the network gets; null for a parameter that stays as it is. */
  private final float[][] room;

  private final ExecutorService thread;
  private Future<?> ahead;
  private long drawn;

  /**
   * Draws nothing yet.
   *
   * @param weights names of those that are replaced
   */
  HookedWeights(WeightHook hook, long seed, List<Trainable> parameters, Set<String> weights) {
    this.hook = hook;
    this.seed = seed;
    this.parameters = parameters;
    this.room =
        parameters.stream()
            .map(p -> weights.contains(p.name()) ? new float[p.values().length] : null)
            .toArray(float[][]::new);
    this.thread =
        Executors.newSingleThreadExecutor(
            task -> {
              Thread drawer = new Thread(task, "weight-hook");
              drawer.setDaemon(true);
              return drawer;
            });
  }

  /** Begins to draw for a step. */
  void drawAhead(long step) {
    drawn = step;
    ahead = thread.submit(() -> draw(step));
  }

  private void draw(long step) {
    for (int i = 0; i < room.length; i++) {
      if (room[i] != null) {
        hook.draw(Streams.of(seed, Streams.WEIGHTS, step, i), room[i]);
      }
    }
  }

  /** Gives the network what it computes with in a step. */
  void show(Network network, long step) {
    await(step);
    for (int i = 0; i < room.length; i++) {
      float[] values = parameters.get(i).values();
      if (room[i] == null) {
        network.set(i, values);
      } else {
        show(network, i, hook.change(values), room[i]);
      }
    }
  }

  private static void show(
      Network network, int parameter, WeightHook.Change change, float[] drawn) {
    Blocks.forEach(
        drawn.length,
        (block, from, to) -> {
          change.apply(drawn, from, to);
          network.set(parameter, drawn, from, to);
        });
  }

  private void await(long step) {
    if (drawn != step) {
      drawAhead(step);
    }
    try {
      ahead.get();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while waiting for noise", e);
    } catch (ExecutionException e) {
      throw new IllegalStateException("noise could not be drawn", e.getCause());
    }
  }

  @Override
  public void close() {
    thread.shutdownNow();
  }
}
