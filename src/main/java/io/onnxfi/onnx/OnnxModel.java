package io.onnxfi.onnx;

import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnx.proto.OnnxMl.NodeProto;
import ai.onnx.proto.OnnxMl.StringStringEntryProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import ai.onnx.proto.OnnxMl.TensorProto.DataLocation;
import ai.onnx.proto.OnnxMl.ValueInfoProto;
import com.google.protobuf.ByteString;
import io.onnxfi.error.UnsupportedInputException;
import io.onnxfi.onnx.check.ModelCheck;
import io.onnxfi.tensor.ElementType;
import io.onnxfi.tensor.Tensor;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * An immutable ONNX model.
 *
 * <p>Changes return a new model that shares everything unchanged with the old one, so that editing
 * one element costs a copy of one tensor. Unknown protobuf fields survive. Initializers may lie in
 * external files, which are mapped and never written.
 */
public final class OnnxModel {
  private static final String STANDARD = "ai.onnx";
  private final ModelProto proto;
  private final Map<String, ExternalTensor> external;
  private final Map<String, Integer> positions;
  private final Map<String, Initializer> initializers;
  private final List<Node> nodes;
  private final String where;

  OnnxModel(ModelProto proto, Map<String, ExternalTensor> external) {
    this(proto, external, "");
  }

  /**
   * A graph within another.
   *
   * @param where it is, for messages; empty for the graph of a model
   */
  private OnnxModel(ModelProto proto, Map<String, ExternalTensor> external, String where) {
    this.proto = proto;
    this.where = where;
    this.external = Map.copyOf(external);
    this.positions = new HashMap<>();
    this.initializers = new LinkedHashMap<>();
    List<TensorProto> tensors = proto.getGraph().getInitializerList();
    for (int i = 0; i < tensors.size(); i++) {
      TensorProto tensor = tensors.get(i);
      positions.put(tensor.getName(), i);
      initializers.put(
          tensor.getName(),
          new Initializer(tensor.getName(), Tensors.type(tensor), Tensors.shape(tensor)));
    }
    GraphProto graph = proto.getGraph();
    this.nodes =
        IntStream.range(0, graph.getNodeCount())
            .mapToObj(i -> new Node(i, graph.getNode(i), where))
            .toList();
  }

  private OnnxModel(ModelProto proto, Map<String, ExternalTensor> external, OnnxModel sameGraph) {
    this.proto = proto;
    this.external = external;
    this.positions = sameGraph.positions;
    this.initializers = sameGraph.initializers;
    this.nodes = sameGraph.nodes;
    this.where = sameGraph.where;
  }

  /**
   * Reads a model and maps its external data.
   *
   * @throws io.onnxfi.error.MalformedInputException if the file is no ONNX model, or its external
   *     data is missing, too short or outside the model's folder
   */
  public static OnnxModel load(Path file) {
    return ModelFiles.load(file);
  }

  /**
   * The nodes of a file that a runtime wrote of a model, which may have operators of its own that
   * ONNX's rules do not know. Nothing is checked.
   *
   * @throws IOException if it cannot be read, or is no ONNX model
   */
  public static List<Node> nodesWritten(Path file) throws IOException {
    try (InputStream in = Files.newInputStream(file)) {
      List<NodeProto> nodes = ModelProto.parseFrom(in).getGraph().getNodeList();
      return IntStream.range(0, nodes.size()).mapToObj(i -> new Node(i, nodes.get(i))).toList();
    }
  }

  /**
   * Requires that this model, made of another by changing values, still follows ONNX's rules.
   *
   * @param where what to call it in messages
   * @throws io.onnxfi.error.OnnxFiException if it breaks one, as {@link #load} says it
   */
  public void requireSound(String where) {
    ModelCheck.require(proto, where);
  }

  /**
   * Requires that no node is in training mode, in which a sample's answer is not its own.
   *
   * @param where what to call the model in messages
   * @throws UnsupportedInputException naming the node
   */
  public void requireInference(String where) {
    ModelCheck.requireInference(proto, where);
  }

  /**
   * Writes the model: one file, or, where it would pass protobuf's 2 GiB limit or came with
   * external data, a file and {@code NAME.data} beside it. Existing files are replaced only once
   * the new ones are complete.
   *
   * @throws io.onnxfi.error.MalformedInputException if it takes a {@code NAME.data} and there is
   *     one without its {@code NAME}
   */
  public void save(Path file) {
    ModelFiles.save(this, file, ModelFiles.PROTOBUF_LIMIT);
  }

  /** The files that {@link #save} may write for this name, whether they are there or not. */
  public static List<Path> written(Path file) {
    return ModelFiles.written(file);
  }

  /** The files beside the model that hold its external data, without links. */
  public Set<Path> externalFiles() {
    return external.values().stream().map(ExternalTensor::file).collect(Collectors.toSet());
  }

