package io.onnxfi.report.page;

import static org.assertj.core.api.Assertions.assertThat;

import io.onnxfi.report.RunDirectory;
import io.onnxfi.report.RunResults;
import io.onnxfi.testing.RunFiles;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReportPageTest {
  private static final String FIRST = "0,conv1,\"(0, 1)\",30,60,30,10";
  private static final String SECOND = "1,fc,\"(2, 3)\",5,100,0,0";
  private static final Pattern SCRIPT =
      Pattern.compile("<script[^>]*>.*?</script>", Pattern.DOTALL);
  private static final Pattern REFERENCE =
      Pattern.compile("\\b(?:src|href|action|data|poster|srcset)\\s*=\\s*[\"']?([^\"'\\s>]*)");

  @TempDir private Path folder;

  private static String render(Path run) {
    return new ReportPage(RunResults.read(new RunDirectory(run)), List.of()).html();
  }

  private RunFiles both() {
    return RunFiles.in(folder)
        .backend("ort", "ONNX Runtime", FIRST, SECOND)
        .backend("djl", "PyTorch (DJL)", FIRST, SECOND);
  }

  @Test
  void shouldReferToNothingOutsideThePage() {
    String page = render(both().published(FIRST, SECOND).finish());
    String markup = SCRIPT.matcher(page).replaceAll("");
    Matcher references = REFERENCE.matcher(markup);
    int found = 0;
    while (references.find()) {
      found++;
      assertThat(references.group(1)).matches("#[a-z-]+|data:,");
    }
    assertThat(found).as("links within the page").isGreaterThan(5);
    assertThat(markup).doesNotContain("@import").doesNotContain("url(").doesNotContain("http:");
    assertThat(page).doesNotContain("<script src").contains("default-src 'none'");
  }

  @Test
  void shouldStayInTheLowMegabytes() {
    // ECharts alone has 1.03 million bytes.
    assertThat(render(both().finish()).getBytes(StandardCharsets.UTF_8).length)
        .isBetween(1_000_000, 1_200_000);
  }

  @Test
  void shouldGiveTheSameBytesForTheSameRun() {
    Path run = both().published(FIRST, SECOND).finish();
    assertThat(render(run)).isEqualTo(render(run));
  }

  @Test
  void shouldBeginWithTheVerdicts() {
    Path run = both().published(FIRST, SECOND).finish();
    String page = render(run);
    List<RunResults.Pair> pairs = RunResults.read(new RunDirectory(run)).pairs();
    assertThat(pairs).hasSize(3);
    String first = page.substring(0, page.indexOf("Clean accuracy and outcomes</h2>"));
    pairs.forEach(pair -> assertThat(first).contains(pair.title(), pair.report().verdict()));
  }

  @Test
  void shouldKeepHarmlessWhatFilesSay() {
    String evil = "</script><script>alert(1)</script><img src=x onerror=alert(2)>&{{model}}";
    String row = "0,\"%s\",\"(0, 1)\",30,60,30,10".formatted(evil);
    String page =
        render(
            RunFiles.in(folder)
                .faults("file", evil)
                .backend("ort", evil, row)
                .write(
                    "attribution.csv",
                    "Injection,Layer,TensorIndex,Bit,left,right,differing_images,cause,evidence\n"
                        + "0,\"%s\",\"(0, 1)\",30,a,b,1,\"%s\",\"%s\"\n"
                            .formatted(evil, evil, evil))
                .finish());
    assertThat(page).doesNotContain("<script>alert").doesNotContain("<img src=x");
    assertThat(page).contains("\\u003c/script\\u003e\\u003cscript\\u003ealert(1)");
    assertThat(page).contains("&lt;/script&gt;&lt;script&gt;alert(1)");
    assertThat(page.split("<script", -1)).as("our own four scripts").hasSize(5);
  }

  @Test
  void shouldDrawOtherFactorsOnlyWhereTheyVary() {
    String plain = render(both().finish());
    assertThat(plain).contains("const kinds = { bars, heatMap, scatter };\n\n  function height(");
    String mixed =
        render(
            RunFiles.in(folder.resolve("mixed"))
                .backend("ort", "ONNX Runtime", FIRST)
                .write(
                    "outcomes-ort.csv",
                    """
                    Injection,Layer,TensorIndex,Bit,n_injections,masked,non_critical,critical,Site
                    0,conv1,"(0, 1)",30,100,60,30,10,weight
                    1,relu,"(0, 1)",30,100,60,30,10,activation
                    """)
                .finish());
    assertThat(mixed)
        .contains("kinds.intervals = ")
        .contains("id=\"chart-critical-rates-by-bit-and-site-ort\"")
        .as("place, model and site of each fault")
        .contains("(0, 1), flip, weight", "(0, 1), flip, activation")
        .doesNotContain("{{");
  }

  @Test
  void shouldSayWhatARunHasNot() {
    String one = render(RunFiles.in(folder).backend("ort", "ONNX Runtime", FIRST).finish());
    assertThat(one)
        .contains("There is nothing to compare")
        .contains("no other to compare it with")
        .contains("no published outcomes")
        .doesNotContain("./onnxfi attribute");
    String two = render(both().finish());
    assertThat(two)
        .doesNotContain("There is nothing to compare")
        .contains("images-ort.bin, images-djl.bin missing")
        .contains("./onnxfi attribute RUN --model net.onnx --dataset mnist");
  }

  @Test
  void shouldLeaveOutWhatNeedsFaults() {
    String page = render(RunFiles.in(folder).backend("ort", "ONNX Runtime").finish());
    assertThat(page).contains("id=\"manifest\"").doesNotContain("id=\"faults\"");
  }

  @Test
  void shouldListTheCausesThatWereFound() {
    String page =
        render(
            both()
                .write(
                    "attribution.csv",
                    """
                    Injection,Layer,TensorIndex,Bit,left,right,differing_images,cause,evidence
                    0,conv1,"(0, 1)",30,ort,djl,7,rounding,at another level
                    """)
                .finish());
    assertThat(page)
        .contains("<td class=\"text\">rounding</td>")
        .contains("at another level")
        .doesNotContain("not been looked for");
  }
}
