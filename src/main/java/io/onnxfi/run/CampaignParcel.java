package io.onnxfi.run;

import io.onnxfi.dataset.ImageSource;
import io.onnxfi.dataset.LabelledImages;
import io.onnxfi.error.MalformedInputException;
import io.onnxfi.error.MissingResourceException;
import io.onnxfi.onnx.OnnxModel;
import io.onnxfi.report.Json;
import io.onnxfi.report.Manifest;
import io.onnxfi.report.RunDirectory;
import io.onnxfi.tensor.Shape;
import io.onnxfi.workload.AxisChoice;
import java.io.BufferedOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Everything that a campaign is made of, in one folder, so that it can be sent to another machine
 * and is the same campaign there: the manifest of the run, the files that it names, and the images
 * as they were read.
 *
 * <p>{@code manifest.json}; {@code parcel.json}, which names the other files; {@code model/},
 * {@code list/}, {@code profile/}, {@code data/}, {@code labels/} and {@code draw/} with copies of
 * files; {@code images.bin}, the pixels of all images, a byte each, then their labels, four bytes
 * each, big-endian.
 *
 * @param folder where it lies
 */
public record CampaignParcel(Path folder) {
  private static final String CONTENTS = "parcel.json";
  private static final String IMAGES = "images.bin";
  private static final String MODEL = "model";
  private static final String LIST = "list";
  private static final String PROFILE = "profile";
  private static final String DATA = "data";
  private static final String DRAW = "draw";

  /**
   * Fills a new folder.
   *
   * @param run a campaign whose files are read and checked
   * @param manifest all that is known of it
   * @throws MissingResourceException if the folder cannot be written
   */
  static CampaignParcel write(Path folder, PreparedRun run, Map<String, Object> manifest) {
    CampaignSpec spec = run.spec();
    try {
      Map<String, Object> contents = new LinkedHashMap<>();
      contents.put(MODEL, copy(folder, MODEL, spec.model().file()));
      copyExternal(folder, spec.model());
      contents.put("shape", spec.model().image().map(CampaignParcel::text).orElse(""));
      contents.put("output", spec.model().output().orElse(""));
      contents.put(
          "axes",
          spec.model().axes().equals(AxisChoice.NONE) ? "" : spec.model().axes().toString());
      contents.put(LIST, copy(folder, LIST, spec.list().file()));
      if (spec.list().profile().isPresent()) {
        contents.put(PROFILE, copy(folder, PROFILE, spec.list().profile().get()));
      }
      if (spec.draw() instanceof ImageDraw.Recorded drawn) {
        contents.put(DRAW, copy(folder, DRAW, drawn.file()));
      }
      putData(folder, spec.data(), contents);
      Json.write(folder.resolve(RunDirectory.MANIFEST), manifest);
      Json.write(folder.resolve(CONTENTS), contents);
    } catch (IOException e) {
      throw new MissingResourceException(
          "cannot pack the campaign for other machines in %s (%s)".formatted(folder, e),
          "free some space or choose another temporary folder",
          e);
    }
    return new CampaignParcel(folder);
  }

  /** As they were read: a campaign with images drawn for each fault has them in another order. */
  private static void putData(Path folder, WorkloadSource data, Map<String, Object> contents)
      throws IOException {
    if (data instanceof ArraySource arrays) {
      contents.put(DATA, copy(folder, DATA, arrays.inputs()));
      if (arrays.labels().isPresent()) {
        contents.put("labels", copy(folder, "labels", arrays.labels().get()));
      }
    } else if (data instanceof ImagesSource images) {
      contents.put("images", writeImages(folder.resolve(IMAGES), images.images()));
    } else if (data instanceof DataSource images) {
      contents.put("images", writeImages(folder.resolve(IMAGES), images.load()));
    }
  }

  private static String copy(Path folder, String part, Path file) throws IOException {
    Path to = Files.createDirectories(folder.resolve(part));
    String name = String.valueOf(file.getFileName());
    Files.copy(file, to.resolve(name));
    return name;
  }

  /** They lie beside the model or below it. */
  private static void copyExternal(Path folder, ModelSource model) throws IOException {
    Path beside = model.file().toRealPath().getParent();
    for (Path file : OnnxModel.load(model.file()).externalFiles()) {
      Path to = folder.resolve(MODEL).resolve(beside.relativize(file.toRealPath()).toString());
      Files.createDirectories(to.getParent());
      Files.copy(file, to);
    }
  }

  private static String text(Shape image) {
    return "%dx%dx%d".formatted(image.dim(0), image.dim(1), image.dim(2));
  }

