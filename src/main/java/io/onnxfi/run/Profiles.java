package io.onnxfi.run;

import io.onnxfi.backend.Backend;
import io.onnxfi.backend.BackendProviders;
import io.onnxfi.campaign.Campaign;
import io.onnxfi.campaign.Preflight;
import io.onnxfi.dataset.LabelledImages;
import io.onnxfi.error.MalformedInputException;
import io.onnxfi.fault.LayerFilter;
import io.onnxfi.injection.Injections;
import io.onnxfi.onnx.ComputedValues;
import io.onnxfi.onnx.ComputedValues.Value;
import io.onnxfi.onnx.OnnxModel;
import io.onnxfi.outcome.NanRule;
import io.onnxfi.profile.Profile;
import io.onnxfi.profile.ProfileFile;
import io.onnxfi.profile.Profiler;
import io.onnxfi.profile.ValueProfile;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Makes profiles of what the nodes of a model compute, and reads them back for a model. */
public final class Profiles {
  private Profiles() {}

  /**
   * Makes a profile. The same specification gives the same profile, to the bit.
   *
   * @param listener told of what happens
   * @throws io.onnxfi.error.OnnxFiException if a file cannot be read, files do not fit together,
   *     the framework cannot run the model, or no value is chosen
   */
  public static Profile make(ProfileSpec spec, RunListener listener) {
    OnnxModel model = spec.model().load();
    List<Value> values = chosen(spec, model);
    LabelledImages all = spec.data().load();
    Campaign campaign =
        new Campaign(
            spec.model().view(model, all).applyTo(model),
            Injections.of(List.of()),
            all,
            spec.data().normalization(model.metadata()),
            ModelSource.batch(model, spec.batch()),
            NanRule.NUMPY);
    campaign.workload().notes().forEach(listener::note);
    Preflight preflight = new Preflight(spec.model().file().toString(), campaign);
    preflight.check();
    try (Backend backend =
        BackendProviders.named(spec.backend(), "--backend").open(spec.settings())) {
      preflight.run(backend);
      Profiler profiler =
          new Profiler(
              campaign,
              backend,
              spec.threads(),
              images -> listener.profiling(backend.title(), images),
              listener::advanced);
      List<ValueProfile> measured = profiler.measure(values);
      if (measured.isEmpty()) {
        throw nothing(spec);
      }
      Path file = spec.model().file();
      return new Profile(file.toString(), origin(file, campaign, backend), measured);
    }
  }

  private static Map<String, Object> origin(Path model, Campaign campaign, Backend backend) {
    Map<String, Object> origin = new LinkedHashMap<>();
    origin.put("onnxfi", OnnxFi.version());
    origin.put("model", PreparedRun.file(model));
    origin.put("data", campaign.workload().describe());
    origin.put("options", Map.of("batch", campaign.batch()));
    origin.put("backends", Map.of(backend.id(), backend.description()));
    return origin;
  }

  private static List<Value> chosen(ProfileSpec spec, OnnxModel model) {
    ComputedValues computed = ComputedValues.of(model);
    if (spec.layers().isEmpty()) {
      return computed.values();
    }
    LayerFilter filter = spec.layers().get();
    List<Value> ofLayers = new ArrayList<>();
    computed
        .layers()
        .forEach(
            (layer, value) -> {
              if (filter.matches().test(layer)) {
                ofLayers.add(value);
              }
            });
    List<Value> chosen =
        computed.values().stream()
            .filter(
                value ->
                    filter.matches().test(value.name())
                        || filter.matches().test(value.node().name())
                        || ofLayers.contains(value))
            .toList();
    if (chosen.isEmpty()) {
      throw nothing(spec);
    }
    return chosen;
  }

  private static MalformedInputException nothing(ProfileSpec spec) {
    return MalformedInputException.of(
        spec.layers().map(filter -> "--layers " + filter).orElse(spec.model().file().toString()),
        "values of numbers with one row per image, as 'onnxfi layers --activations' lists them",
        "none");
  }

  /**
   * Reads the profile of a model.
   *
   * @throws io.onnxfi.error.OnnxFiException if the file is no profile, or that of another model
   */
  public static Profile read(Path file, Path model) {
    Profile profile = ProfileFile.read(file);
    if (!profile.model().equals(ModelSource.sha256(model))) {
      throw MalformedInputException.of(
          file.toString(),
          "a profile of %s (SHA-256 %s)".formatted(model, ModelSource.sha256(model)),
          "that of another model (SHA-256 %s)".formatted(profile.model()));
    }
    return profile;
  }
}
