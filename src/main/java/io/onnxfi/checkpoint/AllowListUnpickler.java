package io.onnxfi.checkpoint;

import io.onnxfi.error.MalformedInputException;
import java.io.IOException;
import java.math.BigInteger;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import net.razorvine.pickle.Opcodes;
import net.razorvine.pickle.Unpickler;

/**
 * Reads one pickle and knows tensors, storages and plain values only; objects of other classes
 * become {@link Placeholder}s, of which nothing is built and nothing called.
 *
 * <p>Opcodes are allowed by name too. Those that could look up or build an object are done here, so
 * the library's registry of constructors is never asked; those for dicts are done here to keep
 * their order; those with a length are checked against the bytes left before the library allocates
 * them. The text opcodes of protocol 0, extension codes and buffers that are elsewhere, which
 * {@code torch.save} does not write, are refused. No opcode takes longer than the values it removes
 * from the stack (a call of {@code OrderedDict} counts as many as it copies), so time and memory
 * are bounded by {@link #MAX_OPCODES} and {@link #MAX_BYTES}, however values share or nest.
 */
final class AllowListUnpickler extends Unpickler {
  /** About 30 opcodes describe a tensor; the values of this many take less than 300 MB. */
  static final int MAX_OPCODES = 1 << 21;

  /** Digits, with sign, of numbers that are surely in the range of long. */
  private static final int MAX_LONG_DIGITS = 18;

  /** Names, numbers and remarks; the elements of tensors are not in the pickle. */
  static final long MAX_BYTES = 32L << 20;

  private final CheckpointInput source;
  private final long start;
  private final Map<String, StorageView> storages = new HashMap<>();
  private final Set<String> foreign = new LinkedHashSet<>();
  private int opcodes;

  AllowListUnpickler(CheckpointInput source) {
    this.source = source;
    this.start = source.offset();
  }

  /** Reads the pickle at the position of the source and leaves the source behind it. */
  Object load() throws IOException {
    return load(source);
  }

  /** The names of classes and functions that are not known, in the order of the file. */
  Set<String> foreign() {
    return Collections.unmodifiableSet(foreign);
  }

  /** A view of every storage that the pickle mentions, by key: its type and whole size. */
  Map<String, StorageView> storages() {
    return Collections.unmodifiableMap(storages);
  }

  @Override
  protected Object dispatch(short opcode) throws IOException {
    spend(1);
    requireSmall(0);
    switch (opcode) {
      case Opcodes.GLOBAL -> stack.add(global(line(), line()));
      case Opcodes.STACK_GLOBAL -> {
        String name = PythonValue.text(stack.pop(), "name");
        stack.add(global(PythonValue.text(stack.pop(), "module"), name));
      }
      case Opcodes.INST -> {
        Object type = global(line(), line());
        stack.add(call(type, stack.pop_all_since_marker().toArray()));
      }
      case Opcodes.OBJ -> callFirst(stack.pop_all_since_marker());
      case Opcodes.REDUCE, Opcodes.NEWOBJ -> {
        Object arguments = stack.pop();
        stack.add(call(stack.pop(), arguments));
      }
      case Opcodes.NEWOBJ_EX -> {
        Object named = stack.pop();
        Object arguments = stack.pop();
        stack.add(call(stack.pop(), new Object[] {arguments, named}));
      }
      case Opcodes.BUILD -> {
        Object state = stack.pop();
        build(stack.peek(), state);
      }
      case Opcodes.EMPTY_DICT -> stack.add(new PythonDict());
      case Opcodes.EMPTY_SET -> stack.add(new Placeholder("builtins.set"));
      case Opcodes.FROZENSET -> addAll(new Placeholder("builtins.frozenset"));
      case Opcodes.SETITEM -> {
        Object value = stack.pop();
        Object key = stack.pop();
        dict(stack.peek()).put(key, value);
      }
      case Opcodes.SETITEMS -> setItems(stack.pop_all_since_marker());
      case Opcodes.APPEND -> {
        Object element = stack.pop();
        append(stack.peek(), element);
      }
      case Opcodes.APPENDS, Opcodes.ADDITEMS -> {
        List<Object> elements = stack.pop_all_since_marker();
        elements.forEach(element -> append(stack.peek(), element));
      }
      case Opcodes.POP_MARK -> stack.pop_all_since_marker();
      case Opcodes.INT -> stack.add(wholeNumber(line()));
      case Opcodes.LONG -> stack.add(wholeNumber(line().replaceFirst("L$", "")));
      default -> {
        return dispatchPlain(opcode);
      }
    }
    return NO_RETURN_VALUE;
  }

