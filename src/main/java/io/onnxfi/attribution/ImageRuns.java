package io.onnxfi.attribution;

import io.onnxfi.backend.Backend;
import io.onnxfi.backend.Session;
import io.onnxfi.campaign.Campaign;
import io.onnxfi.onnx.EditSet;
import io.onnxfi.tensor.Tensor;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.stream.IntStream;

/**
 * Runs single images of a campaign in one backend, as the campaign ran them.
 *
 * <p>An image is named by its place in the campaign, which is its number in the data set unless
 * images were drawn. Where results depend on the batch, the whole batch that it was in is run.
 * Fault-free scores are kept, and one session serves all faults.
 */
final class ImageRuns implements AutoCloseable {
  private final Campaign campaign;
  private final boolean isBatchInvariant;
  private final int batch;
  private final Session session;
  private final Map<Integer, float[]> golden = new HashMap<>();

  /**
   * Opens the campaign's model.
   *
   * @param batch images that are run together, from the first image of the campaign on
   */
  ImageRuns(Campaign campaign, Backend backend, int batch) {
    this.campaign = campaign;
    this.isBatchInvariant = backend.isBatchInvariant() && !campaign.hasSharedDecisions();
    this.batch = batch;
    this.session = backend.open(campaign.model());
  }

  /** Scores of the images at these places without and with an edited element, one by one. */
  List<Observation> observe(EditSet edit, List<Integer> places) {
    golden.putAll(
        scores(session, places.stream().filter(place -> !golden.containsKey(place)).toList()));
    try (Session faulty = session.edited(edit)) {
      Map<Integer, float[]> found = scores(faulty, places);
      return places.stream()
          .map(place -> new Observation(campaign.judge(), golden.get(place), found.get(place)))
          .toList();
    }
  }

  private Map<Integer, float[]> scores(Session running, List<Integer> places) {
    Map<Integer, float[]> scores = new HashMap<>();
    for (List<Integer> together : batches(places)) {
      float[] found = running.run(samples(campaign, together)).get(0).toFloatArray();
      int classes = found.length / together.size();
      for (int row = 0; row < together.size(); row++) {
        scores.put(
            together.get(row), Arrays.copyOfRange(found, row * classes, (row + 1) * classes));
      }
    }
    scores.keySet().retainAll(places);
    return scores;
  }

  private List<List<Integer>> batches(List<Integer> places) {
    List<List<Integer>> batches = new ArrayList<>();
    if (isBatchInvariant) {
      for (int from = 0; from < places.size(); from += batch) {
        batches.add(places.subList(from, Math.min(from + batch, places.size())));
      }
      return batches;
    }
    TreeSet<Integer> firsts = new TreeSet<>();
    places.forEach(place -> firsts.add(place / batch * batch));
    for (int first : firsts) {
      int end = Math.min(first + batch, campaign.workload().size());
      batches.add(IntStream.range(first, end).boxed().toList());
    }
    return batches;
  }

  /** The samples at these places, as the model takes them. */
  static List<Tensor> samples(Campaign campaign, List<Integer> places) {
    return campaign.samplesAt(places.stream().mapToInt(Integer::intValue).toArray());
  }

  @Override
  public void close() {
    session.close();
  }
}
