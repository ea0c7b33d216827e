package io.onnxfi.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.atIndex;
import static org.assertj.core.data.Offset.offset;

import io.onnxfi.fault.FaultList;
import io.onnxfi.fault.FaultRow;
import io.onnxfi.fault.FaultSampler;
import io.onnxfi.fault.ImageCounts;
import io.onnxfi.onnx.OnnxModel;
import io.onnxfi.report.LayerWork;
import io.onnxfi.report.ReplayLine;
import io.onnxfi.report.RunDirectory;
import io.onnxfi.report.RunResults;
import io.onnxfi.testing.Browser;
import io.onnxfi.testing.Graphs;
import io.onnxfi.testing.RunFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.openqa.selenium.By;
import org.openqa.selenium.Keys;
import org.openqa.selenium.WebElement;
import org.openqa.selenium.print.PrintOptions;

/** The report of a real run in a real browser. */
class ReportInBrowserTest {
  /**
   * A chart computes nothing; its numbers went through decimal text, which is exact for doubles.
   */
  private static final double EXACT = 1e-12;

  @TempDir private static Path folder;
  private static Path run;
  private static Browser browser;

  @BeforeAll
  static void replay() throws IOException {
    browser = Browser.start();
    OnnxModel tiny = Graphs.tinyCnn(2);
    Path model = folder.resolve("tiny.onnx");
    tiny.save(model);
    Path faults = folder.resolve("faults.csv");
    FaultSampler.draw(tiny, 150, 3).write(faults);
    Path first = folder.resolve("first");
    assertThat(Cli.replay(model, faults, first, "--backend", "ort").code()).isZero();
    Path list = folder.resolve("list.csv");
    Files.copy(first.resolve("outcomes-ort.csv"), list);
    run = folder.resolve("run");
    assertThat(Cli.replay(model, list, run, "--sample", 120, "--seed", 1).code()).isZero();
    assertThat(Cli.run("report", run).code()).isZero();
  }

  @AfterAll
  static void quit() {
    if (browser != null) {
      browser.close();
    }
  }

  @BeforeEach
  void open() {
    browser.console();
    browser.requests();
    browser.driver().get(run.resolve("report.html").toUri().toString());
  }

  private static FaultList outcomes(String backend) {
    return FaultList.read(run.resolve("outcomes-" + backend + ".csv"));
  }

  private static ImageCounts counts(FaultRow row) {
    return row.counts().orElseThrow();
  }

  private static Object script(String text, Object... arguments) {
    return browser.driver().executeScript(text, arguments);
  }

  private static List<?> series(String chart) {
    return (List<?>)
        script(
            "return echarts.getInstanceByDom(document.getElementById('chart-' + arguments[0]))"
                + ".getOption().series.map(s => s.data)",
            chart);
  }

  private static WebElement find(String css) {
    return browser.driver().findElement(By.cssSelector(css));
  }

  private static WebElement header(String title) {
    return browser.driver().findElements(By.cssSelector("#fault-table thead button")).stream()
        .filter(button -> button.getText().startsWith(title))
        .findFirst()
        .orElseThrow();
  }

  /** What stands in a column of the fault table. */
  private static List<String> column(int place) {
    return browser
        .driver()
        .findElements(By.cssSelector("#fault-table tbody tr td:nth-child(%d)".formatted(place + 1)))
        .stream()
        .map(WebElement::getText)
        .toList();
  }

  @Test
  void shouldOpenWithoutErrorsAndWithoutTheNetwork() {
    assertThat(browser.console()).isEmpty();
    String page = run.resolve("report.html").toUri().toString();
    assertThat(browser.requests())
        .isNotEmpty()
        .allMatch(
            message ->
                message.contains("\"url\":\"" + page) || message.contains("\"url\":\"data:"));
    assertThat(browser.driver().findElements(By.cssSelector(".chart svg"))).hasSize(13);
    assertThat(find(".verdict").getText())
        .contains(RunResults.read(new RunDirectory(run)).pairs().get(0).report().verdict());
  }

