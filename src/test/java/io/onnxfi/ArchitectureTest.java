package io.onnxfi;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import java.util.List;
import java.util.Map;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;

/** The package table of ARCHITECTURE.md, enforced. */
@AnalyzeClasses(packages = "io.onnxfi", importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {
  /** Top to bottom: a package uses only itself and packages above it. */
  private static final List<String> ORDER =
      List.of(
          "error",
          "file",
          "process",
          "random",
          "csv",
          "tensor",
          "onnx.check",
          "onnx",
          "screening",
          "zoo",
          "checkpoint",
          "corruption",
          "dataset",
          "workload",
          "fault.model",
          "fault.pattern",
          "fault",
          "fault.list",
          "precision",
          "lowering",
          "injection",
          "backend",
          "backend.ort",
          "backend.djl",
          "training",
          "outcome",
          "campaign",
          "campaign.cut",
          "sampling",
          "evidence",
          "agreement",
          "classification",
          "attribution",
          "report",
          "report.figure",
          "report.page",
          "explain",
          "profile",
          "run",
          "spark",
          "study",
          "study.ber",
          "study.noise",
          "study.aware",
          "study.stress",
          "cli");

  /** What reports and samples do not know: how outcomes arose. */
  private static final List<String> BELOW_REPORTS =
      List.of("backend", "backend.ort", "backend.djl", "training", "campaign", "campaign.cut");

  /** What is said of a fault is said of elements of some type, whatever holds them. */
  private static final List<String> BELOW_FAULTS =
      List.of("file", "process", "csv", "onnx.check", "onnx", "zoo", "checkpoint", "dataset");

  /** Studies do not know terminals or frameworks by name. */
  private static final List<String> BELOW_STUDIES =
      List.of("process", "backend.ort", "backend.djl", "spark");

  /** Packages above that must stay unknown all the same. */
  private static final Map<String, List<String>> MUST_NOT_KNOW =
      Map.ofEntries(
          Map.entry("process", List.of("error", "file")),
          Map.entry("checkpoint", List.of("onnx", "zoo")),
          Map.entry(
              "corruption",
              List.of("file", "process", "csv", "onnx.check", "onnx", "zoo", "checkpoint")),
          Map.entry("dataset", List.of("onnx", "zoo", "checkpoint")),
          Map.entry("fault.model", BELOW_FAULTS),
          Map.entry("fault.pattern", BELOW_FAULTS),
          Map.entry("precision", List.of("zoo", "checkpoint", "dataset")),
          Map.entry(
              "lowering",
              List.of(
                  "zoo",
                  "checkpoint",
                  "corruption",
                  "dataset",
                  "fault",
                  "fault.list",
                  "fault.model",
                  "fault.pattern",
                  "precision")),
          Map.entry("injection", List.of("precision", "lowering")),
          Map.entry(
              "backend",
              List.of(
                  "fault", "fault.list", "precision", "injection", "zoo", "checkpoint", "dataset")),
          Map.entry(
              "backend.ort",
              List.of(
                  "fault", "fault.list", "precision", "injection", "zoo", "checkpoint", "dataset")),
          Map.entry(
              "backend.djl",
              List.of(
                  "fault",
                  "fault.list",
                  "precision",
                  "injection",
                  "zoo",
                  "checkpoint",
                  "dataset",
                  "fault.model",
                  "backend.ort")),
          Map.entry(
              "training", List.of("fault", "fault.list", "precision", "injection", "backend.ort")),
          Map.entry("outcome", List.of("backend", "backend.ort", "backend.djl", "training")),
          Map.entry("campaign", List.of("backend.ort", "backend.djl", "training")),
          Map.entry("campaign.cut", List.of("backend.ort", "backend.djl", "training")),
          Map.entry(
              "attribution",
              List.of("backend.ort", "backend.djl", "training", "campaign.cut", "agreement")),
          Map.entry("sampling", BELOW_REPORTS),
          Map.entry("agreement", List.of("backend", "backend.ort", "backend.djl", "training")),
          Map.entry("classification", BELOW_REPORTS),
          Map.entry("report", BELOW_REPORTS),
          Map.entry("report.figure", BELOW_REPORTS),
          Map.entry("report.page", BELOW_REPORTS),
          Map.entry(
              "explain",
              List.of(
                  "process",
                  "zoo",
                  "checkpoint",
                  "fault",
                  "fault.list",
                  "injection",
                  "backend.ort",
                  "training",
                  "campaign",
                  "campaign.cut",
                  "attribution",
                  "report.page")),
          Map.entry(
              "profile",
              List.of("process", "backend.ort", "backend.djl", "training", "report.page")),
          Map.entry("run", List.of("process", "backend.ort", "backend.djl", "report.page")),
          Map.entry("spark", List.of("process", "backend.ort", "backend.djl", "report.page")),
          Map.entry("study", BELOW_STUDIES),
          Map.entry("study.ber", BELOW_STUDIES),
          Map.entry(
              "study.noise",
              List.of("process", "backend.ort", "backend.djl", "spark", "study.ber")),
          Map.entry(
              "study.aware",
              List.of(
                  "process", "backend.ort", "backend.djl", "spark", "study.ber", "study.noise")),
          Map.entry(
              "study.stress",
              List.of(
                  "process",
                  "backend.ort",
                  "backend.djl",
                  "spark",
                  "study.ber",
                  "study.noise",
                  "study.aware")),
          Map.entry("cli", List.of("spark")));

  @ArchTest
  static final ArchRule packagesUseOnlyPackagesAboveThem = classes().should(useOnlyPackagesAbove());

  @ArchTest
  static final ArchRule onnxRuntimeStaysInItsBackend = confine("ai.onnxruntime", "..backend.ort..");

  @ArchTest
  static final ArchRule djlStaysInItsBackendAndTraining =
      confine("ai.djl", "..backend.djl..", "..training..");

  @ArchTest static final ArchRule protobufStaysInOnnx = confine("ai.onnx.proto", "..onnxfi.onnx..");

  @ArchTest
  static final ArchRule protobufRuntimeStaysInOnnx =
      confine("com.google.protobuf", "..onnxfi.onnx..");

  @ArchTest static final ArchRule picocliStaysInCli = confine("picocli", "..cli..");

  /** In the build that has it. */
  @ArchTest
  static final ArchRule sparkStaysInItsPackage =
      confine("org.apache.spark", "..onnxfi.spark..").allowEmptyShould(true);

  @ArchTest
  static final ArchRule scalaStaysWithSpark =
      confine("scala", "..onnxfi.spark..").allowEmptyShould(true);

  @ArchTest
  static final ArchRule processStaysInCli =
      confine("io.onnxfi.process", "..cli..", "..onnxfi.process..");

  @ArchTest
  static final ArchRule generatorsAreFoundInOnePlace =
      noClasses()
          .that()
          .resideOutsideOfPackage("..onnxfi.random..")
          .should()
          .callMethod(RandomGeneratorFactory.class, "of", String.class)
          .orShould()
          .callMethod(RandomGenerator.class, "of", String.class)
          .because("a Java runtime may lack a generator, of which Generators tells the user");

  private static ArchRule confine(String library, String... homes) {
    return noClasses()
        .that()
        .resideOutsideOfPackages(homes)
        .should()
        .dependOnClassesThat(inPackage(library))
        .because(library + " is confined to " + String.join(", ", homes));
  }

  private static DescribedPredicate<JavaClass> inPackage(String root) {
    return DescribedPredicate.describe(
        "in " + root,
        type -> type.getPackageName().equals(root) || type.getPackageName().startsWith(root + "."));
  }

  private static ArchCondition<JavaClass> useOnlyPackagesAbove() {
    return new ArchCondition<>("use only packages above theirs in the table") {
      @Override
      public void check(JavaClass type, ConditionEvents events) {
        String home = local(type);
        if (home.isEmpty()) {
          return;
        }
        int rank = ORDER.indexOf(home);
        if (rank < 0) {
          events.add(SimpleConditionEvent.violated(type, type + " is in an unlisted package"));
          return;
        }
        type.getDirectDependenciesFromSelf().stream()
            .filter(d -> d.getTargetClass().getPackageName().startsWith("io.onnxfi"))
            .forEach(
                d -> {
                  String target = local(d.getTargetClass());
                  boolean allowed =
                      ORDER.indexOf(target) <= rank
                          && !MUST_NOT_KNOW.getOrDefault(home, List.of()).contains(target);
                  if (!allowed) {
                    events.add(SimpleConditionEvent.violated(type, d.getDescription()));
                  }
                });
      }
    };
  }

  private static String local(JavaClass type) {
    String name = type.getPackageName();
    return name.equals("io.onnxfi") ? "" : name.substring("io.onnxfi.".length());
  }
}
