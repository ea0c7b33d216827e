package io.onnxfi.fault;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import io.onnxfi.error.MalformedInputException;
import io.onnxfi.testing.Graphs;
import io.onnxfi.testing.PublishedData;
import io.onnxfi.zoo.ImageSize;
import io.onnxfi.zoo.RandomParameters;
import io.onnxfi.zoo.Zoo;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** One defect at a time, all of them together, and none. */
class FaultListAuditTest {
  private static final String HEADER =
      "Injection,Layer,TensorIndex,Bit,n_injections,masked,non_critical,critical";
  private static final List<String> GOOD =
      List.of(
          "0,conv1,\"(0, 0, 0, 0)\",31,10,1,2,7",
          "1,conv2,\"(3, 0, 2, 1)\",0,10,10,0,0",
          "2,conv2,\"(31, 15, 2, 2)\",31,10,0,0,10",
          "5,conv2,\"(31, 15, 2, 2)\",30,10,0,10,0");

  private static final FaultResolver TINY_CNN = new FaultResolver(Graphs.tinyCnn(1));

  @TempDir private Path folder;

  @ParameterizedTest
  @ValueSource(strings = {"\n", "\r\n"})
  void shouldFindNothingWrongWithASoundList(String lineEnd) throws IOException {
    AuditReport report = audit(String.join(lineEnd, lines()), Optional.of(TINY_CNN));

    assertThat(report.defects()).isEmpty();
    assertThat(report.rows()).isEqualTo(4);
    assertThat(report.unresolved()).hasValue(0);
    assertThat(audit(String.join(lineEnd, lines()), Optional.empty()).unresolved()).isEmpty();
    assertThat(audit(HEADER + lineEnd, Optional.empty()).rows()).isZero();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "COLUMNS | 6,conv2,\"(0, 0, 0, 0)\",1,10,1,2 | expected 8 columns, found 7",
        "QUOTING | 6,conv2,(0, 0, 0, 0),1,10,1,2,7 | TensorIndex without quotes: 6,conv2,(0, 0,",
        "QUOTING | 6,conv2,\"(0, 0, 0, 0),1,10,1,2,7 | a broken quote: 6,conv2,\"(0, 0, 0, 0),1,1",
        "QUOTING | 6,conv2,\"(0, 0, 0, 0)\"x,1,10,1,2,7 | a broken quote: 6,conv2,",
        "VALUES | six,conv2,\"(0, 0, 0, 0)\",1,10,1,2,7 | in column Injection, found 'six'",
        "VALUES | 6,conv2,\"[0, 0, 0, 0)\",1,10,1,2,7 | TensorIndex like (3, 0, 2, 1)",
        "VALUES | 6,conv2,\"(0, 0, 0, 0)\",1,10,-1,2,9 | in column masked, found '-1'",
        "DUPLICATE_INJECTION | 2,conv2,\"(0, 0, 0, 0)\",1,10,1,2,7 | 2 is also on line 4",
        "UNSORTED_INJECTION | 4,conv2,\"(0, 0, 0, 0)\",1,10,1,2,7 | 4 comes after 5",
        "DUPLICATE_FAULT | 6,conv2,\"(3,0,2,1)\",0,10,1,2,7 | conv2 (3, 0, 2, 1) bit 0 is also on"
            + " line 3",
        "OUTCOME_SUM | 6,conv2,\"(0, 0, 0, 0)\",1,10,1,2,6 | 1 + non_critical 2 + critical 6 = 9,"
            + " but n_injections is 10",
        "OUTCOME_SUM | 6,conv2,\"(0, 0, 0, 0)\",1,0,9223372036854775807,9223372036854775807,2 |"
            + " = 18446744073709551616, but n_injections is 0",
        "UNKNOWN_LAYER | 6,convv2,\"(0, 0, 0, 0)\",1,10,1,2,7 | did you mean conv2, ",
        "INDEX_OUTSIDE | 6,conv2,\"(32, 0, 0, 0)\",1,10,1,2,7 | within shape [32, 16, 3, 3]",
        "INDEX_OUTSIDE | 6,conv2,\"(0, 0, 0)\",1,10,1,2,7 | found (0, 0, 0)",
        "BIT_OUTSIDE | 6,conv2,\"(0, 0, 0, 0)\",32,10,1,2,7 | a bit from 0 to 31 (float), found 32"
      })
  void shouldFindOneDefect(DefectKind kind, String bad, String evidence) throws IOException {
    AuditReport report =
        audit(String.join("\n", lines()) + "\n" + bad + "\n", Optional.of(TINY_CNN));

    assertThat(report.rows()).isEqualTo(5);
    assertThat(report.defects()).hasSize(1);
    Defect defect = report.defects().get(0);
    assertThat(defect.kind()).isEqualTo(kind);
    assertThat(defect.rows()).containsExactly(4);
    assertThat(defect.evidence()).startsWith("list.csv:6: ").contains(evidence);
  }

  @Test
  void shouldGoOnBehindEveryDefect() throws IOException {
    AuditReport report =
        audit(
            String.join(
                "\n",
                HEADER,
                GOOD.get(0),
                "1,conv2,\"(0, 0, 0", // open to the end of the file, as CSV goes
                "2,conv2",
                GOOD.get(1),
                GOOD.get(1),
                "3,conv7,\"(0, 0, 0, 0)\",99,10,0,0,0",
                "4,conv2,\"(0, 0, 0, 99)\",32,10,0,0,0"),
            Optional.of(TINY_CNN));

    assertThat(report.rows()).isEqualTo(7);
    assertThat(report.unresolved()).hasValue(4);
    assertThat(report.defects())
        .extracting(Defect::kind, Defect::rows)
        .containsExactly(
            tuple(DefectKind.COLUMNS, List.of(2)),
            tuple(DefectKind.QUOTING, List.of(1)),
            tuple(DefectKind.DUPLICATE_INJECTION, List.of(4)),
            tuple(DefectKind.DUPLICATE_FAULT, List.of(4)),
            tuple(DefectKind.OUTCOME_SUM, List.of(5, 6)),
            tuple(DefectKind.UNKNOWN_LAYER, List.of(5)),
            tuple(DefectKind.INDEX_OUTSIDE, List.of(6)),
            tuple(DefectKind.BIT_OUTSIDE, List.of(5, 6)));
  }

  /** As in the published list of DenseNet121 on GTSRB: outcomes of 3,072 images, not of 12,630. */
  @Test
  void shouldSayThatAllSumsAreWrongInTheSameWay() throws IOException {
    AuditReport report =
        audit(
            String.join(
                "\n",
                HEADER,
                "0,conv1,\"(0, 0, 0, 0)\",31,12630,3000,72,0",
                "1,conv1,\"(0, 0, 0, 0)\",30,12630,0,0,3072"),
            Optional.empty());

    assertThat(report.defects())
        .singleElement()
        .extracting(Defect::evidence)
        .asString()
        .contains("= 3072, but n_injections is 12630", "the same in each of these rows");
  }

  @Test
  void shouldCountDetectedImagesWhereAListHasThem() throws IOException {
    String header = HEADER + ",due\n";
    assertThat(audit(header + "0,c,\"(0,)\",1,10,1,2,3,4", Optional.empty()).defects()).isEmpty();
    assertThat(audit(header + "0,c,\"(0,)\",1,10,1,2,7,4", Optional.empty()).defects()).isEmpty();
    assertThat(audit(header + "0,c,\"(0,)\",1,10,1,2,3,5", Optional.empty()).defects()).hasSize(1);
  }

  /** A run sets them apart from the published outcomes in every row. */
  @Test
  void shouldRequireAnOutcomeForEachImageOfARun() throws IOException {
    String header = HEADER + ",non_finite,due,crashed\n";
    assertThat(audit(header + "0,c,\"(0,)\",1,10,1,2,3,9,4,0", Optional.empty()).defects())
        .isEmpty();
    assertThat(audit(header + "0,c,\"(0,)\",1,10,1,2,7,9,0,0", Optional.empty()).defects())
        .isEmpty();
    assertThat(audit(header + "0,c,\"(0,)\",1,10,1,2,7,9,4,0", Optional.empty()).defects())
        .singleElement()
        .extracting(Defect::evidence)
        .isEqualTo(
            "list.csv:2: masked 1 + non_critical 2 + critical 7 + due 4 = 14, but n_injections is"
                + " 10");
  }

  @Test
  void shouldJudgeBitsWithoutAModelAsThoseOfFloat() throws IOException {
    AuditReport report =
        audit(
            "Injection,Layer,TensorIndex,Bit\n0,a,\"(0,)\",31\n1,a,\"(0,)\",32\n2,a,\"(0,)\",99",
            Optional.empty());

    assertThat(report.defects())
        .containsExactly(
            new Defect(
                DefectKind.BIT_OUTSIDE,
                List.of(1, 2),
                "list.csv:3: expected a bit from 0 to 31 (taken for float), found 32"));
  }

  @Test
  void shouldFindHeadersThatAreIncompleteOrAmbiguous() throws IOException {
    AuditReport incomplete =
        audit("Injection,Layer,TensorIndex,Bit,masked,critical\n", Optional.empty());
    assertThat(incomplete.defects().get(0).evidence())
        .isEqualTo("list.csv:1: outcomes without [n_injections, non_critical]");
    assertThat(incomplete.defects().get(0).rows()).isEmpty();
    String row = "0,conv1,\"(0, 0, 0, 0)\",31,10,1,2,7";
    assertThat(audit(HEADER + ",x,x\n" + row + ",1,2\n", Optional.empty()).defects()).hasSize(1);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "\n", "Layer,Bit\n", "\"Injection", "<html>"})
  void shouldRefuseWhatIsNoFaultList(String text) {
    assertThatThrownBy(() -> audit(text, Optional.empty()))
        .isInstanceOf(MalformedInputException.class)
        .hasMessageContaining("list.csv:");
  }

  /** What the strict reader takes has no broken rows, and the other way round. */
  @Test
  void shouldFindBrokenRowsExactlyWhereTheStrictReaderStops() throws IOException {
    RandomGenerator random = RandomGeneratorFactory.of(RowSelection.GENERATOR).create(7);
    String body = String.join("\n", GOOD) + "\n";
    String characters = "\"\"\",,()\n\r 09x-";
    int broken = 0;
    for (int i = 0; i < 500; i++) {
      StringBuilder text = new StringBuilder(body);
      for (int changes = random.nextInt(1, 4); changes > 0; changes--) {
        char other = characters.charAt(random.nextInt(characters.length()));
        text.setCharAt(random.nextInt(text.length()), other);
      }
      String list = HEADER + "\n" + text;
      boolean isBroken =
          audit(list, Optional.empty()).defects().stream()
              .anyMatch(
                  defect ->
                      List.of(DefectKind.COLUMNS, DefectKind.QUOTING, DefectKind.VALUES)
                          .contains(defect.kind()));
      assertThat(isBroken).as(list).isEqualTo(!isStrictlySound());
      broken += isBroken ? 1 : 0;
    }
    assertThat(broken).isBetween(100, 499);
  }

  @ParameterizedTest
  @CsvSource({
    "torch, CIFAR10, resnet/ResNet20_FL.csv, resnet20, 16627",
    "torch, CIFAR10, resnet/ResNet32_FL.csv, resnet32, 16630",
    "torch, CIFAR10, vgg/Vgg11_bn_FL.csv, , 16642",
    "torch, CIFAR10, densenet/DenseNet121_FL.csv, , 16628",
    "torch, CIFAR100, resnet/ResNet18_CIFAR100_FL.csv, , 16644",
    "tensorflow, CIFAR10, resnet/ResNet20_TF_FL.csv, resnet20, 16627",
    "tensorflow, CIFAR10, resnet/ResNet32_TF_FL.csv, resnet32, 16630",
    "tensorflow, CIFAR10, vgg/Vgg11_bn_TF_FL.csv, , 16642",
    "tensorflow, CIFAR10, googlenet/googlenet_cifar10_TF_FL.csv, , 16640"
  })
  void shouldFindThePublishedListsSoundInForm(
      String framework, String dataset, String path, String network, int rows) {
    Path file =
        PublishedData.file(
            "%s/gpu/image_classification/%s/fp32/%s".formatted(framework, dataset, path));
    Optional<FaultResolver> resolver =
        Optional.ofNullable(network)
            .map(
                name ->
                    Zoo.architecture(name, new ImageSize(3, 32, 32), 10)
                        .build(new RandomParameters(1)))
            .map(FaultResolver::new);

    AuditReport report = FaultListAudit.audit(file, resolver);

    assertThat(report.defects()).isEmpty();
    assertThat(report.rows()).isEqualTo(rows);
    assertThat(report.unresolved().isPresent()).isEqualTo(resolver.isPresent());
  }

  /** Its outcomes were sorted by layer, and its faults not. */
  @Test
  void shouldFindThePublishedOutcomesThatStandOnOtherRows() {
    Path file = PublishedData.torchClassifier("CIFAR10", "googlenet/GoogLeNet_FL.csv");

    assertThat(FaultListAudit.audit(file, Optional.empty()).defects())
        .extracting(Defect::kind)
        .containsExactly(DefectKind.MISPLACED_OUTCOMES);
    OutcomeRepair.Repaired repaired = OutcomeRepair.repair(FaultList.read(file)).orElseThrow();
    assertThat(repaired.share()).isGreaterThan(0.98);
  }

  @Test
  void shouldHoldEveryFaultAgainstItsElements() throws IOException {
    String text =
        """
        Injection,Layer,TensorIndex,Bit,Model,Site
        0,conv1,"(0, 0, 0, 0)",30,burst:3,weight
        1,conv1,"(0, 0, 0, 0)",,set:1e60,weight/row
        2,conv1,,,zero,weight/tensor
        2,conv1,"(0, 0, 0)",3,flip,activation/channel
        3,linear,"(0,)",3,flip,weight
        4,linear,"(0,)",3,flip,activation/column
        """;
    AuditReport report = audit(text, Optional.of(TINY_CNN));

    assertThat(report.defects())
        .extracting(Defect::kind)
        .containsExactly(
            DefectKind.INDEX_OUTSIDE, DefectKind.REACH_OUTSIDE, DefectKind.UNFIT_MODEL);
    assertThat(report.defects().get(2).rows()).containsExactly(0, 1);
    assertThat(report.defects().get(2).evidence())
        .startsWith("list.csv:2: conv1 (0, 0, 0, 0) bit 30: expected 3 bits upwards within");
    assertThat(report.unresolved()).hasValue(4);
  }

  private static String[] lines() {
    return new String[] {HEADER, GOOD.get(0), GOOD.get(1), GOOD.get(2), GOOD.get(3)};
  }

  private AuditReport audit(String text, Optional<FaultResolver> resolver) throws IOException {
    return FaultListAudit.audit(Files.writeString(folder.resolve("list.csv"), text), resolver);
  }

  private boolean isStrictlySound() {
    try {
      FaultList.read(folder.resolve("list.csv"));
      return true;
    } catch (MalformedInputException e) {
      return false;
    }
  }

  @Test
  void shouldFindThatThereIsNoFaultOrNoImage() throws IOException {
    assertThat(audit(HEADER + "\n", Optional.empty()).defects())
        .singleElement()
        .extracting(Defect::kind)
        .isEqualTo(DefectKind.NO_FAULTS);
    String untried = "0,conv1,\"(0, 0, 0, 0)\",31,0,0,0,0\n";
    assertThat(audit(HEADER + "\n" + untried, Optional.empty()).defects())
        .singleElement()
        .satisfies(defect -> assertThat(defect.kind()).isEqualTo(DefectKind.NO_IMAGES))
        .satisfies(defect -> assertThat(defect.evidence()).contains(":2: n_injections is 0"));
  }
}
