package io.onnxfi.cli;

import io.onnxfi.campaign.Campaign;
import io.onnxfi.campaign.FaultOutcome;
import io.onnxfi.campaign.Journal;
import io.onnxfi.report.ImageOutcomeFile;
import io.onnxfi.report.RunDirectory;
import java.util.Arrays;

/**
 * Cuts a run down to the faults that it tried before it stopped. Its journals stay, so that it can
 * go on with a smaller margin.
 */
final class StoppedRun {
  private final Campaign campaign;
  private final RunDirectory directory;
  private final int[] done;

  /**
   * A run.
   *
   * @param done places of the faults in the campaign, ascending
   */
  StoppedRun(Campaign campaign, RunDirectory directory, int... done) {
    this.campaign = campaign;
    this.directory = directory;
    this.done = done.clone();
  }

  /** Whether every fault was tried. */
  boolean isWhole() {
    return done.length == campaign.faults().size();
  }

  /** Writes the outcomes by image again, with a row for each fault that was tried. */
  void keepImages(String backend) {
    int images = campaign.imagesPerFault();
    try (Journal journal = new Journal(directory.journal(backend), images);
        ImageOutcomeFile.Writer out =
            new ImageOutcomeFile.Writer(directory.images(backend), images, done.length)) {
      for (FaultOutcome outcome : journal.read(campaign.faults())) {
        int row = Arrays.binarySearch(done, outcome.position());
        if (row >= 0) {
          out.put(row, outcome.images());
        }
      }
    }
  }
}
