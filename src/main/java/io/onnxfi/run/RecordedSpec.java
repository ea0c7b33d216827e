package io.onnxfi.run;

import io.onnxfi.backend.BackendProviders;
import io.onnxfi.backend.BackendSettings;
import io.onnxfi.campaign.ImageSample;
import io.onnxfi.campaign.Order;
import io.onnxfi.error.MalformedInputException;
import io.onnxfi.error.MissingResourceException;
import io.onnxfi.fault.RowSelection;
import io.onnxfi.fault.model.FaultModel;
import io.onnxfi.fault.model.FaultModels;
import io.onnxfi.fault.model.TrialRandom;
import io.onnxfi.outcome.NanRule;
import io.onnxfi.precision.Precision;
import io.onnxfi.report.DrawnImages;
import io.onnxfi.report.Manifest;
import io.onnxfi.report.RunDirectory;
import io.onnxfi.sampling.RateEstimator;
import io.onnxfi.sampling.Strata;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;

/**
 * The specification of a run, read back from its manifest: the same campaign, and run again, the
 * same bytes. A manifest has names and checksums of files; where they lie must be said.
 */
final class RecordedSpec {
  private static final double PERCENT = 100;

  private final RunDirectory run;
  private final Manifest manifest;

  RecordedSpec(RunDirectory run, Manifest manifest) {
    this.run = run;
    this.manifest = manifest;
  }

  /**
   * The specification.
   *
   * @param data its count and normalization are those of the run
   * @param profile the file that the run had, if it had one
   * @throws MalformedInputException if an entry is missing or is none that a run can have
   * @throws MissingResourceException if the run had a profile and none is given
   */
  CampaignSpec of(ModelSource model, Path list, WorkloadSource data, Optional<Path> profile) {
    CampaignSpec.Builder builder =
        CampaignSpec.of(model, list(list, profile), samples(data))
            .backends(manifest.neededNames("backends").toArray(String[]::new))
            .settings(settings())
            .batch(manifest.neededInteger("options", "batch"))
            .nanRule(one(NanRule.class, manifest.neededText("options", "nan_rule"), "nan_rule"))
            .judge(judge())
            .precision(precision())
            .draw(draw())
            .seed(seed());
    margin().ifPresent(builder::margin);
    rate().ifPresent(builder::rate);
    return builder.build();
  }

  private ListSource list(Path file, Optional<Path> profile) {
    return new ListSource(
        file,
        manifest.text("faults", "rows").filter(rows -> !rows.equals("all")),
        manifest.integer("faults", "sample"),
        fault(),
        profile(profile));
  }

  /** Only what the run had: another profile would be another run. */
  private Optional<Path> profile(Optional<Path> given) {
    Optional<String> recorded = manifest.text("faults", "profile", "file");
    if (recorded.isPresent() && given.isEmpty()) {
      throw new MissingResourceException(
          "%s: the run drew from the profile %s".formatted(manifest.source(), recorded.get()),
          "give it with --profile");
    }
    if (recorded.isEmpty() && given.isPresent()) {
      throw MalformedInputException.of(
          "--profile", "none, as in " + manifest.source(), given.get().toString());
    }
    given.ifPresent(
        file -> manifest.require(file, ModelSource.sha256(file), "faults", "profile", "sha256"));
    return given;
  }

  FaultModel fault() {
    return FaultModels.parse(
        manifest.source() + ", faults.fault", manifest.neededText("faults", "fault"));
  }

  /** The first samples, as many as the run had; images normalised as there. */
  WorkloadSource samples(WorkloadSource data) {
    OptionalInt count = OptionalInt.of(manifest.neededInteger("data", "images"));
    if (!(data instanceof DataSource images)) {
      return data.first(count.getAsInt());
    }
    return new DataSource(
        images.dataset(),
        images.root(),
        count,
        Optional.of(
            DataSource.checked(
                manifest.neededFloats("data", "mean"),
                manifest.neededFloats("data", "std"),
                manifest.source() + ", data")));
  }

  private JudgeChoice judge() {
    return manifest
        .text("options", "judge")
        .map(text -> JudgeChoice.parse(text, manifest.source() + ", options.judge"))
        .orElse(JudgeChoice.TOP_CLASS);
  }

  Precision precision() {
    return manifest.text("options", "precision").map(Precision::parse).orElse(Precision.FULL);
  }

  private ImageDraw draw() {
    if (manifest.at("draw").isEmpty()) {
      return new ImageDraw.All();
    }
    requireGenerator("draw", "generator", ImageSample.GENERATOR);
    return manifest.at("draw", "file").isPresent()
        ? new ImageDraw.Recorded(run.file(DrawnImages.FILE))
        : new ImageDraw.Random(manifest.neededInteger("draw", "images_per_fault"));
  }

  private OptionalDouble margin() {
    return manifest.at(RunDirectory.STOP, RunDirectory.MARGIN).orElse(null) instanceof Number points
        ? OptionalDouble.of(points.doubleValue())
        : OptionalDouble.empty();
  }

  private Optional<RateEstimator> rate() {
    if (!(manifest.at(RunDirectory.STOP, "confidence").orElse(null) instanceof Number confidence)) {
      return Optional.empty();
    }
    Strata strata =
        Strata.parse(
            "%s, %s.strata".formatted(manifest.source(), RunDirectory.STOP),
            manifest.neededText(RunDirectory.STOP, "strata"));
    return Optional.of(new RateEstimator(strata, confidence.doubleValue() / PERCENT));
  }

  /** All draws of a run have the same. */
  private long seed() {
    requireGenerator("faults", "generator", RowSelection.GENERATOR);
    requireGenerator("faults", "fault_generator", TrialRandom.GENERATOR);
    requireGenerator(RunDirectory.STOP, "generator", Order.GENERATOR);
    for (String part : List.of("faults", "draw", RunDirectory.STOP)) {
      if (manifest.at(part, "seed").orElse(null) instanceof Number seed) {
        return seed.longValue();
      }
    }
    return manifest.at("faults", "fault_seed").orElse(null) instanceof Number seed
        ? seed.longValue()
        : 0;
  }

  /** With another generator, the same seed draws something else. */
  private void requireGenerator(String part, String key, String ours) {
    manifest
        .text(part, key)
        .filter(generator -> !generator.equals(ours))
        .ifPresent(
            generator -> {
              throw MalformedInputException.of(
                  "%s, %s.%s".formatted(manifest.source(), part, key), ours, generator);
            });
  }

  /** Those of the first framework that has any. */
  private BackendSettings settings() {
    return manifest.neededNames("backends").stream()
        .map(this::settings)
        .filter(settings -> !settings.equals(BackendSettings.DEFAULT))
        .findFirst()
        .orElse(BackendSettings.DEFAULT);
  }

  /** How a framework computed. */
  BackendSettings settings(String id) {
    Map<String, String> description = new LinkedHashMap<>();
    manifest
        .object("backends", id)
        .forEach((key, value) -> description.put(key, String.valueOf(value)));
    return BackendProviders.named(id, manifest.source() + ", backends").settings(description);
  }

  private <E extends Enum<E>> E one(Class<E> type, String text, String key) {
    for (E constant : type.getEnumConstants()) {
      if (constant.name().equals(text.toUpperCase(Locale.ROOT))) {
        return constant;
      }
    }
    throw MalformedInputException.of(
        manifest.source() + ", " + key, "one of " + List.of(type.getEnumConstants()), text);
  }
}
