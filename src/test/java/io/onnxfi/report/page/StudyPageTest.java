package io.onnxfi.report.page;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.onnxfi.report.figure.DataTable;
import io.onnxfi.testing.StudyPages;
import java.util.List;
import org.junit.jupiter.api.Test;

class StudyPageTest {
  private static final DataTable TABLE =
      new DataTable("rates", "Rates", List.of("rate"), 0, List.of(List.of(0.5)));

  private static StudyPage of(StudyPage.Section... sections) {
    return new StudyPage(
        "Bit errors",
        "Which rate?",
        List.of("One in a million."),
        List.of("Few flip."),
        List.of(sections),
        "onnxfi study ber",
        List.of(new StudyPage.Fact("model", "abc"), new StudyPage.Fact("data", "def")));
  }

  @Test
  void shouldGiveTheSameBytesForTheSameStudy() {
    assertThat(StudyPages.named("net").html()).isEqualTo(StudyPages.named("net").html());
  }

  @Test
  void shouldAnswerTheQuestionFirstAndEndWithTheFacts() {
    String page =
        of(new StudyPage.Section("By rate", List.of("Mean."), List.of(), List.of(TABLE))).html();
    assertThat(page)
        .containsSubsequence(
            "default-src 'none'",
            "<title>Bit errors: OnnxFI study</title>",
            "<h1>Bit errors</h1>",
            "Which rate?",
            "<a href=\"#section-1\">By rate</a>",
            "<p class=\"verdict\">One in a million.</p>",
            "<p class=\"remark\">Few flip.</p>",
            "<section id=\"section-1\"",
            "<p>Mean.</p>",
            "<td class=\"number\">0.500</td>",
            "<code>onnxfi study ber</code>",
            "<th scope=\"row\">model</th><td>abc</td>",
            "<th scope=\"row\">data</th><td>def</td>")
        .doesNotContain("{{");
  }

  @Test
  void shouldDoWithoutScriptsWhereNothingIsDrawn() {
    assertThat(of().html()).doesNotContain("<script").hasSizeLessThan(20_000);
  }

  @Test
  void shouldKeepHarmlessWhatItIsGiven() {
    String evil = "</script><script>alert(1)</script><img src=x onerror=alert(2)>&{{title}}";
    String page = StudyPages.named(evil).html();
    assertThat(page).doesNotContain("<script>alert").doesNotContain("<img src=x");
    assertThat(page)
        .contains("\\u003c/script\\u003e\\u003cscript\\u003ealert(1)")
        .contains("&lt;/script&gt;&lt;script&gt;alert(1)");
    assertThat(page.split("<script", -1)).as("three scripts of our own").hasSize(4);
  }

  @Test
  void shouldRefuseTwoOfOneName() {
    StudyPage.Section section =
        new StudyPage.Section("By rate", List.of(), List.of(), List.of(TABLE));
    assertThatThrownBy(() -> of(section, section))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("two figures or tables are called rates");
  }
}
