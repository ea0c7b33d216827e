package io.onnxfi.dataset;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.onnxfi.dataset.FetchedFile.Outcome;
import io.onnxfi.error.MalformedInputException;
import io.onnxfi.error.MissingResourceException;
import io.onnxfi.testing.RealData;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FetchCatalogTest {
  private static final String RESNET =
      "torch/gpu/image_classification/CIFAR10/fp32/resnet/ResNet20.th";
  private static final String VGG = "torch/gpu/image_classification/CIFAR10/fp32/vgg/Vgg11_bn.pt";

  @TempDir Path folder;

  private FakePublisher publisher;

  @BeforeEach
  void open() throws IOException {
    publisher = new FakePublisher();
  }

  @AfterEach
  void close() {
    publisher.close();
  }

  @Test
  void shouldListWhatCanBeFetched() {
    assertThat(catalog().targets())
        .startsWith("cifar10", "cifar100", "gtsrb", "mnist", "tiny-imagenet", "dnn-benchmarks")
        .contains("dnn-benchmarks/" + RESNET, "dnn-benchmarks/" + VGG)
        .doesNotHaveDuplicates();
  }

  @Test
  void shouldAskThePublisherOfEachFile() {
    assertAsks("cifar10", "/cifar/cifar-10-binary.tar.gz", "cifar-10-binary.tar.gz");
    assertAsks("cifar100", "/cifar/cifar-100-binary.tar.gz", "cifar-100-binary.tar.gz");
    assertAsks(
        "gtsrb", "/gtsrb/GTSRB_Final_Training_Images.zip", "gtsrb/GTSRB_Final_Training_Images.zip");
    assertAsks("tiny-imagenet", "/tiny/tiny-imagenet-200.zip", "tiny-imagenet-200.zip");
    assertAsks("mnist", "/mnist/train-images-idx3-ubyte.gz", "mnist/train-images-idx3-ubyte.gz");
    assertAsks("dnn-benchmarks/" + RESNET, "/plain/" + RESNET, "dnn-benchmarks/" + RESNET);
    assertAsks("dnn-benchmarks/" + VGG, "/lfs/" + VGG, "dnn-benchmarks/" + VGG);
    assertAsks("dnn-benchmarks", "/plain/LICENSE", "dnn-benchmarks/LICENSE");
  }

  @Test
  void shouldRefuseAnLfsPointerInPlaceOfTheFile() {
    publisher.answer("/lfs/" + VGG, FakePublisher.ranged(new byte[134]));

    assertThatThrownBy(() -> fetch("dnn-benchmarks/" + VGG))
        .isInstanceOf(MalformedInputException.class)
        .hasMessageContaining("expected a file of 112640861 bytes, found 134 bytes");
  }

  @Test
  void shouldFetchOneFile() throws IOException {
    byte[] licence = Files.readAllBytes(Path.of("LICENSE"));
    publisher.answer("/plain/LICENSE", FakePublisher.ranged(licence));

    assertThat(fetch("dnn-benchmarks/LICENSE"))
        .containsExactly(
            new FetchedFile(folder.resolve("dnn-benchmarks/LICENSE"), Outcome.DOWNLOADED));

    assertThat(folder.resolve("dnn-benchmarks/LICENSE")).hasBinaryContent(licence);
  }

  @Test
  void shouldTakeAFolderForAllFilesBelow() {
    BenchmarkFiles files = BenchmarkFiles.load();

    assertThat(files.under("torch/gpu/image_classification/GTSRB/"))
        .hasSize(3)
        .isEqualTo(files.under("torch/gpu/image_classification/GTSRB"));
    assertThat(files.under("")).isEqualTo(files.all());
    // A folder's name must match whole.
    assertThatThrownBy(() -> files.under("torch/gpu/image_classification/CIFAR"))
        .isInstanceOf(MalformedInputException.class);
  }

  @Test
  void shouldNameTheNearestPathsForAnUnknownOne() {
    assertThatThrownBy(
            () -> fetch("dnn-benchmarks/torch/image_classification/CIFAR10/resnet/resnet20.th"))
        .isInstanceOf(MalformedInputException.class)
        .hasMessageContaining("such as [" + RESNET);
  }

  @Test
  void shouldListTheChoicesForAnUnknownName() {
    assertThatThrownBy(() -> fetch("imagenet"))
        .isInstanceOf(MalformedInputException.class)
        .hasMessage(
            "fetch: expected one of cifar10, cifar100, gtsrb, mnist, tiny-imagenet,"
                + " dnn-benchmarks[/<path>], found imagenet");
  }

  @Test
  void shouldFindTheOfficialFilesInPlace() {
    RealData.cifar10Test();
    RealData.mnistTest();
    FetchCatalog catalog =
        new FetchCatalog(RealData.root(), new Fetcher(Patience.DEFAULT), sources());

    for (String what : List.of("cifar10", "mnist")) {
      assertThat(catalog.fetch(what, FetchListener.NONE))
          .extracting(FetchedFile::outcome)
          .containsOnly(Outcome.ALREADY_THERE);
    }
  }

  private void assertAsks(String what, String path, String target) {
    assertThatThrownBy(() -> fetch(what))
        .isInstanceOf(MissingResourceException.class)
        .hasMessageContaining("cannot download %s (", publisher.uri(path))
        .hasMessageContaining("put the file at %s by hand", folder.resolve(target));
  }

  private List<FetchedFile> fetch(String what) {
    return catalog().fetch(what, FetchListener.NONE);
  }

  private FetchCatalog catalog() {
    return new FetchCatalog(new DataRoot(folder), new Fetcher(), sources());
  }

  private Sources sources() {
    URI base = publisher.uri("/");
    return new Sources(
        base.resolve("cifar/"),
        base.resolve("gtsrb/"),
        base.resolve("mnist/"),
        base.resolve("tiny/"),
        base.resolve("plain/"),
        base.resolve("lfs/"));
  }
}
