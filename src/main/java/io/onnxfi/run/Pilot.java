package io.onnxfi.run;

import io.onnxfi.backend.BackendProviders;
import io.onnxfi.error.MalformedInputException;
import io.onnxfi.outcome.Outcomes;
import io.onnxfi.report.Manifest;
import io.onnxfi.report.RunDirectory;
import io.onnxfi.sampling.CostModel;
import io.onnxfi.sampling.SamplingFrame;
import java.util.Optional;

/**
 * A small campaign whose outcomes and times a plan is made of.
 *
 * @param spec of the campaign
 * @param list that its faults were drawn from
 * @param outcomes of its faults
 * @param framework that it was run in
 * @param images of the data set
 * @param batch images per run
 * @param cost of faults and images, if any were run
 */
public record Pilot(
    CampaignSpec spec,
    SamplingFrame list,
    Outcomes outcomes,
    String framework,
    int images,
    int batch,
    Optional<CostModel> cost) {
  /** Images per fault, if nobody says: their share of a rate's error is about a thousandth. */
  public static final int IMAGES = 100;

  /**
   * Runs a pilot.
   *
   * @param spec of one framework
   * @param resume whether to go on with what is in the folder
   * @throws io.onnxfi.error.OnnxFiException if it names several frameworks, or cannot be run
   */
  public static Pilot run(
      CampaignSpec spec, RunDirectory out, boolean resume, RunListener listener) {
    if (spec.backends().size() != 1) {
      throw MalformedInputException.of(
          "--backend",
          "one backend for a pilot, " + BackendProviders.names(),
          String.join(",", spec.backends()));
    }
    RunResult result =
        resume ? Runs.resume(spec, out, listener) : Runs.execute(spec, out, listener);
    String backend = spec.backends().get(0);
    EarlierRun done = new EarlierRun(Manifest.read(out));
    return new Pilot(
        spec,
        done.list().orElseThrow(),
        out.readOutcomes(backend).orElseThrow(),
        done.manifest().text("backends", backend, "framework").orElse(backend),
        result.images(),
        done.batch().orElse(spec.batch()),
        result.time(backend).cost());
  }
}
