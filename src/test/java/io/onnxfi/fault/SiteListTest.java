package io.onnxfi.fault;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.onnxfi.csv.CsvForm;
import io.onnxfi.error.MalformedInputException;
import io.onnxfi.fault.model.BitFlip;
import io.onnxfi.fault.model.Burst;
import io.onnxfi.fault.model.FaultModel;
import io.onnxfi.fault.model.RelativeNoise;
import io.onnxfi.fault.model.StuckAt;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import java.util.Random;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Lists with the columns {@code Model} and {@code Site}. */
class SiteListTest {
  private static final String HEADER = "Injection,Layer,TensorIndex,Bit,Model,Site\n";

  @TempDir private Path folder;

  @Test
  void shouldTakeRowsOfOneNumberForOneTrial() throws IOException {
    String text =
        HEADER
            + "0,conv1,\"(3, 0, 2, 1)\",15,flip,weight\n"
            + "0,relu,\"(1, 0, 0)\",30,stuck-at-1,activation/channel@image:17\n"
            + "5,fc,\"(1,)\",3,,\n"
            + "0,fc,\"(2,)\",4,flip,weight\n";
    FaultList list = read(text);

    assertThat(list.trials()).extracting(Trial::id).containsExactly(0L, 5L);
    assertThat(list.trials().get(0).faults())
        .extracting(fault -> fault.site().layer())
        .containsExactly("conv1", "relu", "fc");
    assertThat(list.trials().get(0).faults().get(1).model()).isEqualTo(new StuckAt(true));
    assertThat(list.trials().get(0).faults().get(1).site().extent())
        .isEqualTo(new Extent(SiteKind.ACTIVATION, FixedReach.CHANNEL, new Exposure.Image(17)));
    assertThat(list.trials().get(1).faults())
        .containsExactly(new Fault(new FaultSite("fc", TensorIndex.of(1), 3), new BitFlip()));
    assertThat(IntStream.range(0, 4).map(list::trialOf)).containsExactly(0, 0, 1, 0);
    assertThat(list.rows(0)).extracting(FaultRow::line).containsExactly(2L, 3L, 5L);
    assertThat(list.locate(1)).isEqualTo("list.csv:4");
    assertThat(list.labels(0).level(Factor.FAULT)).isEqualTo("several");
    assertThat(list.labels(1).level(Factor.SITE)).isEqualTo("weight");
    assertThat(list.trialsUnder(new StuckAt(false))).isEqualTo(list.trials());
    assertThat(rewritten(list)).isEqualTo(text);
    assertThat(rewritten(list.select(1)).lines())
        .containsExactly(HEADER.strip(), "5,fc,\"(1,)\",3,,");
  }

  @Test
  void shouldKeepRowsOfOneNumberApartInListsAsPublished() throws IOException {
    String row = "0,fc,\"(1,)\",3\n";
    FaultList list = read("Injection,Layer,TensorIndex,Bit\n" + row + row);

    assertThat(list.trials()).hasSize(2);
    assertThat(list.trialsUnder(new StuckAt(false)))
        .allMatch(trial -> trial.faults().get(0).model().equals(new StuckAt(false)));
    assertThat(list.labels(0).has(Factor.FAULT)).isFalse();
  }

  /** A region, a whole tensor and a blank bit need not be written as an element's are. */
  @Test
  void shouldHaveOutcomesBeforeModelAndSite() throws IOException {
    String text =
        """
        Injection,Layer,TensorIndex,Bit,n_injections,masked,non_critical,critical,Model,Site
        0,conv1,(),31,9,5,4,0,flip,weight/tensor
        """;
    FaultList list = read(text);

    assertThat(list.hasOutcomes()).isTrue();
    assertThat(list.rows().get(0).site().index()).isEqualTo(TensorIndex.of());
    assertThat(list.rows().get(0).site()).hasToString("conv1 () bit 31 weight/tensor");
    assertThat(rewritten(list)).isEqualTo(text);
  }

