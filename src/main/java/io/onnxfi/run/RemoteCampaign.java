package io.onnxfi.run;

import io.onnxfi.backend.Backend;
import io.onnxfi.backend.BackendProvider;
import io.onnxfi.campaign.Campaign;
import io.onnxfi.campaign.Preflight;
import io.onnxfi.error.OnnxFiException;
import java.util.LinkedHashMap;
import java.util.Map;

/** A campaign that arrived in a parcel, ready to be run where it is. */
public final class RemoteCampaign {
  private final PreparedRun run;

  private RemoteCampaign(PreparedRun run) {
    this.run = run;
  }

  /**
   * Unpacks a campaign.
   *
   * @throws OnnxFiException if it is not the one that was packed
   */
  public static RemoteCampaign of(CampaignParcel parcel) {
    return new RemoteCampaign(parcel.open());
  }

  /** What is tried. */
  public Campaign campaign() {
    return run.campaign();
  }

  /**
   * One of its frameworks, with the options of the run; the caller closes it.
   *
   * @throws OnnxFiException if it is not to be had here, or cannot run the model
   */
  public Backend open(String id) {
    BackendProvider provider =
        run.backends().stream().filter(one -> one.id().equals(id)).findFirst().orElseThrow();
    Backend backend = provider.open(run.spec().settings());
    try {
      new Preflight(run.spec().model().file().toString(), run.campaign()).run(backend);
      return backend;
    } catch (OnnxFiException e) {
      backend.close();
      throw e;
    }
  }

  /**
   * What of a machine and a framework on it may change a bit of the results, in the words of the
   * manifest.
   */
  public static Map<String, String> kind(Backend backend) {
    Map<String, String> kind = new LinkedHashMap<>();
    kind.put("onnxfi", OnnxFi.version());
    kind.putAll(backend.description());
    Machine.describe().forEach((key, value) -> kind.put(key, String.valueOf(value)));
    kind.remove("java"); // Java decides no bits of the frameworks
    return kind;
  }
}
