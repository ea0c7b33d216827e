package io.onnxfi.campaign;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class ImageSampleTest {
  @Property(tries = 100)
  void shouldShuffleWithoutMovingAnImageWithinItsBatch(
      @ForAll @IntRange(min = 1, max = 9) int batch,
      @ForAll @IntRange(min = 9, max = 200) int images,
      @ForAll long seed) {
    int[] order = ImageSample.draw(0, batch, images, batch, seed).order();
    assertThat(Arrays.stream(order).distinct().count()).isEqualTo(images);
    for (int place = 0; place < images; place++) {
      assertThat(order[place] % batch).isEqualTo(place % batch);
      assertThat(order[place]).isBetween(0, images - 1);
    }
  }

  @Property(tries = 100)
  void shouldGiveEachFaultAWindowOfWholeBatches(
      @ForAll @IntRange(min = 1, max = 9) int batch,
      @ForAll @IntRange(min = 1, max = 5) int batchesPerFault,
      @ForAll @IntRange(min = 45, max = 200) int images,
      @ForAll long seed) {
    int size = batch * batchesPerFault;
    ImageSample sample = ImageSample.draw(20, size, images, batch, seed);
    for (int fault = 0; fault < 20; fault++) {
      assertThat(Arrays.stream(sample.images(fault)).distinct().count()).isEqualTo(size);
      List<ImageSample.Range> ranges = sample.within(fault, 0, images);
      assertThat(ranges).hasSizeBetween(1, 2);
      for (ImageSample.Range range : ranges) {
        assertThat(range.from() % batch).isZero();
        assertThat(range.to() % batch).isZero();
      }
    }
  }

  @Property(tries = 50)
  void shouldFindAFaultsPlacesPartByPart(@ForAll @IntRange(max = 60) int cut, @ForAll long seed) {
    ImageSample sample = ImageSample.draw(5, 24, 60, 8, seed);
    for (int fault = 0; fault < 5; fault++) {
      long places =
          List.of(sample.within(fault, 0, cut), sample.within(fault, cut, 60)).stream()
              .flatMap(List::stream)
              .mapToInt(range -> range.to() - range.from())
              .sum();
      assertThat(places).isEqualTo(24);
    }
  }

  @Test
  void shouldPickWhatLiesAtAFaultsPlaces() {
    ImageSample sample = ImageSample.draw(9, 8, 20, 4, 1);
    byte[] places = new byte[20];
    int[] order = sample.order();
    for (int place = 0; place < 20; place++) {
      places[place] = (byte) order[place];
    }
    Set<Integer> first = new HashSet<>();
    for (int fault = 0; fault < 9; fault++) {
      int[] expected = sample.images(fault);
      byte[] picked = sample.pick(fault, places);
      for (int i = 0; i < 8; i++) {
        assertThat(picked[i]).isEqualTo((byte) expected[i]);
      }
      first.add(sample.within(fault, 0, 20).size());
    }
    assertThat(first).as("windows that go round are among them").containsExactlyInAnyOrder(1, 2);
  }

  /** Windows of 100 of 1,000: two share 10 images on average, as independent samples would. */
  @Test
  void shouldShareAsManyImagesAsIndependentSamplesWould() {
    int pairs = 20_000;
    ImageSample sample = ImageSample.draw(2 * pairs, 100, 1000, 25, 3);
    long shared = 0;
    for (int pair = 0; pair < pairs; pair++) {
      for (ImageSample.Range range : sample.within(2 * pair, 0, 1000)) {
        shared +=
            sample.within(2 * pair + 1, range.from(), range.to()).stream()
                .mapToInt(common -> common.to() - common.from())
                .sum();
      }
    }
    // Overlaps of 25, 50, 75 (twice each) and 100 of 40 starts: standard deviation 25; 4 errors.
    assertThat((double) shared / pairs).isEqualTo(10, within(4 * 25 / Math.sqrt(pairs)));
  }

  @Property(tries = 100)
  void shouldGiveTheImagesOfAnEarlierDraw(
      @ForAll @IntRange(min = 1, max = 9) int batch,
      @ForAll @IntRange(min = 1, max = 5) int batchesPerFault,
      @ForAll @IntRange(min = 45, max = 200) int images,
      @ForAll long seed) {
    ImageSample drawn = ImageSample.draw(20, batch * batchesPerFault, images, batch, seed);
    List<int[]> some = IntStream.of(3, 19, 0, 8).mapToObj(drawn::images).toList();
    ImageSample given = ImageSample.of(some, batch);
    assertThat(given.size(images)).isEqualTo(drawn.size(images));
    for (int fault = 0; fault < some.size(); fault++) {
      assertThat(given.images(fault)).isEqualTo(some.get(fault));
    }
    assertThat(given.order()).as("each image once").doesNotHaveDuplicates();
    assertThat(given.fits(4, given.order().length, batch)).isTrue();
  }

  @Test
  void shouldLayABatchThatFaultsShareOutOnce() {
    List<int[]> images =
        List.of(new int[] {4, 1, 6, 3}, new int[] {6, 3, 0, 5}, new int[] {0, 5, 4, 1});
    ImageSample given = ImageSample.of(images, 2);
    assertThat(given.order()).containsExactly(4, 1, 6, 3, 0, 5);
    assertThat(given.within(1, 0, 6)).containsExactly(new ImageSample.Range(2, 6));
    assertThat(given.within(2, 0, 6))
        .containsExactly(new ImageSample.Range(4, 6), new ImageSample.Range(0, 2));
    assertThat(IntStream.range(0, 4).map(nth -> given.place(2, nth))).containsExactly(4, 5, 0, 1);
    assertThat(given.pick(2, new byte[] {10, 11, 12, 13, 14, 15}))
        .isEqualTo(new byte[] {14, 15, 10, 11});
    assertThatThrownBy(() -> given.place(2, 4)).isInstanceOf(IndexOutOfBoundsException.class);
    assertThat(ImageSample.of(List.of(), 2).isAll()).isTrue();
  }

  @Test
  void shouldRefuseImagesThatCannotKeepTheirPlaces() {
    for (int[] wrong :
        List.of(new int[] {0, 1, 2}, new int[] {1, 2}, new int[] {0, 1, 0, 1}, new int[] {})) {
      assertThatThrownBy(() -> ImageSample.of(List.of(wrong), 2))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessage(
              "%s is no %d images in batches of 2".formatted(Arrays.toString(wrong), wrong.length));
    }
    assertThatThrownBy(() -> ImageSample.of(List.of(new int[] {0, 1}, new int[] {0, 1, 2, 3}), 2))
        .hasMessage("[0, 1, 2, 3] is no 2 images in batches of 2");
  }

  @Test
  void shouldDrawTheSameForTheSameSeed() {
    ImageSample sample = ImageSample.draw(50, 8, 40, 4, 7);
    assertThat(ImageSample.draw(50, 8, 40, 4, 7).images(49)).isEqualTo(sample.images(49));
    assertThat(ImageSample.draw(50, 8, 40, 4, 8).order()).isNotEqualTo(sample.order());
    assertThat(sample.at(49, 3).images(1)).isEqualTo(sample.images(3));
  }

  @Test
  void shouldRefuseWindowsThatAreNoWholeBatches() {
    assertThatThrownBy(() -> ImageSample.draw(1, 6, 40, 4, 7))
        .hasMessage("6 of 40 images in batches of 4");
    assertThatThrownBy(() -> ImageSample.draw(1, 40, 39, 4, 7))
        .hasMessage("40 of 39 images in batches of 4");
  }
}
