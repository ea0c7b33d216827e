package io.onnxfi.run;

import io.onnxfi.campaign.ImageSample;
import io.onnxfi.error.MalformedInputException;
import io.onnxfi.fault.FaultList;
import io.onnxfi.report.DrawnImages;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.function.Consumer;

/** Which images each fault is tried on. */
public sealed interface ImageDraw {
  /**
   * The images of each fault of a list.
   *
   * @param list the faults to be tried
   * @param images of the data set
   * @param batch images per run; a draw takes whole batches
   * @param notes told what was assumed of a file that has them
   */
  ImageSample draw(FaultList list, int images, int batch, long seed, Consumer<String> notes);

  /** Its part of the manifest; empty if each fault has all images. */
  Map<String, Object> describe(ImageSample drawn, long seed);

  /** All images. */
  record All() implements ImageDraw {
    @Override
    public ImageSample draw(
        FaultList list, int images, int batch, long seed, Consumer<String> notes) {
      return ImageSample.all();
    }

    @Override
    public Map<String, Object> describe(ImageSample drawn, long seed) {
      return Map.of();
    }
  }

  /**
   * Random images of its own for each fault.
   *
   * @param perFault how many, a multiple of the batch
   */
  record Random(int perFault) implements ImageDraw {
    @Override
    public ImageSample draw(
        FaultList list, int images, int batch, long seed, Consumer<String> notes) {
      int most = images / batch * batch;
      if (perFault < 1 || perFault > most || perFault % batch != 0) {
        throw MalformedInputException.of(
            "--images-per-fault",
            "a multiple of --batch %d up to %d".formatted(batch, most),
            Integer.toString(perFault));
      }
      int faults = list.trials().size();
      int size = perFault;
      return ImageSample.draw(faults, size, images, batch, seed);
    }

    @Override
    public Map<String, Object> describe(ImageSample drawn, long seed) {
      Map<String, Object> draw = new LinkedHashMap<>();
      draw.put("images_per_fault", drawn.size(0));
      draw.put("seed", seed);
      draw.put("generator", ImageSample.GENERATOR);
      return draw;
    }
  }

  /**
   * The same with the multiple of the batch that is nearest; all images if there is no whole batch.
   *
   * @param perFault about how many
   */
  record About(int perFault) implements ImageDraw {
    @Override
    public ImageSample draw(
        FaultList list, int images, int batch, long seed, Consumer<String> notes) {
      int most = images / batch * batch;
      if (most == 0) {
        return ImageSample.all();
      }
      long nearest = Math.round((double) perFault / batch) * batch;
      int rounded = Math.toIntExact(Math.max(batch, Math.min(nearest, most)));
      return new Random(rounded).draw(list, images, batch, seed, notes);
    }

    @Override
    public Map<String, Object> describe(ImageSample drawn, long seed) {
      return drawn.isAll() ? Map.of() : new Random(drawn.size(0)).describe(drawn, seed);
    }
  }

  /**
   * Those that an earlier run drew, by the numbers of the faults.
   *
   * @param file {@code drawn-images.csv} of that run
   */
  record Recorded(Path file) implements ImageDraw {
    /** Checks that nothing is missing. */
    public Recorded {
      Objects.requireNonNull(file, "file");
    }

    @Override
    public ImageSample draw(
        FaultList list, int images, int batch, long seed, Consumer<String> notes) {
      DrawnImages table = DrawnImages.read(file);
      table.notes().forEach(notes);
      return ImageSample.of(table.of(list, images, batch), batch);
    }

    @Override
    public Map<String, Object> describe(ImageSample drawn, long seed) {
      Map<String, Object> draw = new LinkedHashMap<>();
      draw.put("images_per_fault", drawn.size(0));
      draw.putAll(PreparedRun.file(file));
      return draw;
    }
  }
}
