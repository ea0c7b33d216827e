package io.onnxfi.workload;

import io.onnxfi.error.Excerpt;
import io.onnxfi.error.MalformedInputException;
import io.onnxfi.error.UnsupportedInputException;
import io.onnxfi.file.FileKind;
import io.onnxfi.file.InputFile;
import io.onnxfi.tensor.ElementType;
import io.onnxfi.tensor.Shape;
import io.onnxfi.tensor.Tensor;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Enumeration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;

/**
 * Arrays in NumPy's files: one ({@code .npy}) or several with names ({@code .npz}).
 *
 * <p>The format is that of <a
 * href="https://numpy.org/doc/stable/reference/generated/numpy.lib.format.html">numpy.lib.format</a>,
 * versions 1 to 3. An array of Python objects is a pickle and is never read.
 */
final class NumpyFile {
  private static final byte[] MAGIC = {(byte) 0x93, 'N', 'U', 'M', 'P', 'Y'};
  private static final String SUFFIX = ".npy";
  private static final int MOST_ARRAYS = 10_000;
  private static final int MOST_HEADER = 1 << 16;
  private static final int CHUNK = 1 << 16;

  /** Keys come in any order; nothing else may be there. */
  private static final Pattern DESCR = Pattern.compile("'descr'\\s*:\\s*'([^']{1,20})'");

  private static final Pattern ORDER = Pattern.compile("'fortran_order'\\s*:\\s*(True|False)");
  private static final Pattern SHAPE = Pattern.compile("'shape'\\s*:\\s*\\(([0-9L, ]{0,400})\\)");

  private static final Map<String, ElementType> TYPES =
      Map.ofEntries(
          Map.entry("b1", ElementType.BOOL),
          Map.entry("i1", ElementType.INT8),
          Map.entry("u1", ElementType.UINT8),
          Map.entry("i2", ElementType.INT16),
          Map.entry("u2", ElementType.UINT16),
          Map.entry("i4", ElementType.INT32),
          Map.entry("u4", ElementType.UINT32),
          Map.entry("i8", ElementType.INT64),
          Map.entry("u8", ElementType.UINT64),
          Map.entry("f2", ElementType.FLOAT16),
          Map.entry("f4", ElementType.FLOAT),
          Map.entry("f8", ElementType.DOUBLE));

  private NumpyFile() {}

  /**
   * All arrays of a file, in its order; that of an {@code .npy} file has no name.
   *
   * @throws io.onnxfi.error.OnnxFiException if it is none, or holds what cannot be read, naming it
   */
  static Map<String, Tensor> read(Path file) {
    Map<String, Tensor> tensors = new LinkedHashMap<>();
    read(file, Optional.empty()).forEach((name, array) -> tensors.put(name, array.tensor()));
    return tensors;
  }

  /**
   * The same with text.
   *
   * @param vocabulary of the texts
   */
  static Map<String, GivenArray> read(Path file, Vocabulary vocabulary) {
    return read(file, Optional.of(vocabulary));
  }

  private static Map<String, GivenArray> read(Path file, Optional<Vocabulary> vocabulary) {
    FileKind kind = FileKind.detect(InputFile.head(file));
    try {
      if (kind == FileKind.NUMPY) {
        try (InputStream in = new BufferedInputStream(Files.newInputStream(file))) {
          return Map.of("", array(file.toString(), in, Files.size(file), vocabulary));
        }
      }
      if (kind == FileKind.NUMPY_ZIP) {
        return archive(file, vocabulary);
      }
    } catch (IOException e) {
      throw InputFile.unreadable(file, e);
    }
    throw InputFile.unlike(file, "NumPy arrays (.npy or .npz)");
  }

  private static Map<String, GivenArray> archive(Path file, Optional<Vocabulary> vocabulary)
      throws IOException {
    Map<String, GivenArray> arrays = new LinkedHashMap<>();
    try (ZipFile zip = new ZipFile(file.toFile())) {
      if (zip.size() > MOST_ARRAYS) {
        throw MalformedInputException.of(
            file.toString(), "at most " + MOST_ARRAYS + " arrays", Integer.toString(zip.size()));
      }
      for (Enumeration<? extends ZipEntry> all = zip.entries(); all.hasMoreElements(); ) {
        ZipEntry entry = all.nextElement();
        String name = entry.getName();
        String where = "%s, array '%s'".formatted(file, Excerpt.visible(bare(name)));
        try (InputStream in = new BufferedInputStream(zip.getInputStream(entry))) {
          if (arrays.put(bare(name), array(where, in, entry.getSize(), vocabulary)) != null) {
            throw MalformedInputException.of(where, "each name once", "it twice");
          }
        }
      }
    }
    return arrays;
  }

  private static String bare(String name) {
    return name.endsWith(SUFFIX) ? name.substring(0, name.length() - SUFFIX.length()) : name;
  }

  private static GivenArray array(
      String where, InputStream in, long most, Optional<Vocabulary> vocabulary) throws IOException {
    String header = header(where, in);
    String descr = field(where, header, DESCR);
    boolean columns = field(where, header, ORDER).equals("True");
    long[] dims = dims(where, field(where, header, SHAPE));
    Optional<NumpyText> text = vocabulary.flatMap(any -> NumpyText.of(descr));
    if (text.isPresent()) {
      bytes(where, ElementType.INT64, dims); // as which the places of texts are held
      long[] inBytes = Arrays.copyOf(dims, dims.length + 1);
      inBytes[dims.length] = text.get().bytes();
      Tensor raw = elements(where, in, most, ElementType.UINT8, inBytes);
      Tensor places =
          text.get().places(where, raw.bytes(), Shape.of(dims), vocabulary.orElseThrow());
      return new GivenArray(columns ? transposed(places) : places, true);
    }
    Tensor tensor = elements(where, in, most, type(where, descr), dims);
    if (descr.charAt(0) == '>') {
      swap(tensor);
    }
    return GivenArray.numbers(columns ? transposed(tensor) : tensor);
  }

