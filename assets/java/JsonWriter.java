package lambdakit;

import java.lang.reflect.Array;
import java.nio.ByteBuffer;
import java.util.Base64;
import java.util.Collections;
import java.util.Date;
import java.util.IdentityHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/** Writes what handlers give back: maps, collections, arrays, texts, numbers, and simple classes by their getters. */
final class JsonWriter {
  private final StringBuilder out = new StringBuilder();
  private final Set<Object> around = Collections.newSetFromMap(new IdentityHashMap<>());

  private JsonWriter() {}

  static String write(Object value) {
    JsonWriter writer = new JsonWriter();
    try {
      writer.value(value);
    } catch (RuntimeException | Error error) {
      throw error;
    } catch (Throwable error) {
      throw new IllegalArgumentException(error);
    }
    return writer.out.toString();
  }

  private void value(Object value) throws Throwable {
    if (value == null) out.append("null");
    else if (value instanceof CharSequence || value instanceof Character || value instanceof UUID) string(value.toString());
    else if (value instanceof Boolean) out.append(value);
    else if (value instanceof Number) number((Number) value);
    else if (value instanceof Enum) string(((Enum<?>) value).name());
    else if (value instanceof Date) out.append(((Date) value).getTime());
    else if (value instanceof byte[]) string(Base64.getEncoder().encodeToString((byte[]) value));
    else if (value instanceof char[]) string(new String((char[]) value));
    else if (value instanceof ByteBuffer) string(base64((ByteBuffer) value));
    else if (value instanceof Optional) value(((Optional<?>) value).orElse(null));
    else nested(value);
  }

  private void nested(Object value) throws Throwable {
    if (!around.add(value)) throw new IllegalArgumentException("a value of " + value.getClass().getName() + " is inside of itself");
    if (value instanceof Map) map((Map<?, ?>) value);
    else if (value instanceof Iterable) all((Iterable<?>) value);
    else if (value.getClass().isArray()) array(value);
    else bean(value);
    around.remove(value);
  }

  /** Members that are null are left out, as Lambda does. */
  private void map(Map<?, ?> map) throws Throwable {
    char before = '{';
    for (Map.Entry<?, ?> entry : map.entrySet()) {
      if (entry.getValue() == null) continue;
      before = member(before, key(entry.getKey()), entry.getValue());
    }
    out.append(before == '{' ? "{}" : "}");
  }

  private void bean(Object value) throws Throwable {
    Class<?> type = value.getClass();
    if (type.getName().startsWith("java.") || type.getName().startsWith("javax."))
      throw new IllegalArgumentException("lambda-kit does not write " + type.getName() + " as JSON");
    char before = '{';
    for (Property property : Property.of(type).values()) {
      Object member = property.isRead() ? property.get(value) : null;
      if (member != null) before = member(before, property.name, member);
    }
    out.append(before == '{' ? "{}" : "}");
  }

  private char member(char before, String name, Object value) throws Throwable {
    out.append(before);
    string(name);
    out.append(':');
    value(value);
    return ',';
  }

  private static String key(Object key) {
    if (key == null) throw new IllegalArgumentException("a key of a map is null, which JSON does not have");
    return key instanceof Enum ? ((Enum<?>) key).name() : key.toString();
  }

  private void all(Iterable<?> items) throws Throwable {
    out.append('[');
    boolean isFirst = true;
    for (Object item : items) {
      if (!isFirst) out.append(',');
      isFirst = false;
      value(item);
    }
    out.append(']');
  }

  private void array(Object array) throws Throwable {
    out.append('[');
    for (int at = 0; at < Array.getLength(array); at++) {
      if (at > 0) out.append(',');
      value(Array.get(array, at));
    }
    out.append(']');
  }

  private void number(Number number) {
    boolean isFraction = number instanceof Double || number instanceof Float;
    if (isFraction && (Double.isNaN(number.doubleValue()) || Double.isInfinite(number.doubleValue()))) string(number.toString());
    else out.append(number.toString());
  }

  private static String base64(ByteBuffer buffer) {
    byte[] bytes = new byte[buffer.remaining()];
    buffer.duplicate().get(bytes);
    return Base64.getEncoder().encodeToString(bytes);
  }

  private void string(String text) {
    out.append('"');
    for (int at = 0; at < text.length(); at++) {
      char one = text.charAt(at);
      if (one == '"' || one == '\\') out.append('\\').append(one);
      else if (one >= ' ') out.append(one);
      else if (one == '\n') out.append("\\n");
      else if (one == '\r') out.append("\\r");
      else if (one == '\t') out.append("\\t");
      else out.append(String.format("\\u%04X", (int) one));
    }
    out.append('"');
  }
}
