package io.onnxfi.error;

import static org.assertj.core.api.Assertions.assertThat;

import io.onnxfi.error.Failure.Kind;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import org.junit.jupiter.api.Test;

class FailureTest {
  private static Failure of(Throwable thrown) {
    return Failure.of(thrown, "/opt/onnxfi");
  }

  @Test
  void shouldRepeatWhatTheThrowerSaid() {
    assertThat(of(MalformedInputException.of("list.csv:2", "a bit", "x")))
        .isEqualTo(new Failure(Kind.BAD_INPUT, "list.csv:2: expected a bit, found x"));
    assertThat(of(new IllegalStateException(new MissingResourceException("no data", "get it"))))
        .extracting(Failure::kind)
        .isEqualTo(Kind.MISSING);
  }

  @Test
  void shouldBlameTheMachineRatherThanTheFile() {
    IOException full = new FileSystemException("run/x.csv", null, "No space left on device");
    Throwable told = new MalformedInputException("run/x.csv: cannot be written", full);
    assertThat(of(told).kind()).isEqualTo(Kind.MISSING);
    assertThat(of(told).line())
        .isEqualTo(
            "cannot use run/x.csv (No space left on device); free some space there, or choose"
                + " another folder");
  }

  @Test
  void shouldSayWhichFileWasUsedInVain() {
    assertThat(of(new UncheckedIOException(new NoSuchFileException("a.csv"))))
        .isEqualTo(
            new Failure(
                Kind.MISSING, "cannot use a.csv (NoSuchFileException); fix that and try again"));
    assertThat(of(new IOException()).line())
        .isEqualTo("input or output failed (IOException); fix that and try again");
  }

  @Test
  void shouldSayHowToGetMoreMemory() {
    assertThat(of(new OutOfMemoryError("unable to create native thread")).line())
        .contains("fewer --threads");
    assertThat(of(new OutOfMemoryError("Cannot reserve direct buffer memory")).line())
        .contains("a smaller --memory or --batch");
    assertThat(of(new OutOfMemoryError("Java heap space")))
        .matches(failure -> failure.kind() == Kind.MISSING)
        .extracting(Failure::line)
        .asString()
        .contains("Java heap space, with a limit of");
  }

  @Test
  void shouldNameTheFolderThatIsBuiltAgain() {
    assertThat(of(new NoClassDefFoundError("io/onnxfi/run/Runs")).line())
        .contains("remove /opt/onnxfi/target, and the next start rebuilds it");
    assertThat(of(new UnsatisfiedLinkError("libgomp.so.1")).line())
        .contains("a native library cannot be loaded (libgomp.so.1)");
  }

  @Test
  void shouldTakeDeepNestingForBadInput() {
    assertThat(of(new StackOverflowError()).kind()).isEqualTo(Kind.BAD_INPUT);
  }

  @Test
  void shouldCallAnythingElseABug() {
    assertThat(of(new IllegalArgumentException("a batch of 0")).kind()).isEqualTo(Kind.DEFECT);
    Throwable inCircles = new IllegalStateException("a");
    inCircles.initCause(new IllegalStateException("b", inCircles));
    assertThat(of(inCircles).kind()).isEqualTo(Kind.DEFECT);
  }
}