  /** The elements, for which no memory is taken unless the file has as many bytes. */
  private static Tensor elements(
      String where, InputStream in, long most, ElementType type, long... dims) throws IOException {
    long bytes = bytes(where, type, dims);
    if (bytes > most) {
      throw MalformedInputException.of(
          where, bytes + " bytes of elements", "%d with the header".formatted(most));
    }
    Tensor tensor = Tensor.allocate(type, Shape.of(dims));
    ByteBuffer data = tensor.bytes();
    byte[] chunk = new byte[CHUNK];
    while (data.hasRemaining()) {
      int got = in.read(chunk, 0, Math.min(CHUNK, data.remaining()));
      if (got < 0) {
        throw MalformedInputException.of(
            where, bytes + " bytes of elements", Integer.toString(data.position()));
      }
      data.put(chunk, 0, got);
    }
    if (in.read() >= 0) {
      throw MalformedInputException.of(where, bytes + " bytes of elements", "more");
    }
    return tensor;
  }

  private static String header(String where, InputStream in) throws IOException {
    byte[] magic = in.readNBytes(MAGIC.length + 2);
    if (magic.length < MAGIC.length + 2
        || !Arrays.equals(Arrays.copyOf(magic, MAGIC.length), MAGIC)) {
      throw MalformedInputException.of(where, "an array in NumPy's format", "something else");
    }
    int major = magic[MAGIC.length];
    byte[] size = in.readNBytes(major == 1 ? 2 : 4);
    long length = 0;
    for (int i = size.length - 1; i >= 0; i--) {
      length = length << Byte.SIZE | Byte.toUnsignedInt(size[i]);
    }
    if (major < 1 || major > 3 || length > MOST_HEADER) {
      throw MalformedInputException.of(
          where,
          "a header of version 1 to 3 of at most %d bytes".formatted(MOST_HEADER),
          "version %d, %d bytes".formatted(major, length));
    }
    byte[] text = in.readNBytes((int) length);
    if (text.length < length) {
      throw MalformedInputException.of(
          where, "a header of %d bytes".formatted(length), Integer.toString(text.length));
    }
    return new String(text, StandardCharsets.UTF_8);
  }

  private static String field(String where, String header, Pattern pattern) {
    Matcher matcher = pattern.matcher(header);
    if (!matcher.find()) {
      throw MalformedInputException.of(
          where, "a header with descr, fortran_order and shape", Excerpt.quoted(header.strip()));
    }
    return matcher.group(1);
  }

  private static ElementType type(String where, String descr) {
    String name = descr.replaceFirst("^[<>|=]", "");
    if (TYPES.containsKey(name)) {
      return TYPES.get(name);
    }
    String what =
        switch (name.substring(0, Math.min(1, name.length()))) {
          case "O" ->
              "Python objects, which are pickled code and never read (numpy.array(x, dtype=str)"
                  + " holds text)";
          case "U", "S" -> "text";
          case "V" -> "records of bytes, as types that NumPy does not know are stored";
          case "c" -> "complex numbers";
          default -> "elements '%s'".formatted(Excerpt.visible(descr));
        };
    throw new UnsupportedInputException(
        "%s: expected numbers of up to 64 bits or bools, found %s".formatted(where, what));
  }

  private static long[] dims(String where, String text) {
    try {
      return Arrays.stream(text.split(",", -1))
          .map(dim -> dim.strip().replace("L", ""))
          .filter(dim -> !dim.isEmpty())
          .mapToLong(Long::parseLong)
          .toArray();
    } catch (NumberFormatException e) {
      throw MalformedInputException.of(where, "a shape", "(%s)".formatted(text));
    }
  }

  private static long bytes(String where, ElementType type, long... dims) {
    try {
      long extents = 1; // also where an extent of 0 hides the others
      for (long dim : dims) {
        extents = Math.multiplyExact(extents, Math.max(1, dim));
      }
      int bytes = Math.toIntExact(type.bytes(extents));
      return Arrays.stream(dims).anyMatch(dim -> dim == 0) ? 0 : bytes;
    } catch (ArithmeticException e) {
      throw MalformedInputException.of(
          where, "an array below 2 GiB", type.label() + Arrays.toString(dims));
    }
  }

  private static void swap(Tensor tensor) {
    int width = tensor.type().bits() / Byte.SIZE;
    ByteBuffer data = tensor.bytes();
    byte[] element = new byte[width];
    for (int at = 0; at < data.limit(); at += width) {
      data.get(at, element);
      for (int i = 0; i < width; i++) {
        data.put(at + i, element[width - 1 - i]);
      }
    }
  }

  /** From the first index varying fastest to the last. */
  private static Tensor transposed(Tensor tensor) {
    long[] dims = tensor.shape().dims();
    Tensor turned = Tensor.allocate(tensor.type(), tensor.shape());
    long[] index = new long[dims.length];
    for (long from = 0; from < tensor.shape().size(); from++) {
      turned.putBits(tensor.shape().flatIndex(index), tensor.bits(from));
      for (int axis = 0; axis < dims.length && ++index[axis] == dims[axis]; axis++) {
        index[axis] = 0;
      }
    }
    return turned;
  }
}