  /** The serialized model with all data inside, if that stays within protobuf's 2 GiB limit. */
  public Optional<byte[]> toBytes() {
    return ModelFiles.bytes(this);
  }

  /** All initializers, in the order of the file. */
  public List<Initializer> initializers() {
    return List.copyOf(initializers.values());
  }

  /** The initializer of that name, if there is one. */
  public Optional<Initializer> initializer(String name) {
    return Optional.ofNullable(initializers.get(name));
  }

  /** All nodes in topological order. */
  public List<Node> nodes() {
    return nodes;
  }

  /** The model with the bodies of its own functions where they are called. */
  public OnnxModel withoutFunctions() {
    return proto.getFunctionsCount() == 0
        ? this
        : new OnnxModel(FunctionBodies.inline(proto), external, where);
  }

  /**
   * A graph within a node as a model, whose nodes also read values of the graphs around it.
   *
   * @param node of this model's graph
   * @param attribute which of its graphs
   * @throws io.onnxfi.error.MalformedInputException if there is none of that name
   */
  public OnnxModel body(Node node, String attribute) {
    ModelProto inside = proto.toBuilder().setGraph(node.body(attribute)).build();
    return new OnnxModel(inside, Map.of(), " in %s of %s".formatted(attribute, node));
  }

  /** Names of what the graphs around this one must provide; none unless it is a body. */
  public List<String> outerReads() {
    return List.copyOf(OuterReads.of(proto.getGraph()));
  }

  /** What the caller must feed: graph inputs that no initializer provides. */
  public List<ValueInfo> inputs() {
    return proto.getGraph().getInputList().stream()
        .filter(input -> !initializers.containsKey(input.getName()))
        .map(ValueInfos::decode)
        .toList();
  }

  /** Of {@link #inputs}, those that are tensors and no sequences or optional values. */
  public List<ValueInfo> tensorInputs() {
    return proto.getGraph().getInputList().stream()
        .filter(input -> !initializers.containsKey(input.getName()))
        .filter(input -> input.getType().hasTensorType())
        .map(ValueInfos::decode)
        .toList();
  }

  /** Names of what the caller must feed. */
  public List<String> inputNames() {
    return proto.getGraph().getInputList().stream()
        .map(ValueInfoProto::getName)
        .filter(name -> !initializers.containsKey(name))
        .toList();
  }

  /**
   * The model with the shape of its only input stated, which the file leaves open.
   *
   * @param dims extents, {@link ValueInfo#DYNAMIC} where any will do
   * @throws UnsupportedInputException if it has several inputs, or states a shape itself
   */
  public OnnxModel withInputShape(List<Long> dims) {
    List<ValueInfo> inputs = inputs();
    if (inputs.size() != 1 || !inputs.get(0).dims().isEmpty()) {
      throw new UnsupportedInputException(
          "expected a model of one input without a shape, found inputs " + inputs);
    }
    ValueInfo shaped = new ValueInfo(inputs.get(0).name(), inputs.get(0).type(), dims);
    GraphProto.Builder graph = proto.getGraph().toBuilder();
    for (int i = 0; i < graph.getInputCount(); i++) {
      if (graph.getInput(i).getName().equals(shaped.name())) {
        graph.setInput(i, ValueInfos.encode(shaped));
      }
    }
    return new OnnxModel(proto.toBuilder().setGraph(graph).build(), external, this);
  }

  /** What the model computes. */
  public List<ValueInfo> outputs() {
    return proto.getGraph().getOutputList().stream().map(ValueInfos::decode).toList();
  }

  /**
   * The names that the model gives to open axes of its inputs and outputs, which are equally long
   * where they are called alike.
   *
   * @return by input or output, for each axis its name, or nothing
   */
  public Map<String, List<String>> axisNames() {
    Map<String, List<String>> names = new HashMap<>();
    Stream.concat(
            proto.getGraph().getInputList().stream(), proto.getGraph().getOutputList().stream())
        .forEach(value -> names.put(value.getName(), ValueInfos.axisNames(value)));
    return names;
  }

  /** Names of what the model computes, also where it does not say of which type. */
  public List<String> outputNames() {
    return proto.getGraph().getOutputList().stream().map(ValueInfoProto::getName).toList();
  }

  /** What the model says of one output, if it says that this is a tensor. */
  public Optional<ValueInfo> output(String name) {
    return proto.getGraph().getOutputList().stream()
        .filter(output -> output.getName().equals(name) && output.getType().hasTensorType())
        .findFirst()
        .map(ValueInfos::decode);
  }

  /** Whether an output may be numbers, for all that the model says of it. */
  public boolean mayYieldNumbers(String name) {
    return proto.getGraph().getOutputList().stream()
            .anyMatch(output -> output.getName().equals(name) && !output.hasType())
        || output(name).filter(output -> output.type().isNumeric()).isPresent();
  }

