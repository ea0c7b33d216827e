package io.onnxfi.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.onnxfi.fault.FaultList;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.parquet.ParquetReadOptions;
import org.apache.parquet.conf.PlainParquetConfiguration;
import org.apache.parquet.hadoop.ParquetFileReader;
import org.apache.parquet.io.LocalInputFile;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Outcomes as a data set in parts. */
class ParquetDatasetTest {
  private static final String HEADER =
      "Injection,Layer,TensorIndex,Bit,n_injections,masked,non_critical,critical,max_abs_diff\n";

  @TempDir private Path folder;

  private FaultList table(String name, String rows) throws IOException {
    return FaultList.read(Files.writeString(folder.resolve(name + ".csv"), HEADER + rows));
  }

  private static String schema(Path file) throws IOException {
    try (ParquetFileReader reader =
        ParquetFileReader.open(
            new LocalInputFile(file),
            ParquetReadOptions.builder(new PlainParquetConfiguration()).build())) {
      assertThat(reader.getRecordCount()).isPositive();
      return reader.getFooter().getFileMetaData().getSchema().toString();
    }
  }

  @Test
  void shouldHaveAFileForEachBackendAndLayerWithTheSameColumns() throws IOException {
    Map<String, FaultList> tables = new LinkedHashMap<>();
    tables.put(
        "ort",
        table(
            "ort",
            """
            0,conv1,"(0, 0)",30,10,0,1,9,1.5
            1,a/b=c,"(0, 1)",3,10,10,0,0,0
            2,conv1,"(0, 2)",3,10,10,0,0,0.25
            """));
    tables.put(
        "djl",
        table(
            "djl",
            """
            0,conv1,"(0, 0)",30,10,0,1,9,
            1,a/b=c,"(0, 1)",3,10,10,0,0,7
            """));
    ParquetDataset dataset = new ParquetDataset(folder.resolve("set"));
    assertThat(dataset.write(tables)).isEqualTo(4);
    List<String> files;
    try (Stream<Path> all = Files.walk(dataset.root())) {
      files =
          all.filter(Files::isRegularFile)
              .map(file -> dataset.root().relativize(file).toString().replace('\\', '/'))
              .sorted()
              .toList();
    }
    assertThat(files)
        .containsExactly(
            "backend=djl/layer=a%2Fb%3Dc/part-0.parquet",
            "backend=djl/layer=conv1/part-0.parquet",
            "backend=ort/layer=a%2Fb%3Dc/part-0.parquet",
            "backend=ort/layer=conv1/part-0.parquet");
    for (String file : files) {
      assertThat(schema(dataset.root().resolve(file)))
          .contains(
              "required int64 Injection",
              "required binary TensorIndex",
              "required int64 critical",
              "optional double max_abs_diff")
          .doesNotContain("Layer");
    }
    assertThatThrownBy(() -> dataset.write(tables))
        .hasMessageContaining("--parquet", "a new or an empty folder");
  }
}
