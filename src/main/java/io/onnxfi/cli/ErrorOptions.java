package io.onnxfi.cli;

import io.onnxfi.error.Excerpt;
import io.onnxfi.error.MalformedInputException;
import io.onnxfi.fault.Keyword;
import io.onnxfi.training.Curriculum;
import io.onnxfi.training.Hooks;
import io.onnxfi.training.LayerChoice;
import io.onnxfi.training.OutputErrors;
import io.onnxfi.training.Penalty;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import picocli.CommandLine.Option;

/** Errors in outputs under which a network learns. */
final class ErrorOptions {
  private static final String PROBABILITY = "--error-probability";
  private static final String SIGMA = "--error-sigma";
  private static final String LAYERS = "--error-layers";
  private static final String PENALTY = "--penalty";
  private static final String NONE = "none";

  @Option(
      names = PROBABILITY,
      paramLabel = "P",
      description =
          "Learn under Gaussian errors in the input and in the output of every convolution and"
              + " linear layer, drawn anew in each step, that each element has with this"
              + " probability; or START:STEP:MOST, which grows by STEP in each epoch; such as"
              + " 0.05:0.03:0.4 (default: none).")
  private String probability;

  @Option(
      names = SIGMA,
      paramLabel = "S",
      description = "Standard deviation of these errors, likewise; such as 0.01:0.005:0.08.")
  private String sigma;

  @Option(
      names = LAYERS,
      paramLabel = "K,K",
      description =
          "Have errors only in layers with a keyword in their name, such as fc,conv1, glob:layer?.*"
              + " or re:conv[12]$; the network's input is called input (default: all).")
  private String layers;

  @Option(
      names = PENALTY,
      paramLabel = "KIND",
      description =
          "none, or add a term to the loss that compares the logits y with y + e, which have such"
              + " errors once more: original, CE(y + e) - CE(y) without gradient, as it was"
              + " published, which trains nothing; or divergence, KL(softmax(y) || softmax(y + e))"
              + " with gradient (default: none).")
  private String penalty;

  @Option(
      names = "--penalty-weight",
      paramLabel = "X",
      description = "Factor of the penalty (default: " + Penalty.USUAL_WEIGHT + ").")
  private Double weight;

  /** Hooks and, if they are asked for, errors. */
  Hooks added(Hooks hooks) {
    if (probability == null && sigma == null) {
      if (layers != null || penalty != null || weight != null) {
        throw new MalformedInputException(
            "%s, %s and --penalty-weight need %s and %s"
                .formatted(LAYERS, PENALTY, PROBABILITY, SIGMA));
      }
      return hooks;
    }
    if (probability == null || sigma == null) {
      throw new MalformedInputException("%s and %s need each other".formatted(PROBABILITY, SIGMA));
    }
    OutputErrors errors =
        new OutputErrors(
            Curriculum.parse(PROBABILITY, probability), Curriculum.parse(SIGMA, sigma));
    if (layers != null) {
      errors = errors.in(choice());
    }
    if (penalty != null && !penalty.equals(NONE)) {
      errors = errors.with(new Penalty(kind(), weight == null ? Penalty.USUAL_WEIGHT : weight));
    } else if (weight != null) {
      throw new MalformedInputException("--penalty-weight needs " + PENALTY);
    }
    return hooks.with(errors);
  }

  private LayerChoice choice() {
    List<Keyword> keywords = Keyword.parse(LAYERS, layers);
    return keywords.isEmpty()
        ? LayerChoice.ALL
        : new LayerChoice(
            keywords.stream().map(Keyword::text).collect(Collectors.joining(",")),
            name -> keywords.stream().anyMatch(keyword -> keyword.matches(name)));
  }

  private Penalty.Kind kind() {
    return Arrays.stream(Penalty.Kind.values())
        .filter(kind -> kind.label().equals(penalty))
        .findFirst()
        .orElseThrow(
            () ->
                MalformedInputException.of(
                    PENALTY, "none, original or divergence", Excerpt.quoted(penalty)));
  }
}
