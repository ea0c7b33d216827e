package io.onnxfi.file;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.Random;
import java.util.zip.GZIPOutputStream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FileKindTest {
  @ParameterizedTest
  @CsvSource(
      ignoreLeadingAndTrailingWhitespace = false,
      value = {
        "version https://git-lfs.github.com/spec/v1,GIT_LFS_POINTER",
        "<!DOCTYPE html><p>,HTML",
        "'\n  <HTML>',HTML",
        "<?xml version='1.0'?><Error>,XML",
        "{\"weight_map\": {}},JSON",
        "'{ }',JSON",
        "[{\"a\": 1}],JSON",
        "[section],TEXT",
        "{\\rtf1,TEXT",
        "{n} rows,TEXT",
        "404: Not Found,TEXT",
        "'Injection,Layer,TensorIndex,Bit',FAULT_LIST",
        "' layer;tensorindex;BIT',FAULT_LIST",
        "Größe 層,TEXT",
        "7z,TEXT",
        "PK,TEXT"
      })
  void shouldTellTexts(String text, FileKind kind) {
    assertThat(FileKind.detect(text.getBytes(StandardCharsets.UTF_8))).isEqualTo(kind);
    if (kind != FileKind.GIT_LFS_POINTER) { // which Git writes in UTF-8 only
      assertThat(FileKind.detect(text.getBytes(StandardCharsets.UTF_16))).isEqualTo(kind);
    }
  }

  @ParameterizedTest
  @CsvSource({
    "archive/data.pkl,TORCH_ZIP",
    "model/code/__torch__.py,TORCH_SCRIPT",
    "arr_0.npy,NUMPY_ZIP",
    "[Content_Types].xml,OFFICE",
    "mimetype,OPEN_DOCUMENT",
    "metadata.json,KERAS",
    "list.csv,ZIP"
  })
  void shouldTellArchivesByTheirFirstEntry(String entry, FileKind kind) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ZipOutputStream zip = new ZipOutputStream(bytes)) {
      zip.putNextEntry(new ZipEntry(entry));
      zip.write(new byte[1000]);
    }
    assertThat(FileKind.detect(bytes.toByteArray())).isEqualTo(kind);
  }

  @ParameterizedTest
  @CsvSource({
    "800263,PICKLE",
    "80028a0a6cfc9c46f9206aa850192e,TORCH_LEGACY",
    "40000000000000007b22,SAFETENSORS",
    "08071207,ONNX",
    "080a3a,ONNX",
    "08011200,SAVED_MODEL",
    "894844460d0a1a0a,HDF5",
    "1c00000054464c33,TFLITE",
    "1c0000004f52544d,ORT",
    "934e554d505901,NUMPY",
    "89504e470d0a1a0a,PNG",
    "ffd8ffe0,JPEG",
    "7f454c46,ELF",
    "377abcaf271c,SEVEN_ZIP",
    "526172211a07,RAR",
    "25504446 2d,PDF",
    "d0cf11e0a1b11ae1,OLD_OFFICE",
    "0005160700,APPLE_DOUBLE",
    "00000000,ZEROS",
    "0102,UNKNOWN",
    "fe0102,UNKNOWN"
  })
  void shouldTellBinaries(String hex, FileKind kind) {
    byte[] head = HexFormat.of().parseHex(hex.replace(" ", ""));
    assertThat(FileKind.detect(head)).isEqualTo(kind);
  }

  @Test
  void shouldTellEmptyCompressedAndPackedFiles() throws IOException {
    assertThat(FileKind.detect(new byte[0])).isEqualTo(FileKind.EMPTY);
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (GZIPOutputStream gzip = new GZIPOutputStream(bytes)) {
      gzip.write(1);
    }
    assertThat(FileKind.detect(bytes.toByteArray())).isEqualTo(FileKind.GZIP);
    byte[] tar = new byte[512];
    tar[0] = 'a';
    System.arraycopy("ustar".getBytes(StandardCharsets.US_ASCII), 0, tar, 257, 5);
    assertThat(FileKind.detect(tar)).isEqualTo(FileKind.TAR);
  }

  @Test
  void shouldSaySomethingOfAnyBytes() {
    Random random = new Random(1);
    for (int i = 0; i < 20_000; i++) {
      byte[] head = new byte[random.nextInt(40)];
      random.nextBytes(head);
      if (head.length > 0 && i % 2 == 0) {
        head[0] = "PK\u0080\b{<\u0089\u001f[ ".getBytes(StandardCharsets.ISO_8859_1)[i / 2 % 10];
      }
      assertThat(InputFile.found(head)).isNotBlank().doesNotContain("\n", "\u001b");
    }
  }
}