  /** A run without crashes has no column for them. */
  @Test
  void shouldShowCrashesWhereThereAreAny() {
    assertThat(titles()).noneMatch(title -> title.startsWith("crashed"));
    String columns = "Injection,Layer,TensorIndex,Bit,n_injections,masked,non_critical,critical";
    Path crashed =
        RunFiles.in(folder.resolve("crashed"))
            .backend("ort", "ONNX Runtime")
            .backend("djl", "PyTorch (DJL)")
            .write(
                "outcomes-ort.csv",
                columns
                    + ",non_finite,due,crashed\n"
                    + "0,fc,\"(0, 0)\",1,100,60,30,10,0,0,0\n"
                    + "1,fc,\"(0, 1)\",2,100,0,0,0,0,100,100\n")
            .write(
                "outcomes-djl.csv",
                columns
                    + ",non_finite,due,crashed\n"
                    + "0,fc,\"(0, 0)\",1,100,60,30,10,0,0,0\n1,fc,\"(0, 1)\",2,100,90,10,0,0,0,0\n")
            .finish();
    assertThat(Cli.run("report", crashed).code()).isZero();
    browser.driver().get(crashed.resolve("report.html").toUri().toString());
    assertThat(browser.console()).isEmpty();
    assertThat(titles()).contains("crashed, ONNX Runtime", "crashed, PyTorch (DJL)");
    header("crashed, ONNX Runtime").click();
    int place = titles().indexOf("crashed, ONNX Runtime");
    assertThat(column(place + 1)).containsExactly("100", "0");
    assertThat(find(".verdict").getText()).contains("cannot be run: 1 in ONNX Runtime, 0 in");
  }

  /** Rates of any two factors, with a mark and a line for each. */
  @Test
  void shouldSetWeightsAndActivationsSideBySide() {
    Path mixed =
        RunFiles.in(folder.resolve("mixed"))
            .backend("ort", "ONNX Runtime")
            .write(
                "outcomes-ort.csv",
                """
                Injection,Layer,TensorIndex,Bit,n_injections,masked,non_critical,critical,Model,Site
                0,fc,"(0, 0)",30,100,60,30,10,flip,weight
                1,fc,"(0, 1)",31,100,90,10,0,flip,weight
                2,relu,"(1,)",30,100,0,60,40,flip,activation
                3,relu,"(1,)",,100,0,60,40,zero,activation/channel
                """)
            .finish();
    assertThat(Cli.run("report", mixed, "--by", "site,model").code()).isZero();
    browser.driver().get(mixed.resolve("report.html").toUri().toString());
    assertThat(browser.console()).isEmpty();
    List<?> weights = (List<?>) series("critical-rates-by-bit-and-site-ort").get(0);
    assertThat(weights).hasSize(2);
    assertThat(((List<?>) weights.get(0)).stream().map(v -> ((Number) v).doubleValue()).toList())
        .startsWith(0.0, 10.0)
        .contains(1.0, atIndex(4));
    String chart = "#chart-critical-rates-by-bit-and-site-ort svg ";
    assertThat(browser.driver().findElements(By.cssSelector(chart + "path[fill='#d55e00']")))
        .as("marks of activations, and that of the legend")
        .hasSize(3);
    assertThat(browser.driver().findElements(By.cssSelector(chart + "path[stroke='#d55e00']")))
        .as("their intervals")
        .hasSize(2);
    assertThat(script(mapTitle("critical-by-site-and-fault-ort"))).isEqualTo("fault model");
    assertThat(script(mapTitle("critical-by-layer-and-bit-ort"))).isEqualTo("bit");
  }

  private static String mapTitle(String chart) {
    return "return echarts.getInstanceByDom(document.getElementById('chart-%s'))".formatted(chart)
        + ".getOption().xAxis[0].name";
  }

  private static List<String> titles() {
    return browser.driver().findElements(By.cssSelector("#fault-table thead button")).stream()
        .map(button -> button.getText().replaceAll("\\s*[▲▼]$", ""))
        .toList();
  }

