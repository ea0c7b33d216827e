package io.onnxfi.study.ber;

import static java.util.stream.Collectors.joining;

import io.onnxfi.backend.BackendSettings;
import io.onnxfi.error.MalformedInputException;
import io.onnxfi.fault.Keyword;
import io.onnxfi.fault.SiteClass;
import io.onnxfi.fault.TensorSelection;
import io.onnxfi.fault.model.TrialRandom;
import io.onnxfi.onnx.OnnxModel;
import io.onnxfi.run.DataSource;
import io.onnxfi.run.Execution;
import io.onnxfi.run.ModelSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.stream.Stream;

/**
 * What a study of bit errors is.
 *
 * @param models each is studied; the same patterns of errors for all
 * @param data all images
 * @param images how many of them, the first; all if there are fewer, or if 0
 * @param backends ids of the frameworks, in the order in which they are reported
 * @param settings how they compute
 * @param batch images per run
 * @param choice which tensors have errors
 * @param errors how they are drawn
 * @param parts what the loss is divided by
 * @param margin percentage points to which the mean accuracy at a rate is to be known in every
 *     framework: no more repetitions then
 * @param execution how it is carried out
 */
public record BerSpec(
    List<ModelSource> models,
    DataSource data,
    int images,
    List<String> backends,
    BackendSettings settings,
    int batch,
    TensorChoice choice,
    Errors errors,
    Parts parts,
    OptionalDouble margin,
    Execution execution) {
  /** Checks and copies. */
  public BerSpec {
    models = List.copyOf(models);
    backends = List.copyOf(backends);
    Objects.requireNonNull(data, "data");
    Objects.requireNonNull(settings, "settings");
    Objects.requireNonNull(choice, "choice");
    Objects.requireNonNull(errors, "errors");
    Objects.requireNonNull(parts, "parts");
    Objects.requireNonNull(execution, "execution");
    if (margin.isPresent() && !(margin.getAsDouble() > 0 && margin.getAsDouble() <= 100)) {
      throw MalformedInputException.of(
          "--margin",
          "above 0 and at most 100 percentage points",
          Double.toString(margin.getAsDouble()));
    }
    if (images < 0) {
      throw MalformedInputException.of("--images", "0 or more", Integer.toString(images));
    }
    ModelSource.requireDistinctNames(models);
    BerFiles.requireApart(models.stream().map(ModelSource::name).toList());
  }

  /**
   * Which tensors have errors.
   *
   * @param sites of these classes; every parameter if empty
   * @param keywords any of which chooses a tensor by its name; all if there are none
   */
  public record TensorChoice(Optional<Set<SiteClass>> sites, List<Keyword> keywords) {
    /** Copies. */
    public TensorChoice {
      sites = sites.map(Set::copyOf);
      keywords = List.copyOf(keywords);
    }

    /** In words, for the manifest. */
    String describe() {
      String kinds =
          sites
              .map(of -> of.stream().map(SiteClass::toString).sorted().collect(joining(",")))
              .orElse("parameters");
      return keywords.isEmpty()
          ? kinds
          : kinds + " of " + keywords.stream().map(Keyword::text).collect(joining(","));
    }

    /**
     * The tensors of a model.
     *
     * @throws io.onnxfi.error.OnnxFiException if there are none
     */
    TensorSelection of(OnnxModel model) {
      return TensorSelection.of(model, sites, "--select", keywords);
    }
  }

  /**
   * How errors are drawn.
   *
   * @param rates at which each bit is in error
   * @param repetitions at each rate
   * @param seed the number of the first pattern, at least 0
   * @param isIndependent whether every rate and repetition has a pattern of its own; else a
   *     repetition has one for all rates, and errors at a rate are among those at every higher rate
   */
  public record Errors(ErrorRates rates, int repetitions, long seed, boolean isIndependent) {
    /** All are made before the first is measured. */
    private static final int MOST_TRIALS = 200_000;

    /** Numbers of patterns that are drawn have 48 bits, so that people can read them. */
    private static final int UNUSED = 16;

    /** Checks. */
    public Errors {
      Objects.requireNonNull(rates, "rates");
      int most = MOST_TRIALS / rates.rates().size();
      if (repetitions < 1 || repetitions > most) {
        throw MalformedInputException.of(
            "--repetitions", "1 to %,d at so many rates".formatted(most), repetitions + "");
      }
      long last = Long.MAX_VALUE - (repetitions - 1);
      if (seed < 0 || seed > last) {
        throw MalformedInputException.of("--seed", "from 0 to " + last, Long.toString(seed));
      }
    }

    /** The pattern of a repetition, from 0, at a rate. */
    long pattern(double rate, int repetition) {
      return isIndependent
          ? TrialRandom.ofPlace(seed, Double.doubleToLongBits(rate), repetition).nextLong()
              >>> UNUSED
          : seed + repetition;
    }
  }

  /**
   * What the loss is divided by.
   *
   * @param kinds layers, bits, both or neither
   * @param repetitions for each part
   * @param rate at which; the lowest at which the mean accuracy of the first framework has fallen
   *     by 5 points if empty, else the highest
   */
  public record Parts(List<Part.Kind> kinds, int repetitions, OptionalDouble rate) {
    /**
     * Reads what the loss is divided by.
     *
     * @param where what to blame in a message
     * @throws MalformedInputException if there is no such part
     */
    public static Parts parse(
        String where, List<String> names, int repetitions, OptionalDouble rate) {
      List<Part.Kind> kinds = new ArrayList<>();
      for (String name : names) {
        kinds.add(
            Stream.of(Part.Kind.LAYER, Part.Kind.BIT)
                .filter(kind -> kind.toString().equals(name.strip()))
                .findFirst()
                .orElseThrow(
                    () ->
                        MalformedInputException.of(where, "layer, bit or both", "'" + name + "'")));
      }
      return new Parts(kinds, repetitions, rate);
    }

    /** Copies and checks. */
    public Parts {
      kinds = List.copyOf(kinds);
      if (kinds.stream().distinct().count() < kinds.size()) {
        throw MalformedInputException.of(
            "--by",
            "layer, bit or both, each once",
            kinds.stream().map(Part.Kind::toString).collect(joining(",")));
      }
      if (repetitions < 1) {
        throw MalformedInputException.of(
            "--by-repetitions", "at least 1", Integer.toString(repetitions));
      }
    }
  }
}
