package io.onnxfi.run;

import io.onnxfi.outcome.Outcomes;
import io.onnxfi.report.Manifest;
import io.onnxfi.report.RunDirectory;
import io.onnxfi.sampling.CostModel;
import java.util.Optional;

/**
 * A small campaign whose outcomes and times a plan is made of.
 *
 * @param outcomes of its faults
 * @param framework that it was run in
 * @param images of the data set
 * @param cost of faults and images, if any were run
 */
public record Pilot(Outcomes outcomes, String framework, int images, Optional<CostModel> cost) {
  /** Images per fault, if nobody says: their share of a rate's error is about a thousandth. */
  public static final int IMAGES = 100;

  /**
   * Runs a pilot.
   *
   * @param spec of one framework
   * @param resume whether to go on with what is in the folder
   */
  public static Pilot run(
      CampaignSpec spec, RunDirectory out, boolean resume, RunListener listener) {
    RunResult result =
        resume ? Runs.resume(spec, out, listener) : Runs.execute(spec, out, listener);
    String backend = spec.backends().get(0);
    return new Pilot(
        out.readOutcomes(backend).orElseThrow(),
        Manifest.read(out).text("backends", backend, "framework").orElse(backend),
        result.images(),
        result.time(backend).cost());
  }
}
