package io.onnxfi.campaign;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.onnxfi.backend.Backend;
import io.onnxfi.outcome.BoxCounts;
import io.onnxfi.outcome.GoldenOutputs;
import io.onnxfi.outcome.ImageOutcome;
import io.onnxfi.outcome.OutcomeCounts;
import io.onnxfi.testing.Effort;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What every engine keeps: shards in, tallies out, and how a campaign is divided is not seen. */
public abstract class EngineContract {
  private static final int MOST_GROUPS = 4;
  private static final Map<EngineScenario, List<FaultOutcome>> EXPECTED = new ConcurrentHashMap<>();

  /** The engines under test. */
  protected abstract EngineFactory engines();

  private static int images(Campaign campaign) {
    return campaign.workload().size();
  }

  private static List<Integer> all(Campaign campaign) {
    return Shard.of(campaign).faults();
  }

  /** The outcomes of the whole campaign as one shard of the plain engine, run once. */
  private static List<FaultOutcome> expected(EngineScenario scenario, Backend backend) {
    return EXPECTED.computeIfAbsent(scenario, unknown -> run(scenario.campaign(), backend));
  }

  private static List<FaultOutcome> run(Campaign campaign, Backend backend) {
    try (Engine plain = PlainEngine.factory(1).open(campaign, backend, all(campaign))) {
      return plain.run(Shard.of(campaign)).outcomes(campaign);
    }
  }

  private static void assertSame(List<FaultOutcome> found, List<FaultOutcome> expected) {
    assertThat(found).hasSameSizeAs(expected);
    for (int i = 0; i < found.size(); i++) {
      FaultOutcome other = expected.get(i);
      assertThat(found.get(i).position()).isEqualTo(i);
      assertThat(found.get(i).position()).isEqualTo(other.position());
      assertThat(found.get(i).counts()).as("fault %s", other.position()).isEqualTo(other.counts());
      assertThat(found.get(i).images()).as("fault %s", other.position()).isEqualTo(other.images());
    }
  }

  @ParameterizedTest
  @EnumSource
  void shouldGiveThePlainEnginesOutcomesInOneShard(EngineScenario scenario) {
    Campaign campaign = scenario.campaign();
    try (Backend backend = scenario.open();
        Engine engine = engines().open(campaign, backend, all(campaign))) {
      List<FaultOutcome> expected = expected(scenario, backend);
      assertSame(engine.run(Shard.of(campaign)).outcomes(campaign), expected);
      List<OutcomeCounts> counts = expected.stream().map(FaultOutcome::counts).toList();
      assertThat(counts.stream().anyMatch(OutcomeCounts::isCrash)).isEqualTo(scenario.hasCrashes());
      assertThat(counts).anyMatch(c -> c.critical() > 0).anyMatch(c -> c.masked() > 0);
      assertThat(counts.stream().map(OutcomeCounts::boxes).anyMatch(EngineContract::isAllKinds))
          .isEqualTo(scenario == EngineScenario.BOXES);
    }
  }

  @ParameterizedTest
  @EnumSource
  void shouldGiveTheSameLayerByLayer(EngineScenario scenario) {
    Campaign campaign = scenario.campaign();
    try (Backend backend = scenario.open();
        Engine engine = engines().open(campaign, backend, all(campaign))) {
      List<FaultOutcome> expected = expected(scenario, backend);
      for (List<Shard> pass :
          new LayerWalk(campaign, scenario.unit()).passes().subList(0, Effort.of(2, 3))) {
        assertSame(LayerWalk.run(engine, campaign, pass), expected);
      }
    }
  }

