package io.onnxfi.onnx;

import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnx.proto.OnnxMl.StringStringEntryProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import ai.onnx.proto.OnnxMl.TensorProto.DataLocation;
import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import io.onnxfi.error.MalformedInputException;
import io.onnxfi.error.MissingResourceException;
import io.onnxfi.file.FileKind;
import io.onnxfi.file.InputFile;
import io.onnxfi.onnx.check.ModelCheck;
import io.onnxfi.tensor.ElementType;
import io.onnxfi.tensor.Shape;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** Models on disk, within one protobuf message or with external data beside it. */
final class ModelFiles {
  /** The largest message that protobuf can hold, in bytes. */
  static final long PROTOBUF_LIMIT = Integer.MAX_VALUE;

  /** Smaller tensors stay in the message, as exporters keep them too. */
  private static final int EXTERNAL_FROM_BYTES = 1024;

  /** ONNX recommends offsets at page boundaries, so that runtimes can map them. */
  private static final int ALIGNMENT = 4096;

  private ModelFiles() {}

  static OnnxModel load(Path file) {
    byte[] head = InputFile.head(file);
    if (FileKind.detect(head) == FileKind.TEXT) {
      // Protobuf would make a message of unknown fields of it, for as long as it continues.
      throw noModel(file, head, "text", null);
    }
    try {
      if (Files.size(file) > PROTOBUF_LIMIT) {
        throw MalformedInputException.of(
            file.toString(),
            "at most 2 GiB (protobuf's limit; larger models use external data)",
            Files.size(file) + " bytes");
      }
      ModelProto proto;
      try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
        ByteBuffer bytes = channel.map(FileChannel.MapMode.READ_ONLY, 0, channel.size());
        proto = NodeOrder.sorted(ModelProto.parseFrom(bytes));
      }
      if (!proto.hasGraph() || proto.getOpsetImportCount() == 0) {
        throw noModel(file, head, "a message without graph or operator set", null);
      }
      Map<String, ExternalTensor> external = external(proto, file);
      ModelCheck.require(proto, file.toString());
      ModelProto whole = TrainedConstants.asInitializers(ModelCheck.withComputedOutputs(proto));
      boolean isAsRead =
          whole.getGraph().getInitializerCount() == proto.getGraph().getInitializerCount();
      return new OnnxModel(whole, isAsRead ? external : external(whole, file));
    } catch (InvalidProtocolBufferException e) {
      throw noModel(file, head, "malformed protobuf (%s)".formatted(e.getMessage()), e);
    } catch (IOException e) {
      throw InputFile.unreadable(file, e);
    }
  }

  /** What the file is says more than what protobuf makes of it, if it is known. */
  private static MalformedInputException noModel(
      Path file, byte[] head, String protobuf, IOException cause) {
    FileKind kind = FileKind.detect(head);
    boolean mayBeModel = kind == FileKind.ONNX || kind == FileKind.UNKNOWN;
    String found = mayBeModel ? protobuf : InputFile.found(head);
    return new MalformedInputException(
        "%s: expected an ONNX model, found %s".formatted(file, found), cause);
  }

  private static Map<String, ExternalTensor> external(ModelProto proto, Path file)
      throws IOException {
    Map<String, ExternalTensor> external = new HashMap<>();
    Set<String> names = new HashSet<>();
    for (TensorProto tensor : proto.getGraph().getInitializerList()) {
      if (!names.add(tensor.getName())) {
        throw MalformedInputException.of(
            file.toString(), "unique initializer names", "'" + tensor.getName() + "' twice");
      }
      ElementType type = Tensors.type(tensor);
      Shape shape = Tensors.shape(tensor);
      if (OnnxModel.isExternal(tensor)) {
        long bytes = type.bytes(shape.size());
        external.put(tensor.getName(), ExternalTensor.map(tensor, file, bytes));
      } else {
        ElementCodec.requireComplete(tensor, type, shape);
      }
    }
    return external;
  }

  static Optional<byte[]> bytes(OnnxModel model) {
    if (size(model) > PROTOBUF_LIMIT) {
      return Optional.empty();
    }
    GraphProto.Builder graph = model.proto().getGraph().toBuilder();
    for (int i = 0; i < graph.getInitializerCount(); i++) {
      TensorProto tensor = graph.getInitializer(i);
      ExternalTensor outside = model.external().get(tensor.getName());
      if (outside != null) {
        graph.setInitializer(i, inline(tensor, Tensors.wrap(outside.bytes())));
      }
    }
    return Optional.of(model.proto().toBuilder().setGraph(graph).build().toByteArray());
  }

  /** Bytes of the whole model in one message, to within a few bytes per tensor. */
  private static long size(OnnxModel model) {
    GraphProto graph = model.proto().getGraph();
    long size = model.proto().toBuilder().setGraph(skeleton(graph)).build().getSerializedSize();
    for (TensorProto tensor : graph.getInitializerList()) {
      ExternalTensor outside = model.external().get(tensor.getName());
      size += tensor.getSerializedSize() + (outside == null ? 0 : outside.size());
    }
    return size + 16L * graph.getInitializerCount();
  }

  private static GraphProto skeleton(GraphProto graph) {
    return graph.toBuilder().clearInitializer().build();
  }

  /**
   * Writes the model.
   *
   * @param limit the largest message to write; {@link #PROTOBUF_LIMIT} but in tests
   */
  static void save(OnnxModel model, Path file, long limit) {
    boolean tooLarge = size(model) > limit;
    boolean split = tooLarge || !model.external().isEmpty();
    if (split) {
      requireFree(file);
    }
    Path target = file.toAbsolutePath();
    Path part = target.resolveSibling(target.getFileName() + ".part");
    Path data = target.resolveSibling(target.getFileName() + ".data");
    Path dataPart = target.resolveSibling(target.getFileName() + ".data.part");
    try {
      ModelProto proto = model.proto();
      if (split) {
        GraphProto graph = writeData(model, tooLarge, dataPart, data.getFileName().toString());
        proto = proto.toBuilder().setGraph(graph).build();
      }
      try (OutputStream out = Files.newOutputStream(part)) {
        proto.writeTo(out);
      }
      if (split) {
        Files.move(dataPart, data, StandardCopyOption.REPLACE_EXISTING);
      }
      Files.move(part, target, StandardCopyOption.REPLACE_EXISTING);
    } catch (IOException e) {
      throw new MissingResourceException(
          "cannot write %s (%s)".formatted(file, e), "check the folder and the free space", e);
    } finally {
      deleteQuietly(part);
      deleteQuietly(dataPart);
    }
  }

  /** All files that saving under this name may write. */
  static List<Path> written(Path file) {
    String name = String.valueOf(file.getFileName());
    return Stream.of("", ".data", ".part", ".data.part")
        .map(suffix -> file.resolveSibling(name + suffix))
        .toList();
  }

  /** Data may have any name: what lies beside no model of its name can be that of another. */
  private static void requireFree(Path file) {
    Path data = written(file).get(1);
    if (Files.exists(data) && !Files.exists(file)) {
      throw MalformedInputException.of(
          file.toString(),
          "a name whose data file is free or its own",
          "%s, which may belong to another model".formatted(data));
    }
  }

  private static GraphProto writeData(OnnxModel model, boolean all, Path file, String location)
      throws IOException {
    GraphProto.Builder graph = model.proto().getGraph().toBuilder();
    try (FileChannel out =
        FileChannel.open(
            file,
            StandardOpenOption.CREATE,
            StandardOpenOption.TRUNCATE_EXISTING,
            StandardOpenOption.WRITE)) {
      for (int i = 0; i < graph.getInitializerCount(); i++) {
        TensorProto tensor = graph.getInitializer(i);
        ExternalTensor outside = model.external().get(tensor.getName());
        ElementType type = Tensors.type(tensor);
        long bytes = type.bytes(Tensors.shape(tensor).size());
        boolean movable = all && bytes >= EXTERNAL_FROM_BYTES && type.bits() > 0;
        if (outside == null && !movable) {
          continue;
        }
        ByteBuffer content =
            outside != null
                ? outside.bytes()
                : ElementCodec.pack(tensor, type, Tensors.shape(tensor)).asReadOnlyByteBuffer();
        long offset = (out.position() + ALIGNMENT - 1) / ALIGNMENT * ALIGNMENT;
        out.position(offset);
        while (content.hasRemaining()) {
          out.write(content);
        }
        graph.setInitializer(i, reference(tensor, location, offset, bytes));
      }
      out.force(false);
    }
    return graph.build();
  }

  private static TensorProto reference(
      TensorProto tensor, String location, long offset, long length) {
    return cleared(tensor)
        .setDataLocation(DataLocation.EXTERNAL)
        .addExternalData(entry("location", location))
        .addExternalData(entry("offset", Long.toString(offset)))
        .addExternalData(entry("length", Long.toString(length)))
        .build();
  }

  /** The tensor with its elements in {@code raw_data}, and everything else about it as it was. */
  static TensorProto inline(TensorProto tensor, ByteString raw) {
    return cleared(tensor).setRawData(raw).build();
  }

  private static TensorProto.Builder cleared(TensorProto tensor) {
    return tensor.toBuilder()
        .clearRawData()
        .clearFloatData()
        .clearInt32Data()
        .clearInt64Data()
        .clearDoubleData()
        .clearUint64Data()
        .clearExternalData()
        .clearDataLocation();
  }

  private static StringStringEntryProto entry(String key, String value) {
    return StringStringEntryProto.newBuilder().setKey(key).setValue(value).build();
  }

  private static void deleteQuietly(Path file) {
    try {
      Files.deleteIfExists(file);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot remove " + file, e);
    }
  }
}