  /** Opcodes of plain values: the library's, once their length is known to be in the file. */
  private Object dispatchPlain(short opcode) throws IOException {
    switch (opcode) {
      case Opcodes.BINUNICODE, Opcodes.BINSTRING, Opcodes.BINBYTES, Opcodes.LONG4 ->
          requireSmall(source.requireCountedByInt());
      case Opcodes.BINUNICODE8, Opcodes.BINBYTES8, Opcodes.BYTEARRAY8 ->
          requireSmall(source.requireCountedByLong());
      case Opcodes.PROTO, Opcodes.FRAME, Opcodes.MARK, Opcodes.STOP, Opcodes.POP, Opcodes.DUP -> {}
      case Opcodes.NONE, Opcodes.NEWTRUE, Opcodes.NEWFALSE, Opcodes.BINFLOAT -> {}
      case Opcodes.BININT, Opcodes.BININT1, Opcodes.BININT2, Opcodes.LONG1 -> {}
      case Opcodes.SHORT_BINSTRING, Opcodes.SHORT_BINUNICODE, Opcodes.SHORT_BINBYTES -> {}
      case Opcodes.EMPTY_TUPLE, Opcodes.TUPLE1, Opcodes.TUPLE2, Opcodes.TUPLE3 -> {}
      case Opcodes.TUPLE, Opcodes.EMPTY_LIST, Opcodes.BINPERSID -> {}
      case Opcodes.BINPUT, Opcodes.LONG_BINPUT, Opcodes.MEMOIZE -> {}
      case Opcodes.BINGET, Opcodes.LONG_BINGET -> {}
      default -> throw refused("opcode 0x%02x".formatted(opcode));
    }
    return super.dispatch(opcode);
  }

  private void spend(int steps) {
    opcodes += steps;
    if (opcodes > MAX_OPCODES) {
      throw source.malformed(
          "at most " + MAX_OPCODES + " opcodes in a pickle",
          "more; save the state dict alone, without the rest of the training state");
    }
  }

  private void requireSmall(long next) {
    if (source.offset() - start + next > MAX_BYTES) {
      throw source.malformed("at most " + MAX_BYTES + " bytes in a pickle", "more");
    }
  }

  @Override
  protected Object persistentLoad(Object id) {
    if (id instanceof Object[] fields && fields.length == 4 && "module".equals(fields[0])) {
      return fields[1]; // the class of a module, which old files keep with its source code
    }
    StorageView view = StorageView.ofPersistentId(id);
    StorageView earlier = storages.putIfAbsent(view.key(), view.whole());
    if (earlier != null && !earlier.equals(view.whole())) {
      throw new IllegalArgumentException("%s, then %s".formatted(earlier, view.whole()));
    }
    return view;
  }

  /** A known name, or what stands for it. */
  private Object global(String module, String name) {
    Optional<KnownGlobal> known = KnownGlobal.of(module, name);
    if (known.isPresent()) {
      return known.get();
    }
    String full = module + "." + name;
    foreign.add(PythonValue.printable(full));
    return new Placeholder(full);
  }

  private Object call(Object callable, Object arguments) {
    if (callable instanceof KnownGlobal known) {
      if (arguments instanceof Object[] tuple
          && tuple.length > 0
          && tuple[0] instanceof List<?> l) {
        spend(l.size());
      }
      return known.call(arguments);
    }
    if (callable instanceof Placeholder placeholder) {
      return Placeholder.ofCall(placeholder, arguments);
    }
    throw refused("a call of " + PythonValue.describe(callable));
  }

  private void callFirst(List<Object> classAndArguments) {
    if (classAndArguments.isEmpty()) {
      throw refused("a call of nothing");
    }
    Object[] arguments = classAndArguments.subList(1, classAndArguments.size()).toArray();
    stack.add(call(classAndArguments.get(0), arguments));
  }

  /**
   * BUILD sets attributes. An OrderedDict's (its {@code _metadata}) are versions of modules, a
   * tensor's are nobody's business here.
   */
  private void build(Object target, Object state) {
    if (target instanceof Placeholder placeholder) {
      placeholder.add(state);
    } else if (!(target instanceof TensorView || target instanceof UnreadEntry)) {
      dict(target);
    }
  }

  private void setItems(List<Object> items) {
    PythonDict dict = dict(stack.peek());
    for (int i = 0; i < items.size(); i += 2) {
      dict.put(items.get(i), items.get(i + 1));
    }
  }

  private void addAll(Placeholder set) {
    stack.pop_all_since_marker().forEach(set::add);
    stack.add(set);
  }

  @SuppressWarnings("unchecked") // the library makes no other list
  private void append(Object target, Object element) {
    if (target instanceof Placeholder placeholder) {
      placeholder.add(element);
    } else if (target instanceof List) {
      ((List<Object>) target).add(element);
    } else {
      throw refused("elements of " + PythonValue.describe(target));
    }
  }

  private PythonDict dict(Object value) {
    if (value instanceof PythonDict dict) {
      return dict;
    }
    if (value instanceof Placeholder placeholder) {
      return placeholder.entries();
    }
    throw refused("entries or state of " + PythonValue.describe(value));
  }

  /** Protocol 1 has truth values and long integers as text. */
  private Object wholeNumber(String text) {
    if (text.equals("00") || text.equals("01")) {
      return text.equals("01");
    }
    if (!text.matches("-?\\d{1,1000}")) {
      throw refused("a number '" + PythonValue.printable(text) + "'");
    }
    return text.length() <= MAX_LONG_DIGITS ? (Object) Long.valueOf(text) : new BigInteger(text);
  }

  private String line() {
    StringBuilder line = new StringBuilder();
    for (int next = source.read(); next != '\n'; next = source.read()) {
      line.append((char) next);
      if (line.length() > PythonValue.MAX_TEXT) {
        throw refused("a name of more than %d characters".formatted(PythonValue.MAX_TEXT));
      }
    }
    return line.toString();
  }

  private MalformedInputException refused(String found) {
    return source.malformed(
        "only tensors, storages and plain values before offset " + source.offset(), found);
  }
}