  /** Of the pairs that a filter leaves out, nothing is asked; not even whether one is a crash. */
  @ParameterizedTest
  @EnumSource
  void shouldGiveTheSameOfThePairsThatMatter(EngineScenario scenario) {
    Campaign campaign = scenario.campaign();
    boolean isAll = campaign.sample().isAll();
    PairFilter filter = (fault, place) -> fault % 5 > 0 && (!isAll || (fault + place) % 3 == 0);
    try (Backend backend = scenario.open();
        Engine engine = engines().open(campaign, backend, all(campaign))) {
      List<FaultOutcome> expected = expected(scenario, backend);
      int changed = 0;
      for (FaultOutcome found : engine.run(Shard.of(campaign), filter).outcomes(campaign)) {
        int fault = found.position();
        for (int image = 0; image < found.images().length; image++) {
          boolean isCrash = expected.get(fault).counts().isCrash();
          if (filter.runs(fault, image) && isCrash == found.counts().isCrash()) {
            byte code = expected.get(fault).images()[image];
            assertThat(found.images()[image])
                .as("fault %s, image %s", fault, image)
                .isEqualTo(code);
            changed += code == ImageOutcome.MASKED.code() ? 0 : 1;
          }
        }
      }
      assertThat(changed).as("pairs that are not masked").isPositive();
    }
  }

  private static boolean isAllKinds(BoxCounts boxes) {
    return boxes.values().stream().allMatch(count -> count > 0);
  }

  /**
   * Any division of faults × images, in any order, added up in any order; of half the scenarios, or
   * all.
   */
  @Property(tries = 1, edgeCases = EdgeCasesMode.NONE)
  void shouldGiveTheSameOutcomesInAnyShards(@ForAll long seed) {
    Random random = new Random(seed);
    List<EngineScenario> scenarios = new ArrayList<>(List.of(EngineScenario.values()));
    Collections.shuffle(scenarios, random);
    int some = Effort.of(scenarios.size() / 2, scenarios.size());
    for (EngineScenario scenario : scenarios.subList(0, some)) {
      Campaign campaign = scenario.campaign();
      try (Backend backend = scenario.open()) {
        List<FaultOutcome> expected = expected(scenario, backend);
        for (int division = 0; division < Effort.of(1, 8); division++) {
          List<FaultOutcome> found =
              added(campaign, backend, scenario.unit(), random).outcomes(campaign);
          assertSame(found, expected);
        }
      }
    }
  }

  private ShardResult added(Campaign campaign, Backend backend, int unit, Random random) {
    try (Engine one = engines().open(campaign, backend, all(campaign));
        Engine other = engines().open(campaign, backend, all(campaign))) {
      List<ShardResult> results = new ArrayList<>();
      for (Shard shard : divided(campaign, unit, random)) {
        Engine engine = random.nextInt(3) == 0 ? other : one; // as on two machines
        results.add(sent(engine.run(sent(shard))));
      }
      while (results.size() > 1) {
        ShardResult left = results.remove(random.nextInt(results.size()));
        ShardResult right = results.remove(random.nextInt(results.size()));
        results.add(left.plus(right));
      }
      return results.get(0);
    }
  }

  private static List<Shard> divided(Campaign campaign, int unit, Random random) {
    int images = campaign.workload().size();
    TreeSet<Integer> bounds = new TreeSet<>(List.of(0, images));
    int units = images / unit;
    IntStream.rangeClosed(0, random.nextInt(MOST_GROUPS))
        .map(i -> random.nextInt(units) * unit)
        .forEach(bounds::add);
    List<Shard> shards = new ArrayList<>();
    for (int to : bounds.tailSet(0, false)) {
      List<Integer> faults = new ArrayList<>(all(campaign));
      Collections.shuffle(faults, random);
      int group = 1 + faults.size() / (1 + random.nextInt(MOST_GROUPS));
      for (int i = 0; i < faults.size(); i += group) {
        List<Integer> some = faults.subList(i, Math.min(i + group, faults.size()));
        shards.add(new Shard(some, bounds.lower(to), to));
      }
    }
    Collections.shuffle(shards, random);
    return shards;
  }

