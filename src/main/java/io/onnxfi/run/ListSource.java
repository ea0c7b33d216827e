package io.onnxfi.run;

import io.onnxfi.fault.Fault;
import io.onnxfi.fault.FaultList;
import io.onnxfi.fault.RowSelection;
import io.onnxfi.fault.Trial;
import io.onnxfi.fault.model.BitFlip;
import io.onnxfi.fault.model.FaultModel;
import io.onnxfi.fault.model.TrialRandom;
import io.onnxfi.injection.Ranges;
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
 * @param profile of the model's activations, which faults that depend on ranges draw from
 */
public record ListSource(
    Path file,
    Optional<String> rows,
    OptionalInt sample,
    FaultModel fault,
    Optional<Path> profile) {
  /** Checks that nothing is missing. */
  public ListSource {
    Objects.requireNonNull(file, "file");
    Objects.requireNonNull(rows, "rows");
    Objects.requireNonNull(sample, "sample");
    Objects.requireNonNull(fault, "fault");
    Objects.requireNonNull(profile, "profile");
  }

  /** All rows, each a bit flip, as published. */
  public static ListSource of(Path file) {
    return new ListSource(
        file, Optional.empty(), OptionalInt.empty(), new BitFlip(), Optional.empty());
  }

  /** Only these rows, counted from 0. */
  ListSource ofRows(String chosen) {
    return new ListSource(file, Optional.of(chosen), sample, fault, profile);
  }

  /** Only this many rows, drawn at random. */
  ListSource drawing(int count) {
    return new ListSource(file, rows, OptionalInt.of(count), fault, profile);
  }

  /** Without a draw. */
  ListSource whole() {
    return new ListSource(file, rows, OptionalInt.empty(), fault, profile);
  }

  /** Under another fault model. */
  ListSource under(FaultModel other) {
    return new ListSource(file, rows, sample, other, profile);
  }

  /** With a profile of the model's activations. */
  ListSource with(Path ofActivations) {
    return new ListSource(file, rows, sample, fault, Optional.of(ofActivations));
  }

  /**
   * The ranges of the model's activations.
   *
   * @throws io.onnxfi.error.MalformedInputException if the profile is that of another model
   */
  Ranges ranges(Path model) {
    return profile.map(of -> Profiles.read(of, model).ranges()).orElse(Ranges.UNKNOWN);
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
  Map<String, Object> describe(int listed, FaultList selected, long seed) {
    Map<String, Object> described = new LinkedHashMap<>(PreparedRun.file(file));
    described.put("listed", listed);
    described.put("rows", rows.orElse("all"));
    sample.ifPresent(
        count -> {
          described.put("sample", count);
          described.put("seed", seed);
          described.put("generator", RowSelection.GENERATOR);
        });
    described.put("selected", selected.trials().size());
    described.put("fault", fault.label());
    if (selected.trialsUnder(fault).stream().anyMatch(ListSource::isRandom)) {
      described.put("fault_seed", seed);
      described.put("fault_generator", TrialRandom.GENERATOR);
    }
    profile.ifPresent(of -> described.put("profile", PreparedRun.file(of)));
    return described;
  }

  private static boolean isRandom(Trial trial) {
    return trial.faults().stream().anyMatch(Fault::isRandom);
  }
}