  @Test
  void shouldReadTheColumnsByNameInAnyCase() throws IOException {
    FaultList list =
        read("site;bit;model;layer;injection;tensorindex\nactivation;3;stuck-at-0;relu;7;(1, 2)\n");

    assertThat(list.trials().get(0))
        .isEqualTo(
            new Trial(
                7,
                List.of(
                    new Fault(
                        new FaultSite(
                            "relu", TensorIndex.of(1, 2), OptionalInt.of(3), Extent.ACTIVATION),
                        new StuckAt(false))),
                0));
    assertThat(list.notes()).isNotEmpty();
    assertThat(rewritten(list).lines())
        .containsExactly(
            "Injection,Layer,TensorIndex,Bit,Site,Model",
            "7,relu,\"(1, 2)\",3,activation,stuck-at-0");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "0,fc,\"(1,)\",3,melt,weight|2: expected one of flip",
        "0,fc,\"(1,)\",3,flip,nowhere|2: expected a site: weight or activation",
        "0,fc,\"(1,)\",,flip,weight|2: expected a whole number in column Bit, found ''"
      })
  void shouldSayWhatThereIs(String rowAndMessage) {
    String[] parts = rowAndMessage.split("\\|", -1);
    assertThatThrownBy(() -> read(HEADER + parts[0] + "\n"))
        .isInstanceOf(MalformedInputException.class)
        .hasMessageContaining("list.csv:" + parts[1]);
  }

  /** What is written of any trials is read as the same trials, and written as the same bytes. */
  @Test
  void shouldReadBackAnyTrials() throws IOException {
    Random random = new Random(1);
    List<Extent> extents =
        List.of(
            Extent.WEIGHT,
            Extent.ACTIVATION,
            new Extent(SiteKind.WEIGHT, FixedReach.INPUT_CHANNEL, Exposure.EVERY),
            new Extent(SiteKind.ACTIVATION, FixedReach.TENSOR, new Exposure.Inference(3)));
    List<FaultModel> models =
        List.of(new BitFlip(), new StuckAt(true), new Burst(3), new RelativeNoise(0.1));
    for (int lists = 0; lists < 50; lists++) {
      List<FaultRow> rows = new ArrayList<>();
      for (int i = 0; i < random.nextInt(1, 30); i++) {
        FaultModel model = models.get(random.nextInt(models.size()));
        long[] index = random.longs(random.nextInt(5), 0, 100).toArray();
        FaultSite site =
            new FaultSite(
                "layer" + random.nextInt(3),
                TensorIndex.of(index),
                model.needsBit() || random.nextBoolean()
                    ? OptionalInt.of(random.nextInt(32))
                    : OptionalInt.empty(),
                extents.get(random.nextInt(extents.size())));
        Fault fault = new Fault(site, model);
        rows.add(FaultRow.drawn(i, random.nextInt(8), fault));
      }
      FaultList list =
          new FaultList("list.csv", List.of(HEADER.strip().split(",")), rows, CsvForm.STANDARD);
      String text = rewritten(list);
      FaultList again = read(text);

      assertThat(again.trials()).isEqualTo(list.trials());
      assertThat(again.rows()).isEqualTo(list.rows());
      assertThat(rewritten(again)).isEqualTo(text);
      assertThat(again.notes()).isEmpty();
      assertThat(
              IntStream.range(0, again.trials().size())
                  .boxed()
                  .flatMap(trial -> again.rows(trial).stream())
                  .collect(Collectors.toSet()))
          .hasSameSizeAs(Set.copyOf(again.rows()));
    }
  }

  private FaultList read(String text) throws IOException {
    return FaultList.read(Files.writeString(folder.resolve("list.csv"), text));
  }

  private String rewritten(FaultList list) throws IOException {
    Path copy = folder.resolve("copy.csv");
    list.write(copy);
    return Files.readString(copy);
  }
}
