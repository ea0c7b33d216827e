package io.onnxfi.training;

import java.nio.FloatBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * What a {@link WeightHook} makes of the weights in every step.
 *
 * <p>Its random numbers are drawn in a thread of their own while the optimizer is at work, which
 * leaves the other processors idle; what is missing when they are needed is drawn by both. Each
 * part of a weight has random numbers of its own in each step, so they do not depend on timing, nor
 * on where a training began.
 */
final class HookedWeights implements AutoCloseable {
  private final WeightHook hook;
  private final long seed;
  private final List<Trainable> parameters;

  /** What is drawn, then what the network gets; null for a parameter that stays as it is. */
  private final float[][] room;

  private final List<Part> parts = new ArrayList<>();

  /** How many parts somebody has drawn or is about to. */
  private final AtomicInteger taken = new AtomicInteger();

  private final ExecutorService thread;
  private Future<?> ahead = CompletableFuture.completedFuture(null);
  private long drawn;

  /** Some of the elements of a parameter. */
  private record Part(int parameter, int block, int from, int to) {}

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
    for (int i = 0; i < room.length; i++) {
      int parameter = i;
      if (room[i] != null) {
        Blocks.inOrder(
            room[i].length, (block, from, to) -> parts.add(new Part(parameter, block, from, to)));
      }
    }
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
    await();
    taken.set(0);
    drawn = step;
    ahead = thread.submit(() -> draw(step));
  }

  /** Draws what nobody has taken yet. */
  private void draw(long step) {
    for (int next = taken.getAndIncrement(); next < parts.size(); next = taken.getAndIncrement()) {
      Part part = parts.get(next);
      long key = Streams.key(seed, Streams.WEIGHTS, step, part.parameter(), part.block());
      hook.draw(key, room[part.parameter()], part.from(), part.to());
    }
  }

  /** Gives the network what it computes with in a step. */
  void show(Network network, long step) {
    if (drawn != step) {
      drawAhead(step);
    }
    draw(step);
    await();
    for (int i = 0; i < room.length; i++) {
      float[] values = parameters.get(i).values();
      if (room[i] == null) {
        network.set(i, values);
      } else {
        show(network.memory(i), hook.change(values), room[i]);
      }
    }
  }

  private static void show(FloatBuffer live, WeightHook.Change change, float[] drawn) {
    Blocks.forEach(
        drawn.length,
        (block, from, to) -> {
          change.apply(drawn, from, to);
          live.put(from, drawn, from, to - from);
        });
  }

  private void await() {
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