  /** The element types of what the model computes, by name, where it says so. */
  public Map<String, ElementType> outputTypes() {
    Map<String, ElementType> types = new HashMap<>();
    for (ValueInfoProto output : proto.getGraph().getOutputList()) {
      ElementType.ofCode(output.getType().getTensorType().getElemType())
          .ifPresent(type -> types.put(output.getName(), type));
    }
    return types;
  }

  /** Names of everything the graph holds from the start: initializers, sparse ones too. */
  Set<String> constants() {
    Set<String> names = new HashSet<>(initializers.keySet());
    proto
        .getGraph()
        .getSparseInitializerList()
        .forEach(sparse -> names.add(sparse.getValues().getName()));
    return names;
  }

  /** Version of the standard operator set. */
  public int opset() {
    return opset("");
  }

  /** Version of the operator set of a domain; the standard one has the name {@code ""}. */
  public int opset(String domain) {
    String wanted = domain.equals(STANDARD) ? "" : domain;
    return proto.getOpsetImportList().stream()
        .filter(set -> wanted.equals(set.getDomain().equals(STANDARD) ? "" : set.getDomain()))
        .mapToInt(set -> (int) set.getVersion())
        .findFirst()
        .orElse(1);
  }

  /** Whether one of PyTorch's exporters wrote the model. */
  boolean isFromPyTorch() {
    return proto.getProducerName().equals("pytorch");
  }

  /** The model's metadata, in order. */
  public Map<String, String> metadata() {
    Map<String, String> map = new LinkedHashMap<>();
    proto.getMetadataPropsList().forEach(entry -> map.put(entry.getKey(), entry.getValue()));
    return Collections.unmodifiableMap(map);
  }

  /** A model with these metadata entries added or replaced. */
  public OnnxModel withMetadata(Map<String, String> entries) {
    Map<String, String> merged = new LinkedHashMap<>(metadata());
    merged.putAll(entries);
    ModelProto.Builder copy = proto.toBuilder().clearMetadataProps();
    merged.forEach(
        (key, value) ->
            copy.addMetadataProps(StringStringEntryProto.newBuilder().setKey(key).setValue(value)));
    return new OnnxModel(copy.build(), external, this);
  }

  /**
   * The bits of one element, in the low bits of the result.
   *
   * @param initializer name
   * @param index row-major position
   * @throws UnsupportedInputException if elements of its type have no addressable bits
   */
  public long elementBits(String initializer, long index) {
    Initializer described = require(initializer, index);
    ExternalTensor outside = external.get(initializer);
    return outside == null
        ? ElementCodec.read(tensorProto(initializer), described.type(), index)
        : outside.read(described.type(), index);
  }

  /**
   * A model in which some elements have other bits and every other byte is as before: one copy of
   * each tensor that is changed, however many elements.
   *
   * @throws UnsupportedInputException if elements of such a type have no addressable bits
   */
  public OnnxModel withEdits(EditSet edits) {
    if (edits.isEmpty()) {
      return this;
    }
    Map<String, ExternalTensor> outside = new HashMap<>(external);
    GraphProto.Builder graph = proto.getGraph().toBuilder();
    for (TensorEdit edit : edits.edits()) {
      String name = edit.tensor();
      ElementType type = require(name, edit.last()).type();
      if (external.containsKey(name)) {
        outside.put(name, external.get(name).write(type, edit));
      } else {
        graph.setInitializer(
            positions.get(name), ElementCodec.write(tensorProto(name), type, edit));
      }
    }
    ModelProto edited = proto.toBuilder().setGraph(graph).build();
    return new OnnxModel(edited, Map.copyOf(outside), this);
  }

  /** An initializer's elements in direct memory: a copy, or a read-only mapping of its file. */
  public Tensor tensor(String initializer) {
    Initializer described = require(initializer);
    ExternalTensor outside = external.get(initializer);
    return outside == null
        ? Tensors.decode(tensorProto(initializer))
        : Tensor.of(described.type(), described.shape(), outside.bytes());
  }

  /**
   * A model in which an initializer holds other values.
   *
   * @throws IllegalArgumentException if type or shape differ
   */
  public OnnxModel withTensor(String initializer, Tensor values) {
    Initializer described = require(initializer);
    if (values.type() != described.type() || !values.shape().equals(described.shape())) {
      throw new IllegalArgumentException(
          "initializer %s is %s%s, not %s"
              .formatted(initializer, described.type().label(), described.shape(), values));
    }
    Map<String, ExternalTensor> rest = new HashMap<>(external);
    rest.remove(initializer);
    TensorProto tensor =
        ModelFiles.inline(tensorProto(initializer), ByteString.copyFrom(values.bytes()));
    return new OnnxModel(withTensorProto(proto, tensor), Map.copyOf(rest), this);
  }

