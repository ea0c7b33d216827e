package io.onnxfi.run;

import io.onnxfi.backend.Backend;
import io.onnxfi.report.Json;
import io.onnxfi.report.RunClaim;
import io.onnxfi.report.RunDirectory;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Runs campaigns. The same specification gives the same bytes in the same files, every time. */
public final class Runs {
  private Runs() {}

  /**
   * Runs a campaign in a new folder, or repeats it in its own.
   *
   * @param out where the results go
   * @param listener told of what happens
   * @return what came out
   * @throws io.onnxfi.error.OnnxFiException if a file cannot be read, files do not fit together, a
   *     framework cannot run the model, or the folder holds something else; before anything is run
   */
  public static RunResult execute(CampaignSpec spec, RunDirectory out, RunListener listener) {
    return execute(spec, out, false, Optional.empty(), listener);
  }

  /**
   * The same, going on with what an interrupted run, or one with a wider margin, has done there.
   */
  public static RunResult resume(CampaignSpec spec, RunDirectory out, RunListener listener) {
    return execute(spec, out, true, Optional.empty(), listener);
  }

  /**
   * The same on other machines, to the same bytes: a run that one has begun, the other can go on
   * with.
   *
   * @param cluster where faults are run, if not in this process
   */
  public static RunResult execute(
      CampaignSpec spec,
      RunDirectory out,
      boolean resume,
      Optional<Cluster> cluster,
      RunListener listener) {
    PreparedRun run = PreparedRun.of(spec, out, listener);
    try (OpenBackends backends = OpenBackends.of(run)) {
      return execute(run, backends, out, resume, cluster, listener);
    }
  }

  private static RunResult execute(
      PreparedRun run,
      OpenBackends backends,
      RunDirectory out,
      boolean resume,
      Optional<Cluster> cluster,
      RunListener listener) {
    Map<String, Object> manifest = manifest(run, backends.list());
    try (RunClaim claim = RunClaim.take(out.path(), manifest, backends.ids(), resume)) {
      if (claim.isFinished()) {
        return RunResult.finishedBefore(
            out, Json.read(out.file(RunDirectory.SUMMARY)), run.campaign().workload().size());
      }
      listener.claimed(out);
      try (FaultEngines engines = FaultEngines.of(run, manifest, cluster, listener)) {
        return new RunExecution(run, backends.list(), engines, claim, listener).run();
      }
    }
  }

  /** All that is known about a run before it begins. */
  static Map<String, Object> manifest(PreparedRun run, List<Backend> backends) {
    Map<String, Object> manifest = new LinkedHashMap<>(run.manifest());
    Map<String, Object> described = new LinkedHashMap<>();
    backends.forEach(backend -> described.put(backend.id(), backend.description()));
    manifest.put("backends", described);
    manifest.put("machine", Machine.describe());
    return manifest;
  }
}
