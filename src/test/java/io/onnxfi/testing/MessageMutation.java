package io.onnxfi.testing;

import com.google.protobuf.ByteString;
import com.google.protobuf.Descriptors.EnumDescriptor;
import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.Message;
import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;

/**
 * Changes a protobuf message within its grammar, so that it is read and then found wrong: fields
 * with other values, dropped, doubled, exchanged with another of the same list.
 */
public final class MessageMutation {
  private static final long[] INTEGERS = {
    0,
    1,
    -1,
    2,
    3,
    7,
    25,
    255,
    65_536,
    Integer.MAX_VALUE,
    Integer.MIN_VALUE,
    1L << 33,
    Long.MAX_VALUE,
    Long.MIN_VALUE
  };
  private static final String[] TEXTS = {
    "",
    "x",
    "image",
    "y",
    "Conv",
    "Relu",
    "Gemm",
    "Reshape",
    "Pad",
    "If",
    "Loop",
    "auto_pad",
    "SAME_UPPER",
    "pads",
    "axis",
    "ai.onnx.ml",
    "\n",
    "scores",
    "RandomNormal"
  };

  private MessageMutation() {}

  /** The message with one to three changes somewhere within. */
  public static Message change(Message message, RandomGenerator random) {
    Message changed = message;
    for (int i = 1 + random.nextInt(3); i > 0; i--) {
      changed = once(changed, random);
    }
    return changed;
  }

  private static Message once(Message message, RandomGenerator random) {
    List<FieldDescriptor> set = new ArrayList<>(message.getAllFields().keySet());
    if (set.isEmpty() || random.nextInt(12) == 0) {
      return somethingNew(message, random);
    }
    FieldDescriptor field = set.get(random.nextInt(set.size()));
    Message.Builder builder = message.toBuilder();
    if (!field.isRepeated()) {
      if (random.nextInt(12) == 0) {
        return builder.clearField(field).build();
      }
      return builder.setField(field, value(field, message.getField(field), random)).build();
    }
    int count = message.getRepeatedFieldCount(field);
    int at = random.nextInt(count);
    Object element = message.getRepeatedField(field, at);
    switch (random.nextInt(10)) {
      case 0 -> {
        List<Object> kept = new ArrayList<>((List<?>) message.getField(field));
        kept.remove(at);
        builder.setField(field, kept);
      }
      case 1 -> builder.addRepeatedField(field, element);
      case 2 -> {
        int other = random.nextInt(count);
        builder.setRepeatedField(field, at, message.getRepeatedField(field, other));
        builder.setRepeatedField(field, other, element);
      }
      default -> builder.setRepeatedField(field, at, value(field, element, random));
    }
    return builder.build();
  }

  private static Message somethingNew(Message message, RandomGenerator random) {
    List<FieldDescriptor> all = message.getDescriptorForType().getFields();
    FieldDescriptor field = all.get(random.nextInt(all.size()));
    Message.Builder builder = message.toBuilder();
    Object value =
        field.getJavaType() == FieldDescriptor.JavaType.MESSAGE
            ? builder.newBuilderForField(field).build()
            : value(field, null, random);
    return field.isRepeated()
        ? builder.addRepeatedField(field, value).build()
        : builder.setField(field, value).build();
  }

  private static Object value(FieldDescriptor field, Object old, RandomGenerator random) {
    return switch (field.getJavaType()) {
      case INT -> (int) INTEGERS[random.nextInt(INTEGERS.length)];
      case LONG -> INTEGERS[random.nextInt(INTEGERS.length)];
      case FLOAT -> Float.intBitsToFloat(random.nextInt());
      case DOUBLE -> Double.longBitsToDouble(random.nextLong());
      case BOOLEAN -> random.nextBoolean();
      case STRING -> TEXTS[random.nextInt(TEXTS.length)];
      case BYTE_STRING -> bytes((ByteString) old, random);
      case ENUM -> {
        EnumDescriptor type = field.getEnumType();
        yield type.getValues().get(random.nextInt(type.getValues().size()));
      }
      case MESSAGE -> once((Message) old, random);
    };
  }

  private static ByteString bytes(ByteString old, RandomGenerator random) {
    byte[] bytes = old == null || old.isEmpty() ? new byte[] {0} : old.toByteArray();
    return random.nextInt(4) == 0
        ? ByteString.copyFromUtf8(TEXTS[random.nextInt(TEXTS.length)])
        : ByteString.copyFrom(Mutation.damage(bytes, random));
  }
}
