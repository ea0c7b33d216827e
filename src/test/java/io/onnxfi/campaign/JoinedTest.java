package io.onnxfi.campaign;

import static org.assertj.core.api.Assertions.assertThat;

import io.onnxfi.outcome.OutcomeCounts;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;

/** That parts add up to faults, whatever is known from before. */
class JoinedTest {
  private static final Campaign CAMPAIGN = EngineScenario.BATCHES.campaign();
  private static final int IMAGES = CAMPAIGN.workload().size();
  private static final int FAULTS = 7;
  private static final Shard SHARD = Shard.of(CAMPAIGN).with(List.of(0, 1, 2, 3, 4, 5, 6));

  /** Keeps what it is told. */
  private record Diary(List<FaultTally> finished, List<FaultTally> parts) {
    static Diary empty() {
      return new Diary(new ArrayList<>(), new ArrayList<>());
    }

    Joined joined(Shard shard, List<FaultTally> known) {
      return new Joined(shard, known, parts::add, finished::add);
    }
  }

  /** A number of its own for each image. */
  private static FaultTally tally(int fault, int from, int to) {
    byte[] places = new byte[IMAGES];
    for (int place = from; place < to; place++) {
      places[place] = (byte) ((fault + place) % 3);
    }
    OutcomeCounts counts = new OutcomeCounts(to - from, fault, 0, from, to, 0, 0, to);
    return FaultTally.of(CAMPAIGN, new Shard(List.of(fault), from, to), fault, counts, places);
  }

  /** Any faults on any neighbouring images, each pair once. */
  private static List<FaultTally> divided(List<Shard> shards, Random random) {
    List<FaultTally> tallies = new ArrayList<>();
    for (Shard shard : shards) {
      for (int fault : shard.faults()) {
        for (int from = shard.from(); from < shard.to(); ) {
          int to = from + 1 + random.nextInt(shard.to() - from);
          tallies.add(tally(fault, from, to));
          from = to;
        }
      }
    }
    Collections.shuffle(tallies, random);
    return tallies;
  }

  @Property(tries = 200)
  void shouldAddUpWhatIsLeftToWhatIsKnown(@ForAll long seed) {
    Random random = new Random(seed);
    Diary first = Diary.empty();
    Joined begun = first.joined(SHARD, List.of());
    assertThat(begun.missing()).containsExactly(SHARD);
    List<FaultTally> all = divided(begun.missing(), random);
    all.subList(0, random.nextInt(all.size())).forEach(begun);

    List<Integer> done = first.finished().stream().map(FaultTally::fault).toList();
    List<Integer> left = SHARD.faults().stream().filter(fault -> !done.contains(fault)).toList();
    Diary second = Diary.empty();
    Joined resumed = second.joined(SHARD.with(left), first.parts());
    assertThat(second.finished()).isEmpty();
    divided(resumed.missing(), random).forEach(resumed);

    List<FaultTally> finished = new ArrayList<>(first.finished());
    finished.addAll(second.finished());
    assertThat(finished).extracting(FaultTally::fault).hasSize(FAULTS).doesNotHaveDuplicates();
    for (FaultTally tally : finished) {
      byte[] codes = tally.outcome(CAMPAIGN).images();
      for (int place = 0; place < IMAGES; place++) {
        assertThat(codes[place]).isEqualTo((byte) ((tally.fault() + place) % 3));
      }
      assertThat(tally.counts().images()).isEqualTo(IMAGES);
    }
    assertThat(resumed.missing()).isEmpty();
  }

  @Test
  void shouldTakeNoImageTwice() {
    Joined joined =
        Diary.empty().joined(SHARD, List.of(tally(2, 0, 3), tally(2, 2, 5), tally(99, 0, 3)));
    assertThat(joined.missing())
        .containsExactlyInAnyOrder(
            SHARD.with(List.of(0, 1, 3, 4, 5, 6)), new Shard(List.of(2), 3, IMAGES));
  }

  @Test
  void shouldFinishWhatWasAllThere() {
    Diary told = Diary.empty();
    told.joined(SHARD, List.of(tally(2, 3, IMAGES), tally(2, 0, 3)));
    assertThat(told.finished()).containsExactly(tally(2, 0, 3).plus(tally(2, 3, IMAGES)));
    assertThat(told.parts()).isEmpty();
  }
}