  @Test
  void shouldShowCriticalityByBitAsInTheFile() {
    Map<Integer, List<FaultRow>> byBit =
        outcomes("djl").rows().stream()
            .collect(
                Collectors.groupingBy(
                    row -> row.site().bit().orElseThrow(), TreeMap::new, Collectors.toList()));
    List<?> shown = (List<?>) series("critical-by-bit").get(1);
    int lowest = byBit.keySet().iterator().next();
    for (int i = 0; i < shown.size(); i++) {
      List<FaultRow> rows = byBit.getOrDefault(lowest + i, List.of());
      if (rows.isEmpty()) {
        assertThat(shown.get(i)).isNull();
      } else {
        long critical = rows.stream().mapToLong(row -> counts(row).critical()).sum();
        long pairs = rows.stream().mapToLong(row -> counts(row).images()).sum();
        assertThat(((Number) shown.get(i)).doubleValue())
            .isCloseTo(100.0 * critical / pairs, offset(EXACT));
      }
    }
  }

  @Test
  void shouldShowEveryFaultOfTheFilesInTheScatter() {
    List<FaultRow> left = outcomes("ort").rows();
    List<FaultRow> right = outcomes("djl").rows();
    Map<List<Long>, Long> expected = new TreeMap<>(Comparator.comparing(List::toString));
    for (int i = 0; i < left.size(); i++) {
      expected.merge(
          List.of(counts(left.get(i)).critical(), counts(right.get(i)).critical()), 1L, Long::sum);
    }
    Map<List<Long>, Long> shown = new TreeMap<>(Comparator.comparing(List::toString));
    series("critical-per-fault-ort-djl").stream()
        .skip(1) // the identity line
        .flatMap(points -> ((Collection<?>) points).stream())
        .map(point -> (List<?>) point)
        .forEach(
            point ->
                shown.put(
                    List.of(number(point.get(0)) - 1, number(point.get(1)) - 1),
                    number(point.get(2))));
    assertThat(shown).isEqualTo(expected);
  }

  private static long number(Object value) {
    return ((Number) value).longValue();
  }

  @Test
  void shouldMapEveryFaultOfTheFiles() {
    List<?> cells = (List<?>) series("critical-by-layer-and-bit-ort").get(0);
    double critical = 0;
    long faults = 0;
    for (Object cell : cells) {
      List<?> value = (List<?>) ((Map<?, ?>) cell).get("value");
      faults += number(value.get(3));
      critical += ((Number) value.get(2)).doubleValue() / 100 * 60 * number(value.get(3));
    }
    assertThat(faults).isEqualTo(120);
    assertThat(Math.round(critical))
        .isEqualTo(outcomes("ort").rows().stream().mapToLong(r -> counts(r).critical()).sum());
  }

  @Test
  void shouldSortTheTable() {
    List<String> critical =
        outcomes("ort").rows().stream()
            .map(row -> counts(row).critical())
            .sorted(Comparator.reverseOrder())
            .limit(50)
            .map(String::valueOf)
            .toList();
    assertThat(column(5)).as("most critical first").isEqualTo(critical);
    header("bit").click();
    header("bit").sendKeys(Keys.ENTER);
    assertThat(header("bit").findElement(By.xpath("..")).getDomAttribute("aria-sort"))
        .isEqualTo("ascending");
    List<String> bits =
        outcomes("ort").rows().stream()
            .map(row -> row.site().bit().orElseThrow())
            .sorted()
            .map(String::valueOf)
            .toList();
    assertThat(column(4)).isEqualTo(bits.subList(0, 50));
    find("#fault-pages button:last-child").click();
    assertThat(column(4)).isEqualTo(bits.subList(50, 100));
  }

  @Test
  void shouldFindTheSlowFaults() {
    RunResults results = RunResults.read(new RunDirectory(run));
    List<FaultRow> other = outcomes("djl").rows();
    List<Long> work = new ArrayList<>();
    for (FaultRow row : outcomes("ort").rows()) {
      LayerWork layer = results.work().get(row.site().layer());
      long masked = Math.min(counts(row).masked(), counts(other.get(work.size())).masked());
      work.add(Math.round((layer.head() * 60 + layer.behind() * (60 - masked)) / 1e6));
    }
    assertThat(work.stream().distinct().count()).isGreaterThan(5);
    header("work").click();
    assertThat(column(13))
        .isEqualTo(
            work.stream()
                .sorted(Comparator.reverseOrder())
                .limit(50)
                .map(million -> String.format(Locale.ROOT, "%,d", million))
                .toList());
  }

