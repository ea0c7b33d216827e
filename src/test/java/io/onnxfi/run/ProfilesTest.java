package io.onnxfi.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.onnxfi.backend.Backend;
import io.onnxfi.backend.BackendProviders;
import io.onnxfi.backend.BackendSettings;
import io.onnxfi.backend.Session;
import io.onnxfi.dataset.DataRoot;
import io.onnxfi.dataset.Datasets;
import io.onnxfi.dataset.LabelledImages;
import io.onnxfi.error.MalformedInputException;
import io.onnxfi.fault.LayerFilter;
import io.onnxfi.fault.model.Spread;
import io.onnxfi.onnx.Dataflow;
import io.onnxfi.onnx.OnnxModel;
import io.onnxfi.profile.Profile;
import io.onnxfi.profile.ProfileFile;
import io.onnxfi.profile.Statistics;
import io.onnxfi.profile.ValueProfile;
import io.onnxfi.tensor.Tensor;
import io.onnxfi.testing.Graphs;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ProfilesTest {
  private static final int IMAGES = 23; // the last batch is not full
  private static final int BATCH = 5;

  @TempDir private Path folder;
  private Path model;

  @BeforeEach
  void prepare() {
    model = folder.resolve("tiny.onnx");
    Graphs.tinyCnn(2).save(model);
  }

  private static DataSource data() {
    return new DataSource(
        Datasets.named("synthetic"), DataRoot.usual(), OptionalInt.of(IMAGES), Optional.empty());
  }

  private Profile profile(String backend, int threads, String... layers) {
    return Profiles.make(
        new ProfileSpec(
            ModelSource.of(model),
            data(),
            backend,
            BackendSettings.DEFAULT,
            BATCH,
            threads,
            Arrays.stream(layers).findFirst().map(text -> LayerFilter.parse("--layers", text))),
        RunListener.SILENT);
  }

  /** Sums of fewer than 10^6 numbers in double precision: far below 1e-9 of their size. */
  @ParameterizedTest
  @ValueSource(strings = {"ort", "djl"})
  void shouldEqualStatisticsComputedOneByOne(String id) {
    Profile profile = profile(id, 2);
    OnnxModel loaded = OnnxModel.load(model);
    assertThat(profile.values()).hasSameSizeAs(loaded.nodes());
    LabelledImages images = data().load();
    List<String> names = profile.values().stream().map(ValueProfile::name).toList();
    try (Backend backend = BackendProviders.named(id, "test").open(BackendSettings.DEFAULT);
        Session session = backend.open(new Dataflow(loaded).observing(names).model())) {
      float[][] seen = new float[names.size()][];
      for (int from = 0; from < IMAGES; from += BATCH) {
        Tensor batch =
            images.batch(
                data().normalization(loaded.metadata()), from, Math.min(from + BATCH, IMAGES));
        List<Tensor> values = session.run(List.of(batch));
        for (int i = 0; i < seen.length; i++) {
          float[] next = values.get(i).toFloatArray();
          float[] before = seen[i] == null ? new float[0] : seen[i];
          seen[i] = Arrays.copyOf(before, before.length + next.length);
          System.arraycopy(next, 0, seen[i], before.length, next.length);
        }
      }
      for (int i = 0; i < seen.length; i++) {
        ValueProfile value = profile.values().get(i);
        double[] all = doubles(seen[i]);
        assertThat(value.whole().count()).isEqualTo(all.length);
        check(value.whole(), all);
        double[] sorted = Arrays.stream(all).sorted().toArray();
        double middle = 0.5 * (sorted.length - 1);
        double median = (sorted[(int) Math.floor(middle)] + sorted[(int) Math.ceil(middle)]) / 2;
        assertThat(value.percentiles().get(3)).isEqualTo(median);
        int channels = (int) value.image().dim(0);
        assertThat(value.channels()).hasSize(channels);
        int slab = all.length / IMAGES / channels;
        for (int channel = 0; channel < channels; channel++) {
          int own = channel;
          check(
              value.channels().get(channel),
              IntStream.range(0, all.length)
                  .filter(at -> at / slab % channels == own)
                  .mapToDouble(at -> all[at])
                  .toArray());
        }
      }
    }
  }

  private static double[] doubles(float... floats) {
    return IntStream.range(0, floats.length).mapToDouble(i -> floats[i]).toArray();
  }

  private static void check(Statistics found, double... values) {
    double mean = Arrays.stream(values).average().orElseThrow();
    double squares = Arrays.stream(values).map(v -> (v - mean) * (v - mean)).sum();
    assertThat(found.least()).isEqualTo(Arrays.stream(values).min().orElseThrow());
    assertThat(found.most()).isEqualTo(Arrays.stream(values).max().orElseThrow());
    assertThat(found.mean()).isCloseTo(mean, within(1e-9));
    assertThat(found.deviation()).isCloseTo(Math.sqrt(squares / (values.length - 1)), within(1e-9));
    assertThat(found.zeros())
        .isEqualTo((double) Arrays.stream(values).filter(v -> v == 0).count() / values.length);
    assertThat(found.nonFinite()).isZero();
  }

  @Test
  void shouldGiveTheSameBytesWithAnyThreadsAndReadThemBack() {
    Path one = folder.resolve("one.json");
    Path other = folder.resolve("other.json");
    ProfileFile.write(one, profile("ort", 1));
    ProfileFile.write(other, profile("ort", 3));
    assertThat(other).hasSameBinaryContentAs(one);
    Path again = folder.resolve("again.json");
    ProfileFile.write(again, ProfileFile.read(one));
    assertThat(again).hasSameBinaryContentAs(one);
  }

  @Test
  void shouldChooseValuesByTheirNamesAndSayWhatItHasNot() {
    Profile chosen = profile("ort", 2, "conv2");
    assertThat(chosen.values()).isNotEmpty().allMatch(value -> value.name().contains("conv2"));
    String name = chosen.values().get(0).name();
    Statistics whole = chosen.values().get(0).whole();
    assertThat(chosen.ranges().of(name))
        .isEqualTo(new Spread(whole.least(), whole.most(), whole.deviation()));
    assertThatThrownBy(() -> chosen.ranges().of("conv1"))
        .hasMessageContaining("the fault needs the range of 'conv1', which this profile does not");
    assertThatThrownBy(() -> profile("ort", 2, "conv9"))
        .isInstanceOf(MalformedInputException.class)
        .hasMessageContaining("--layers conv9: expected values of numbers with one row per image");
  }

  @Test
  void shouldRefuseWhatIsNoProfileOfTheModel() throws IOException {
    Path file = folder.resolve("p.json");
    ProfileFile.write(file, profile("ort", 2, "conv1"));
    assertThat(Profiles.read(file, model).values()).isNotEmpty();
    Path other = folder.resolve("other.onnx");
    Graphs.tinyCnn(3).save(other);
    assertThatThrownBy(() -> Profiles.read(file, other))
        .isInstanceOf(MalformedInputException.class)
        .hasMessageContaining(file + ": expected a profile of " + other);
    String text = Files.readString(file);
    Files.writeString(file, text.replace("\"format\" : 1", "\"format\" : 2"));
    assertThatThrownBy(() -> ProfileFile.read(file))
        .hasMessage(file + ": expected format 1, found 2; a newer OnnxFI wrote it");
    Files.writeString(file, text.replaceFirst("\"count\" : \\d+", "\"count\" : \"many\""));
    assertThatThrownBy(() -> ProfileFile.read(file))
        .hasMessageContaining(".count: expected a count, found many");
    Files.writeString(
        file,
        text.replaceFirst("\"image\" : \\[\\s+16,", "\"image\" : [2147483647, 2147483647, 4, 16,"));
    assertThatThrownBy(() -> ProfileFile.read(file))
        .hasMessageContaining("2147483647,2147483647,4,16,16,16, which has too many elements");
    Files.writeString(file, text.replaceFirst("\"image\" : \\[\\s+16,", "\"image\" : [9, 16,"));
    assertThatThrownBy(() -> ProfileFile.read(file))
        .hasMessageContaining(".channels.min: expected a list of 9 numbers, found ");
    Files.writeString(file, "{\"model\": {}}");
    assertThatThrownBy(() -> ProfileFile.read(file))
        .hasMessageContaining("expected a profile, as 'onnxfi profile' writes it");
  }
}
