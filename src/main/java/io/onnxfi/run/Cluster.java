package io.onnxfi.run;

import io.onnxfi.campaign.EngineFactory;
import io.onnxfi.error.MalformedInputException;
import io.onnxfi.error.MissingResourceException;
import java.util.List;
import java.util.Map;
import java.util.ServiceLoader;

/**
 * Other processes, mostly on other machines, that run the shards of a campaign. Everything else
 * about the run stays here: its files, its journal, what it stops at.
 */
public interface Cluster extends AutoCloseable {
  /**
   * What opens engines whose shards are run there.
   *
   * @param parcel the campaign, which is sent to each process once
   * @param execution how its engines are to work
   * @param listener told of processes and tasks
   */
  EngineFactory engines(CampaignParcel parcel, Execution execution, RunListener listener);

  /**
   * Processes that have run faults although what may change a bit of the results is not as here: in
   * the words of {@link RemoteCampaign#kind}, each kind once. None unless that was allowed.
   */
  List<Map<String, String>> others();

  @Override
  void close();

  /** Finds clusters of one kind by their addresses; found by {@link ServiceLoader}. */
  interface Provider {
    /** How its addresses look, for messages: {@code spark://HOST:PORT}. */
    List<String> forms();

    /** Whether an address is one of its kind. */
    boolean knows(String master);

    /**
     * Connects.
     *
     * @param isMixed whether processes may be of other kinds than this one
     * @throws MissingResourceException if nothing answers there
     */
    Cluster connect(String master, boolean isMixed);
  }

  /**
   * The cluster at an address.
   *
   * @param isMixed whether processes may be of other kinds than this one, so that outcomes near
   *     rounding depend on who computed them
   * @param where the address was given, for messages
   * @throws MissingResourceException if this build of OnnxFI knows no clusters
   * @throws MalformedInputException if it is no address of one
   */
  static Cluster at(String master, boolean isMixed, String where) {
    List<Provider> providers =
        ServiceLoader.load(Provider.class).stream().map(ServiceLoader.Provider::get).toList();
    if (providers.isEmpty()) {
      throw new MissingResourceException(
          "%s %s: this is OnnxFI without Spark".formatted(where, master),
          "build the application with ./onnxfi package --spark, and start it with spark-submit"
              + " (README, Clusters)");
    }
    return providers.stream()
        .filter(provider -> provider.knows(master))
        .findFirst()
        .orElseThrow(
            () ->
                MalformedInputException.of(
                    where,
                    String.join(
                        " or ", providers.stream().flatMap(one -> one.forms().stream()).toList()),
                    "'" + master + "'"))
        .connect(master, isMixed);
  }
}
