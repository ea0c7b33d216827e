package io.onnxfi.injection;

import io.onnxfi.onnx.EditSet;
import java.util.Arrays;
import java.util.List;

/** What each trial of a campaign does to the model; made when asked for, and always the same. */
public interface Injections {
  /** How many trials. */
  int size();

  /** Names of what its faults sit in, weights and values, whether they change anything or not. */
  List<String> tensors(int trial);

  /** Those of them that are weights. */
  List<String> weights(int trial);

  /** What a trial does. */
  Injection get(int trial);

  /** Injections into weights that are known. */
  static Injections of(List<EditSet> edits) {
    return ofAll(edits.stream().map(Injection::of).toList());
  }

  /** Injections that are known. */
  static Injections ofAll(List<Injection> injections) {
    List<Injection> all = List.copyOf(injections);
    return new Injections() {
      @Override
      public int size() {
        return all.size();
      }

      @Override
      public List<String> tensors(int trial) {
        return List.copyOf(all.get(trial).struck());
      }

      @Override
      public List<String> weights(int trial) {
        return all.get(trial).edits().tensors();
      }

      @Override
      public Injection get(int trial) {
        return all.get(trial);
      }
    };
  }

  /** Some of the trials. */
  default Injections at(int... trials) {
    int[] chosen = Arrays.copyOf(trials, trials.length);
    Injections all = this;
    return new Injections() {
      @Override
      public int size() {
        return chosen.length;
      }

      @Override
      public List<String> tensors(int trial) {
        return all.tensors(chosen[trial]);
      }

      @Override
      public List<String> weights(int trial) {
        return all.weights(chosen[trial]);
      }

      @Override
      public Injection get(int trial) {
        return all.get(chosen[trial]);
      }
    };
  }
}
