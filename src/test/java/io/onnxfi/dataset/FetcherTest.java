package io.onnxfi.dataset;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.onnxfi.dataset.FetchedFile.Outcome;
import io.onnxfi.error.MissingResourceException;
import java.io.IOException;
import java.nio.file.Files;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

/** Downloads that succeed in the end. */
class FetcherTest extends AbstractFetcherTest {
  @Test
  void shouldDownloadAndVerify() throws IOException {
    publisher.answer("/f", FakePublisher.ranged(CONTENT));

    assertThat(fetch()).isEqualTo(new FetchedFile(target(), Outcome.DOWNLOADED));

    assertFetched();
    assertThat(told).first().isEqualTo("0/100000");
    assertThat(told).last().isEqualTo("100000/100000");
  }

  @Test
  void shouldNotDownloadWhatIsThere() throws IOException {
    Files.write(target(), CONTENT);

    assertThat(fetch().outcome()).isEqualTo(Outcome.ALREADY_THERE);

    assertThat(publisher.ranges()).isEmpty();
  }

  @Test
  void shouldReplaceAWrongFileOnceTheNewOneIsVerified() throws IOException {
    Files.write(target(), new byte[] {1});
    publisher.answer("/f", FakePublisher.status(404), FakePublisher.ranged(CONTENT));

    assertThatThrownBy(this::fetch).isInstanceOf(MissingResourceException.class);
    assertThat(Files.readAllBytes(target())).containsExactly(1);
    assertThat(fetch().outcome()).isEqualTo(Outcome.DOWNLOADED);

    assertFetched();
    assertThat(told).contains("replacing f");
  }

  @Test
  void shouldResumeAfterTheConnectionWasCut() throws IOException {
    publisher.answer("/f", FakePublisher.cut(CONTENT, 70_000), FakePublisher.ranged(CONTENT));

    assertThat(fetch().outcome()).isEqualTo(Outcome.RESUMED);

    assertFetched();
    assertThat(publisher.ranges()).hasSize(2);
    assertThat(publisher.ranges().get(1)).startsWith("bytes=");
    assertThat(told).contains("retrying f");
  }

  @Test
  void shouldResumeWhatAnEarlierRunLeft() throws IOException {
    leavePart(Arrays.copyOf(CONTENT, 60_000));
    publisher.answer("/f", FakePublisher.ranged(CONTENT));

    assertThat(fetch().outcome()).isEqualTo(Outcome.RESUMED);

    assertFetched();
    assertThat(publisher.ranges()).containsExactly("bytes=60000-");
    assertThat(told).first().isEqualTo("60000/100000");
  }

  @Test
  void shouldFinishAWholePartWithoutTheNetwork() throws IOException {
    leavePart(CONTENT);

    assertThat(fetch().outcome()).isEqualTo(Outcome.RESUMED);

    assertFetched();
    assertThat(publisher.ranges()).isEmpty();
  }

  @Test
  void shouldStartOverWhenTheServerIgnoresRanges() throws IOException {
    leavePart(Arrays.copyOf(CONTENT, 60_000));
    publisher.answer("/f", FakePublisher.whole(CONTENT));

    assertThat(fetch().outcome()).isEqualTo(Outcome.DOWNLOADED);

    assertFetched();
  }

  @Test
  void shouldStartOverWhenTheServerSendsAnotherRange() throws IOException {
    leavePart(Arrays.copyOf(CONTENT, 60_000));
    publisher.answer("/f", FakePublisher.wrongRange(CONTENT), FakePublisher.ranged(CONTENT));

    assertThat(fetch().outcome()).isEqualTo(Outcome.DOWNLOADED);

    assertFetched();
    assertThat(publisher.ranges()).containsExactly("bytes=60000-", "whole");
  }

  @Test
  void shouldStartOverWhenThePartIsLongerThanTheFile() throws IOException {
    leavePart(new byte[CONTENT.length + 5]);
    publisher.answer("/f", FakePublisher.ranged(CONTENT));

    assertThat(fetch().outcome()).isEqualTo(Outcome.DOWNLOADED);

    assertFetched();
  }

  @Test
  void shouldStartOverWhenTheRangeIsNotSatisfiable() throws IOException {
    leavePart(new byte[CONTENT.length + 5]);
    publisher.answer("/f", FakePublisher.ranged(CONTENT));

    FetchedFile fetched = fetch(download(publisher.uri("/f"), CONTENT, Download.UNKNOWN));

    assertThat(fetched.outcome()).isEqualTo(Outcome.DOWNLOADED);
    assertFetched();
    assertThat(publisher.ranges()).containsExactly("bytes=100005-", "whole");
  }

  @Test
  void shouldResumeAStalledTransfer() throws IOException {
    publisher.answer("/f", publisher.stalled(CONTENT, 70_000), FakePublisher.ranged(CONTENT));

    assertThat(fetch().outcome()).isEqualTo(Outcome.RESUMED);

    assertFetched();
  }

  @Test
  void shouldTryAgainWhenTheServerIsBusy() throws IOException {
    publisher.answer(
        "/f", FakePublisher.status(503), FakePublisher.status(429), FakePublisher.ranged(CONTENT));

    assertThat(fetch().outcome()).isEqualTo(Outcome.DOWNLOADED);

    assertFetched();
  }

  @Test
  void shouldFollowRedirectsOnThisMachine() throws IOException {
    publisher.answer("/old", FakePublisher.redirect("/f"));
    publisher.answer("/f", FakePublisher.ranged(CONTENT));

    fetch(download(publisher.uri("/old"), CONTENT, CONTENT.length));

    assertFetched();
  }
}