  @Test
  void shouldFilterTheTable() {
    List<FaultRow> rows = outcomes("ort").rows();
    String layer = rows.get(0).site().layer();
    long expected = rows.stream().filter(row -> row.site().layer().equals(layer)).count();
    find("#fault-filters select option[value='%s']".formatted(layer)).click();
    assertThat(column(2)).isNotEmpty().containsOnly(layer);
    assertThat(find("#fault-status").getText())
        .endsWith("of %d, chosen from 120.".formatted(expected));
    find("#fault-filters button[type=reset]").click();
    find("#fault-filters input[type=search]").sendKeys(rows.get(7).site().index().toString());
    assertThat(column(3)).isNotEmpty().containsOnly(rows.get(7).site().index().toString());
    find("#fault-filters input[type=search]").sendKeys(" nothing has this");
    assertThat(find("#fault-status").getText()).isEqualTo("None of 120 faults.");
  }

  @Test
  void shouldShowTheCommandOfAFault() {
    ReplayLine line = ReplayLine.of(RunResults.read(new RunDirectory(run)));
    header("row").click();
    header("row").click();
    find("#fault-table .command").click();
    assertThat(find("#fault-table .replay code").getText()).isEqualTo(line.fault(0));
    assertThat(find("#fault-table .command").getDomAttribute("aria-expanded")).isEqualTo("true");
    find("#fault-table .command").click();
    assertThat(browser.driver().findElements(By.cssSelector("#fault-table .replay"))).isEmpty();
  }

  @Test
  void shouldBeginWithASkipLink() {
    find("body").sendKeys(Keys.TAB);
    assertThat(browser.driver().switchTo().activeElement().getText())
        .isEqualTo("Skip to the verdict");
    assertThat(find("#chart-critical-by-bit").getDomAttribute("role")).isEqualTo("img");
  }

  @Test
  void shouldFollowTheColourSchemeAndPrintOnWhite() {
    String ink =
        "return echarts.getInstanceByDom(document.getElementById('chart-critical-by-bit'))"
            + ".getOption().xAxis[0].axisLabel.color";
    Object light = script(ink);
    scheme("dark");
    try {
      assertThat(script("return getComputedStyle(document.body).backgroundColor"))
          .isEqualTo("rgb(21, 24, 28)");
      assertThat(script(ink)).isNotEqualTo(light);
      script(
          "addEventListener('beforeprint', () => { window.printed = (() => {" + ink + "})(); })");
      assertThat(browser.driver().print(new PrintOptions()).getContent())
          .startsWith("JVBER"); // %PDF
      assertThat(script("return window.printed")).isEqualTo(light);
    } finally {
      scheme("light");
    }
    assertThat(browser.console()).isEmpty();
  }

  private static void scheme(String name) {
    browser
        .driver()
        .executeCdpCommand(
            "Emulation.setEmulatedMedia",
            Map.of("features", List.of(Map.of("name", "prefers-color-scheme", "value", name))));
  }

  @Test
  void shouldShowTheNamesInFilesAsText() {
    String evil = "</script><script>window.harm=1</script><img src=x onerror=window.harm=1>";
    Path bad =
        RunFiles.in(folder.resolve("bad"))
            .faults("file", evil)
            .backend("ort", evil, "0,%s,\"(0, 1)\",30,60,30,10".formatted(evil))
            .backend("djl", evil, "0,%s,\"(0, 1)\",30,60,29,11".formatted(evil))
            .finish();
    assertThat(Cli.run("report", bad).code()).isZero();
    browser.driver().get(bad.resolve("report.html").toUri().toString());
    script(
        "for (const place of document.querySelectorAll('.chart')) {"
            + "echarts.getInstanceByDom(place).dispatchAction("
            + "{type: 'showTip', seriesIndex: 0, dataIndex: 0}); }");
    assertThat(script("return window.harm")).isNull();
    assertThat(browser.driver().findElements(By.tagName("img"))).isEmpty();
    assertThat(column(2)).containsExactly(evil);
    assertThat(browser.console()).isEmpty();
  }
}