  /** A model in which some initializers are others, of any shape. */
  OnnxModel withTensors(Map<String, Tensor> replaced) {
    GraphProto.Builder graph = proto.getGraph().toBuilder();
    Map<String, ExternalTensor> rest = new HashMap<>(external);
    replaced.forEach(
        (name, tensor) -> {
          graph.setInitializer(positions.get(name), Tensors.encode(name, tensor));
          rest.remove(name);
        });
    return new OnnxModel(proto.toBuilder().setGraph(graph).build(), rest);
  }

  /**
   * Some of the nodes and initializers; see {@link Dataflow#between}.
   *
   * @param outputs those without extents may be of any shape
   */
  OnnxModel part(
      Set<Integer> nodePositions,
      Set<String> constants,
      List<ValueInfo> inputs,
      List<ValueInfo> outputs,
      Set<String> pooled) {
    return part(
        nodePositions,
        constants,
        inputs,
        pooled,
        outputs.stream()
            .map(
                output ->
                    output.dims().isEmpty()
                        ? ValueInfos.encodeUnshaped(output)
                        : ValueInfos.encode(output))
            .toList());
  }

  /** The same graph with other outputs, of types and shapes that only a framework knows. */
  OnnxModel observing(List<String> outputs) {
    Set<Integer> all = new TreeSet<>();
    nodes.forEach(node -> all.add(node.position()));
    return part(
        all,
        constants(),
        inputs(),
        Set.of(),
        outputs.stream().map(name -> ValueInfoProto.newBuilder().setName(name).build()).toList());
  }

  private OnnxModel part(
      Set<Integer> nodePositions,
      Set<String> constants,
      List<ValueInfo> inputs,
      Set<String> pooled,
      List<ValueInfoProto> outputs) {
    GraphProto whole = proto.getGraph();
    GraphProto.Builder graph = GraphProto.newBuilder().setName(whole.getName());
    for (ValueInfo input : inputs) {
      boolean pool = pooled.contains(input.name());
      String fed = pool ? input.name() + GraphBuilder.FED_SUFFIX : input.name();
      graph.addInput(ValueInfos.encode(new ValueInfo(fed, input.type(), input.dims())));
      if (pool) {
        graph.addNode(GraphBuilder.identityPool(fed, input.name()));
      }
    }
    nodePositions.forEach(position -> graph.addNode(whole.getNode(position)));
    constants.stream()
        .filter(positions::containsKey)
        .map(positions::get)
        .sorted()
        .forEach(position -> graph.addInitializer(whole.getInitializer(position)));
    whole.getSparseInitializerList().stream()
        .filter(sparse -> constants.contains(sparse.getValues().getName()))
        .forEach(graph::addSparseInitializer);
    graph.addAllOutput(outputs);
    Map<String, ExternalTensor> kept = new HashMap<>(external);
    kept.keySet().retainAll(constants);
    return new OnnxModel(proto.toBuilder().setGraph(graph).clearMetadataProps().build(), kept);
  }

  /**
   * The operators of {@code ai.onnx.ml} that hold what was learned in attributes, where no fault
   * can be injected: trees, linear models, support vectors. In the order of the nodes, each once.
   */
  public List<String> operatorsThatHoldWeights() {
    return nodes.stream()
        .filter(node -> node.domain().equals("ai.onnx.ml"))
        .map(Node::opType)
        .filter(operator -> operator.matches("(TreeEnsemble|Linear|SVM).*"))
        .distinct()
        .toList();
  }

  ModelProto proto() {
    return proto;
  }

  Map<String, ExternalTensor> external() {
    return external;
  }

  private ModelProto withTensorProto(ModelProto model, TensorProto tensor) {
    return model.toBuilder()
        .setGraph(
            model.getGraph().toBuilder().setInitializer(positions.get(tensor.getName()), tensor))
        .build();
  }

  private TensorProto tensorProto(String initializer) {
    return proto.getGraph().getInitializer(positions.get(initializer));
  }

  private Initializer require(String name) {
    Initializer described = initializers.get(name);
    if (described == null) {
      throw new IllegalArgumentException("the model has no initializer '" + name + "'");
    }
    return described;
  }

  private Initializer require(String name, long index) {
    Initializer described = require(name);
    if (index < 0 || index >= described.shape().size()) {
      throw new IndexOutOfBoundsException(
          "element %d of %s %s".formatted(index, name, described.shape()));
    }
    if (!described.type().hasAddressableBits()) {
      throw new UnsupportedInputException(
          "initializer %s: elements of type %s have no addressable bits"
              .formatted(name, described.type().label()));
    }
    return described;
  }

  static boolean isExternal(TensorProto tensor) {
    return tensor.getDataLocation() == DataLocation.EXTERNAL;
  }
}
