package io.onnxfi.attribution;

import io.onnxfi.backend.Backend;
import io.onnxfi.backend.Session;
import io.onnxfi.campaign.Campaign;
import io.onnxfi.dataset.LabelledImages;
import io.onnxfi.onnx.ElementEdit;
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
 * <p>Where results depend on the batch, the whole batch that an image was in is run. Fault-free
 * scores are kept, and one session serves all faults.
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
    this.isBatchInvariant = backend.isBatchInvariant();
    this.batch = batch;
    this.session = backend.open(campaign.model());
  }

  /** Scores of these images without and with an edited element, image by image. */
  List<Observation> observe(ElementEdit edit, List<Integer> images) {
    golden.putAll(
        scores(session, images.stream().filter(image -> !golden.containsKey(image)).toList()));
    try (Session faulty = session.edited(edit)) {
      Map<Integer, float[]> found = scores(faulty, images);
      return images.stream()
          .map(image -> new Observation(golden.get(image), found.get(image)))
          .toList();
    }
  }

  private Map<Integer, float[]> scores(Session running, List<Integer> images) {
    Map<Integer, float[]> scores = new HashMap<>();
    for (List<Integer> together : batches(images)) {
      float[] found = running.run(List.of(tensor(campaign, together))).get(0).toFloatArray();
      int classes = found.length / together.size();
      for (int row = 0; row < together.size(); row++) {
        scores.put(
            together.get(row), Arrays.copyOfRange(found, row * classes, (row + 1) * classes));
      }
    }
    scores.keySet().retainAll(images);
    return scores;
  }

  private List<List<Integer>> batches(List<Integer> images) {
    List<List<Integer>> batches = new ArrayList<>();
    if (isBatchInvariant) {
      for (int from = 0; from < images.size(); from += batch) {
        batches.add(images.subList(from, Math.min(from + batch, images.size())));
      }
      return batches;
    }
    TreeSet<Integer> firsts = new TreeSet<>();
    images.forEach(image -> firsts.add(image / batch * batch));
    for (int first : firsts) {
      int end = Math.min(first + batch, campaign.images().size());
      batches.add(IntStream.range(first, end).boxed().toList());
    }
    return batches;
  }

  /** Normalised images {@code [n, channels, height, width]}. */
  static Tensor tensor(Campaign campaign, List<Integer> images) {
    LabelledImages chosen =
        campaign.images().select(images.stream().mapToInt(Integer::intValue).toArray());
    return chosen.batch(campaign.normalization(), 0, chosen.size());
  }

  @Override
  public void close() {
    session.close();
  }
}