  private static Map<String, Object> writeImages(Path file, LabelledImages images)
      throws IOException {
    byte[] pixels = new byte[images.channels() * images.height() * images.width()];
    try (OutputStream out = Files.newOutputStream(file);
        DataOutputStream data = new DataOutputStream(new BufferedOutputStream(out))) {
      for (int image = 0; image < images.size(); image++) {
        images.read(image, pixels);
        data.write(pixels);
      }
      for (int label : images.labels()) {
        data.writeInt(label);
      }
    }
    Map<String, Object> source = new LinkedHashMap<>();
    source.put("count", images.size());
    source.put("classes", images.classes());
    source.put("names", images.classNames());
    return source;
  }

  /**
   * The campaign, read from here as from the files that it was packed from.
   *
   * @throws io.onnxfi.error.OnnxFiException if something in it is damaged
   */
  PreparedRun open() {
    RunDirectory run = new RunDirectory(folder);
    Manifest manifest = Manifest.read(run);
    Manifest contents =
        new Manifest(folder.resolve(CONTENTS).toString(), Json.read(folder.resolve(CONTENTS)));
    ModelSource model =
        new ModelSource(
            file(contents, MODEL).orElseThrow(),
            given(contents, "shape").map(shape -> ModelSource.image(shape, contents.source())),
            given(contents, "output"),
            given(contents, "axes")
                .map(axes -> AxisChoice.parse(axes, contents.source()))
                .orElse(AxisChoice.NONE));
    CampaignSpec spec =
        new RecordedSpec(run, manifest)
            .of(
                model,
                file(contents, LIST).orElseThrow(),
                data(contents, manifest),
                file(contents, PROFILE));
    PreparedRun prepared =
        PreparedRun.of(
            file(contents, DRAW)
                .map(drawn -> spec.with(new ImageDraw.Recorded(drawn)))
                .orElse(spec),
            RunListener.SILENT);
    prepared
        .manifest()
        .forEach(
            (part, found) -> {
              if (!Json.compact(found).equals(Json.compact(manifest.entries().get(part)))) {
                throw MalformedInputException.of(
                    "%s, %s".formatted(folder, part),
                    Json.compact(manifest.entries().get(part)),
                    Json.compact(found));
              }
            });
    return prepared;
  }

  private static Optional<String> given(Manifest contents, String key) {
    return contents.text(key).filter(text -> !text.isEmpty());
  }

  private Optional<Path> file(Manifest contents, String part) {
    return contents.text(part).map(name -> folder.resolve(part).resolve(name));
  }

  private WorkloadSource data(Manifest contents, Manifest manifest) {
    if (contents.at("images").isEmpty()) {
      return new ArraySource(
          file(contents, DATA).orElseThrow(),
          file(contents, "labels"),
          manifest.integer("data", "images"));
    }
    return new ImagesSource(
        images(contents, manifest),
        DataSource.checked(
            manifest.neededFloats("data", "mean"),
            manifest.neededFloats("data", "std"),
            manifest.source() + ", data"));
  }

  private LabelledImages images(Manifest contents, Manifest manifest) {
    int count = contents.neededInteger("images", "count");
    List<Float> extents = manifest.neededFloats("data", "image");
    Shape image =
        Shape.of(extents.get(0).intValue(), extents.get(1).intValue(), extents.get(2).intValue());
    ImageSource source =
        new ImageSource(
            manifest.neededText("data", "name"),
            manifest.neededText("data", "sha256"),
            contents.neededInteger("images", "classes"),
            names(contents),
            image,
            manifest.text("data", "transform"));
    byte[] pixels = new byte[Math.toIntExact(count * image.size())];
    ByteBuffer labels = ByteBuffer.allocate(count * Integer.BYTES);
    try (var in = Files.newInputStream(folder.resolve(IMAGES))) {
      int read = in.readNBytes(pixels, 0, pixels.length);
      read += in.readNBytes(labels.array(), 0, labels.capacity());
      if (read != pixels.length + labels.capacity()) {
        throw MalformedInputException.of(
            folder.resolve(IMAGES).toString(),
            pixels.length + labels.capacity() + " bytes",
            Integer.toString(read));
      }
    } catch (IOException e) {
      throw new MalformedInputException(
          "%s: cannot be read (%s)".formatted(folder.resolve(IMAGES), e), e);
    }
    int[] classes = new int[count];
    labels.asIntBuffer().get(classes);
    return LabelledImages.of(source, pixels, classes);
  }

  private static List<String> names(Manifest contents) {
    return contents.at("images", "names").orElse(null) instanceof List<?> names
        ? names.stream().map(String::valueOf).toList()
        : List.of();
  }
}
