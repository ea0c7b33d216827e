package io.onnxfi.run;

import io.onnxfi.campaign.Campaign;
import io.onnxfi.campaign.Journal;
import io.onnxfi.report.ImageOutcomeFile;
import io.onnxfi.report.RunDirectory;

/**
 * Makes results of a journal for the faults that count: all, or those that a run tried before it
 * stopped. Whatever else a journal holds, and in whatever order, is not seen in them.
 */
final class JournalResults {
  private final Campaign campaign;
  private final RunDirectory directory;
  private final int[] done;

  /**
   * Of a run.
   *
   * @param done places of the faults in the campaign, ascending
   */
  JournalResults(Campaign campaign, RunDirectory directory, int... done) {
    this.campaign = campaign;
    this.directory = directory;
    this.done = done.clone();
  }

  /** Whether every fault was tried. */
  private boolean isWhole() {
    return done.length == campaign.size();
  }

  /**
   * Writes the outcomes by image, with a row for each fault that counts, and what a run that
   * stopped needs to go on with a smaller margin.
   */
  void write(String backend) {
    try (Journal journal = open(campaign, directory, backend)) {
      try (ImageOutcomeFile.Writer images =
          new ImageOutcomeFile.Writer(
              directory.images(backend), directory.stamp(backend), campaign.imagesPerFault())) {
        for (int position : done) {
          images.add(journal.outcome(position).images());
        }
        images.commit();
      }
      if (!isWhole()) {
        journal.copy(directory.stopped(backend), done);
      }
    }
  }

  /** The journal of a backend. */
  static Journal open(Campaign campaign, RunDirectory directory, String backend) {
    return new Journal(
        directory.journal(backend),
        directory.stamp(backend),
        campaign.size(),
        campaign.imagesPerFault(),
        campaign.judge().countsBoxes());
  }
}
