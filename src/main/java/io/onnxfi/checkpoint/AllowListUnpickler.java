package io.onnxfi.checkpoint;

import io.onnxfi.error.MalformedInputException;
import java.io.IOException;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import net.razorvine.pickle.Opcodes;
import net.razorvine.pickle.Unpickler;

/**
 * Reads one pickle and knows tensors, storages and plain values only.
 *
 * <p>Opcodes are allowed by name too. Those that could look up or build an object are done here, so
 * the library's registry of constructors is never asked; those for dicts are done here to keep
 * their order; those with a length are checked against the bytes left before the library allocates
 * them. The text opcodes of protocol 0, sets and extension codes, which {@code torch.save} does not
 * write, are refused. No opcode takes longer than the values it removes from the stack, so time and
 * memory are bounded by {@link #MAX_OPCODES} and {@link #MAX_BYTES}, however values share or nest.
 */
final class AllowListUnpickler extends Unpickler {
  /** About 30 opcodes describe a tensor; the values of so many take less than 100 MB. */
  static final int MAX_OPCODES = 1 << 19;

  /** Names, numbers and remarks; the elements of tensors are not in the pickle. */
  static final long MAX_BYTES = 32L << 20;

  private final CheckpointInput source;
  private final long start;
  private final Map<String, StorageView> storages = new HashMap<>();
  private int opcodes;

  AllowListUnpickler(CheckpointInput source) {
    this.source = source;
    this.start = source.offset();
  }

  /** Reads the pickle at the position of the source and leaves the source behind it. */
  Object load() throws IOException {
    return load(source);
  }

  /** A view of every storage that the pickle mentions, by key: its type and whole size. */
  Map<String, StorageView> storages() {
    return Collections.unmodifiableMap(storages);
  }

  @Override
  protected Object dispatch(short opcode) throws IOException {
    opcodes++;
    if (opcodes > MAX_OPCODES) {
      throw source.malformed("at most " + MAX_OPCODES + " opcodes in a pickle", "more");
    }
    requireSmall(0);
    switch (opcode) {
      case Opcodes.GLOBAL -> stack.add(known(line(), line()));
      case Opcodes.STACK_GLOBAL -> {
        String name = PythonValue.text(stack.pop(), "name");
        stack.add(known(PythonValue.text(stack.pop(), "module"), name));
      }
      case Opcodes.INST -> throw refused("INST of " + known(line(), line()));
      // The class is a known one: others were refused by name when they were mentioned.
      case Opcodes.OBJ, Opcodes.NEWOBJ, Opcodes.NEWOBJ_EX -> throw refused("a call of a class");
      case Opcodes.REDUCE -> {
        Object arguments = stack.pop();
        stack.add(callable(stack.pop()).call(arguments));
      }
      case Opcodes.BUILD -> discardState();
      case Opcodes.EMPTY_DICT -> stack.add(new PythonDict());
      case Opcodes.SETITEM -> {
        Object value = stack.pop();
        Object key = stack.pop();
        dict(stack.peek()).put(key, value);
      }
      case Opcodes.SETITEMS -> setItems(stack.pop_all_since_marker());
      case Opcodes.APPENDS -> appendAll(stack.pop_all_since_marker());
      case Opcodes.POP_MARK -> stack.pop_all_since_marker();
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
      case Opcodes.BINUNICODE8, Opcodes.BINBYTES8 -> requireSmall(source.requireCountedByLong());
      case Opcodes.PROTO, Opcodes.FRAME, Opcodes.MARK, Opcodes.STOP, Opcodes.POP, Opcodes.DUP -> {}
      case Opcodes.NONE, Opcodes.NEWTRUE, Opcodes.NEWFALSE, Opcodes.BINFLOAT -> {}
      case Opcodes.BININT, Opcodes.BININT1, Opcodes.BININT2, Opcodes.LONG1 -> {}
      case Opcodes.SHORT_BINSTRING, Opcodes.SHORT_BINUNICODE, Opcodes.SHORT_BINBYTES -> {}
      case Opcodes.EMPTY_TUPLE, Opcodes.TUPLE1, Opcodes.TUPLE2, Opcodes.TUPLE3 -> {}
      case Opcodes.TUPLE, Opcodes.EMPTY_LIST, Opcodes.APPEND, Opcodes.BINPERSID -> {}
      case Opcodes.BINPUT, Opcodes.LONG_BINPUT, Opcodes.MEMOIZE -> {}
      case Opcodes.BINGET, Opcodes.LONG_BINGET -> {}
      default -> throw refused("opcode 0x%02x".formatted(opcode));
    }
    return super.dispatch(opcode);
  }

  private void requireSmall(long next) {
    if (source.offset() - start + next > MAX_BYTES) {
      throw source.malformed("at most " + MAX_BYTES + " bytes in a pickle", "more");
    }
  }

  @Override
  protected Object persistentLoad(Object id) {
    StorageView view = StorageView.ofPersistentId(id);
    StorageView earlier = storages.putIfAbsent(view.key(), view.whole());
    if (earlier != null && !earlier.equals(view.whole())) {
      throw new IllegalArgumentException("%s, then %s".formatted(earlier, view.whole()));
    }
    return view;
  }

  private KnownGlobal known(String module, String name) {
    return KnownGlobal.of(module, name)
        .orElseThrow(() -> refused(PythonValue.printable(module + "." + name)));
  }

  private KnownGlobal callable(Object value) {
    if (value instanceof KnownGlobal global) {
      return global;
    }
    throw refused("a call of " + PythonValue.describe(value));
  }

  /** BUILD sets attributes; an OrderedDict's (its {@code _metadata}) are versions of modules. */
  private void discardState() {
    stack.pop();
    dict(stack.peek());
  }

  private void setItems(List<Object> items) {
    PythonDict dict = dict(stack.peek());
    for (int i = 0; i < items.size(); i += 2) {
      dict.put(items.get(i), items.get(i + 1));
    }
  }

  @SuppressWarnings("unchecked") // the library makes no other list
  private void appendAll(List<Object> items) {
    ((List<Object>) stack.peek()).addAll(items);
  }

  private PythonDict dict(Object value) {
    if (value instanceof PythonDict dict) {
      return dict;
    }
    throw refused("entries or state of " + PythonValue.describe(value));
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
