package io.onnxfi.report.page;

import static org.assertj.core.api.Assertions.assertThat;

import io.onnxfi.testing.Browser;
import io.onnxfi.testing.StudyPages;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.openqa.selenium.By;

/** The page of a study in a real browser. */
class StudyPageInBrowserTest {
  private static final String RATE =
      "const chart = echarts.getInstanceByDom(document.getElementById('chart-accuracy-by-rate')); ";

  @TempDir private static Path folder;
  private static Browser browser;

  @BeforeAll
  static void start() {
    browser = Browser.start();
  }

  @AfterAll
  static void quit() {
    if (browser != null) {
      browser.close();
    }
  }

  private static void open(StudyPage page) throws IOException {
    Path file = folder.resolve("study.html");
    Files.writeString(file, page.html());
    browser.console();
    browser.requests();
    browser.driver().get(file.toUri().toString());
  }

  private static Object script(String text) {
    return browser.driver().executeScript(text);
  }

  private static int count(String css) {
    return browser.driver().findElements(By.cssSelector(css)).size();
  }

  @Test
  void shouldDrawEveryFigureWithoutErrorsAndWithoutTheNetwork() throws IOException {
    StudyPage page = StudyPages.named("net");
    open(page);
    assertThat(count(".chart svg")).isEqualTo(page.figures().size()).isEqualTo(3);
    assertThat(browser.console()).isEmpty();
    assertThat(browser.requests())
        .isNotEmpty()
        .allMatch(
            message -> message.contains("\"url\":\"file:") || message.contains("\"url\":\"data:"));
  }

  @Test
  void shouldDrawCurvesWithBandsAndGaps() throws IOException {
    open(StudyPages.named("net"));
    List<?> curve = (List<?>) script(RATE + "return chart.getOption().series[0].data");
    assertThat(curve).hasSize(5);
    assertThat(curve.get(2)).isEqualTo(Arrays.asList(-7L, null));
    assertThat(script(RATE + "return chart.getOption().series.map(s => s.type)"))
        .isEqualTo(List.of("line", "line", "custom", "custom", "line", "custom"));
    String chart = "#chart-accuracy-by-rate svg path";
    assertThat(count(chart + "[fill='#0072b2'][fill-opacity]")).as("bands").isEqualTo(2);
    assertThat(count(chart + "[stroke-dasharray='7,4'][stroke='#0072b2']"))
        .as("the dashed curve, and its name")
        .isEqualTo(2);
    assertThat(labels("accuracy-by-rate")).contains("1e-9", "1e-8", "1e-5", "100");
    assertThat(labels("accuracy-by-noise")).contains("0");
  }

  private static List<String> labels(String chart) {
    return browser
        .driver()
        .findElements(By.cssSelector("#chart-%s svg text".formatted(chart)))
        .stream()
        .map(label -> label.getDomProperty("textContent"))
        .toList();
  }

  @Test
  void shouldLetBarsHangDown() throws IOException {
    open(StudyPages.named("net"));
    String axis =
        "return echarts.getInstanceByDom(document.getElementById('chart-loss-by-layer'))"
            + ".getModel().getComponent('yAxis', 0).axis.scale.getExtent()";
    assertThat(((Number) ((List<?>) script(axis)).get(0)).doubleValue()).isLessThanOrEqualTo(-0.5);
  }

  @Test
  void shouldShowAValueWithItsInterval() throws IOException {
    open(StudyPages.named("a <b> & c"));
    Object tip =
        script(
            RATE
                + "chart.dispatchAction({type: 'showTip', seriesIndex: 0, dataIndex: 1});"
                + "return chart.getDom().textContent");
    assertThat((String) tip).contains("a <b> & c 1e-8").contains("88.00 (84.00 to 90.00)");
  }

  @Test
  void shouldShowNamesAsText() throws IOException {
    open(
        StudyPages.named(
            "</script><script>window.harm=1</script><img src=x onerror=window.harm=1>"));
    script(
        "for (const place of document.querySelectorAll('.chart')) {"
            + "echarts.getInstanceByDom(place).dispatchAction("
            + "{type: 'showTip', seriesIndex: 0, dataIndex: 0}); }");
    assertThat(script("return window.harm")).isNull();
    assertThat(count("img")).isZero();
    assertThat(browser.console()).isEmpty();
  }
}
