package io.onnxfi.run;

import io.onnxfi.fault.FaultList;
import io.onnxfi.fault.RowSelection;
import io.onnxfi.fault.model.BitFlip;
import io.onnxfi.fault.model.FaultModel;
import io.onnxfi.fault.model.TrialRandom;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.IntStream;

/**
 * The rows of a fault list that are tried.
 *
 * @param file a list in the published format, or one that can be read as such
 * @param rows of it, counted from 0, as {@code 0-99,200}; all if empty
 * @param sample how many of those are drawn at random without replacement; all if empty
 * @param fault what each row does to its bit
 */
public record ListSource(Path file, Optional<String> rows, OptionalInt sample, FaultModel fault) {
  /** Checks that nothing is missing. */
  public ListSource {
    Objects.requireNonNull(file, "file");
    Objects.requireNonNull(rows, "rows");
    Objects.requireNonNull(sample, "sample");
    Objects.requireNonNull(fault, "fault");
  }

  /** All rows, each a bit flip, as published. */
  public static ListSource of(Path file) {
    return new ListSource(file, Optional.empty(), OptionalInt.empty(), new BitFlip());
  }

  /** Reads the whole list. */
  FaultList read() {
    return FaultList.read(file);
  }

  /**
   * The chosen rows of the list.
   *
   * @param seed of the draw
   * @throws io.onnxfi.error.MalformedInputException if the list has no such rows, or too few
   */
  FaultList select(FaultList all, long seed) {
    int size = all.trials().size();
    int[] candidates =
        rows.map(text -> RowSelection.ranges(text, size))
            .orElseGet(() -> IntStream.range(0, size).toArray());
    return all.select(
        sample.isPresent() ? RowSelection.sample(candidates, sample.getAsInt(), seed) : candidates);
  }

  /** For the manifest. */
  Map<String, Object> describe(int listed, int selected, long seed) {
    Map<String, Object> described = new LinkedHashMap<>(PreparedRun.file(file));
    described.put("listed", listed);
    described.put("rows", rows.orElse("all"));
    sample.ifPresent(
        count -> {
          described.put("sample", count);
          described.put("seed", seed);
          described.put("generator", RowSelection.GENERATOR);
        });
    described.put("selected", selected);
    described.put("fault", fault.label());
    if (fault.isRandom()) {
      described.put("fault_seed", seed);
      described.put("fault_generator", TrialRandom.GENERATOR);
    }
    return described;
  }
}