  /** The same value in another process. */
  @SuppressWarnings("unchecked")
  private static <T> T sent(T value) {
    try {
      ByteArrayOutputStream bytes = new ByteArrayOutputStream();
      try (ObjectOutputStream out = new ObjectOutputStream(bytes)) {
        out.writeObject(value);
      }
      try (ObjectInputStream in =
          new ObjectInputStream(new ByteArrayInputStream(bytes.toByteArray()))) {
        return (T) in.readObject();
      }
    } catch (IOException | ClassNotFoundException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Where a model does not bear out what its backend says, an engine may do either. */
  @ParameterizedTest
  @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "COMPANY")
  void shouldRefuseAShardThatPartsABatchThatMatters(EngineScenario scenario) {
    Campaign campaign = scenario.campaign();
    try (Backend backend = scenario.open();
        Engine engine = engines().open(campaign, backend, all(campaign))) {
      Shard parted = new Shard(List.of(0), 4, 7);
      if (scenario.unit() == 1) {
        ShardResult rest = engine.run(new Shard(List.of(0), 0, 4)).plus(engine.run(parted));
        ShardResult all = rest.plus(engine.run(new Shard(List.of(0), 7, images(campaign))));
        assertSame(all.outcomes(campaign), expected(scenario, backend).subList(0, 1));
        return;
      }
      assertThatThrownBy(() -> engine.run(parted))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("expected a shard of whole batches of 4")
          .hasMessageContaining("found images 4 to 7");
    }
  }

  @Test
  void shouldRefuseWhatIsNotOfTheCampaign() {
    Campaign campaign = EngineScenario.FREE.campaign();
    int images = images(campaign);
    try (Backend backend = EngineScenario.FREE.open();
        Engine engine = engines().open(campaign, backend, all(campaign))) {
      for (Shard strange :
          List.of(
              new Shard(List.of(0), 0, images + 1),
              new Shard(List.of(campaign.size()), 0, images))) {
        assertThatThrownBy(() -> engine.run(strange)).isInstanceOf(IndexOutOfBoundsException.class);
      }
    }
  }

  @Test
  void shouldRunFaultsThatItWasNotOpenedFor() {
    Campaign campaign = EngineScenario.FREE.campaign();
    try (Backend backend = EngineScenario.FREE.open();
        Engine engine = engines().open(campaign, backend, List.of(0, 1))) {
      assertSame(
          engine.run(Shard.of(campaign)).outcomes(campaign),
          expected(EngineScenario.FREE, backend));
    }
  }

  @Test
  void shouldComputeFaultFreeOutputsOnceAndOnlyOfTheImagesAskedFor() {
    Campaign campaign = EngineScenario.FREE.campaign();
    AtomicLong images = new AtomicLong();
    try (Backend real = EngineScenario.FREE.open()) {
      Backend backend =
          WatchedBackend.of(real, (edit, inputs) -> images.addAndGet(inputs.get(0).shape().dim(0)));
      Engine engine = engines().open(campaign, backend, all(campaign));
      GoldenOutputs golden = engine.golden(8, 15);
      assertThat(images).as("two batches").hasValue(8);
      assertThat(engine.golden(9, 10)).isSameAs(golden);
      assertThat(images).hasValue(8);
      engine.golden(4, 16);
      assertThat(images).hasValue(12);
      engine.close();
    }
  }

  @Test
  void shouldTellOfEachFaultAtOnce() {
    Campaign campaign = EngineScenario.FREE.campaign();
    try (Backend backend = EngineScenario.FREE.open();
        Engine engine = engines().open(campaign, backend, all(campaign))) {
      List<FaultTally> told = new ArrayList<>();
      assertThatThrownBy(
              () ->
                  engine.run(
                      Shard.of(campaign),
                      tally -> {
                        told.add(tally);
                        if (told.size() == 3) {
                          throw new IllegalStateException("the disk is full");
                        }
                      }))
          .hasMessage("the disk is full");
      assertThat(told).hasSize(3);
      assertThat(engine.run(Shard.of(campaign)).tallies())
          .as("of an engine that can go on")
          .hasSize(campaign.size())
          .containsAll(told);
    }
  }
}
