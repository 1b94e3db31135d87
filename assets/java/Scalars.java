package lambdakit;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.format.DateTimeParseException;
import java.util.Arrays;
import java.util.Base64;
import java.util.Date;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;

/** Classes that one text, number or boolean of JSON becomes. */
final class Scalars {
  private static final Set<Class<?>> KNOWN = new HashSet<>(Arrays.asList(
      String.class, CharSequence.class, Boolean.class, Byte.class, Short.class, Integer.class, Long.class, Float.class,
      Double.class, Character.class, Number.class, BigInteger.class, BigDecimal.class, UUID.class, Date.class, Void.class,
      byte[].class, ByteBuffer.class));

  private Scalars() {}

  static boolean knows(Class<?> type) {
    return type.isPrimitive() || type.isEnum() || KNOWN.contains(type);
  }

  static Object of(Object value, Class<?> type) {
    if (value == null || type == Void.class) return type.isPrimitive() ? zero(type) : null;
    // An array with one value in it, as Lambda reads it.
    if (value instanceof List && ((List<?>) value).size() == 1) return of(((List<?>) value).get(0), type);
    if (value instanceof java.util.Map || value instanceof List) throw mismatch(value, type);
    if (type == String.class || type == CharSequence.class) return value.toString();
    if (type == boolean.class || type == Boolean.class) return bool(value, type);
    if (type == char.class || type == Character.class) return character(value, type);
    if (type == Date.class) return date(value);
    if (type.isEnum()) return constant(value, type);
    if (type == byte[].class) return bytes(value, type);
    if (type == ByteBuffer.class) return ByteBuffer.wrap(bytes(value, type));
    if (type == UUID.class) return UUID.fromString(value.toString());
    if (value.equals("")) return type.isPrimitive() ? zero(type) : null;
    return number(value, type);
  }

  private static Object bool(Object value, Class<?> type) {
    if (value instanceof Boolean) return value;
    if (value.equals("true") || value.equals("True")) return true;
    if (value.equals("false") || value.equals("False")) return false;
    if (value.equals("")) return type.isPrimitive() ? false : null;
    if (value instanceof Integer) return ((Integer) value) != 0;
    throw mismatch(value, type);
  }

  private static Object character(Object value, Class<?> type) {
    if (value instanceof String && ((String) value).length() == 1) return ((String) value).charAt(0);
    throw mismatch(value, type);
  }

  /** Milliseconds since 1970; with a fraction seconds, as some events have it. */
  private static Date date(Object value) {
    if (value instanceof JsonReader.ExactDouble)
      return new Date(((JsonReader.ExactDouble) value).exact().movePointRight(3).longValue());
    if (value instanceof Number) return new Date(((Number) value).longValue());
    try {
      return Date.from(OffsetDateTime.parse(value.toString()).toInstant());
    } catch (DateTimeParseException error) {
      return Date.from(Instant.parse(value.toString()));
    }
  }

  /** One that the class does not have is null, as in Lambda. */
  private static Object constant(Object value, Class<?> type) {
    for (Object constant : type.getEnumConstants()) if (((Enum<?>) constant).name().equals(value)) return constant;
    if (!(value instanceof Integer)) return null;
    int at = (Integer) value;
    return at >= 0 && at < type.getEnumConstants().length ? type.getEnumConstants()[at] : null;
  }

  private static byte[] bytes(Object value, Class<?> type) {
    if (value instanceof String) return Base64.getMimeDecoder().decode((String) value);
    throw mismatch(value, type);
  }

  private static Object number(Object value, Class<?> type) {
    if (value instanceof Boolean) throw mismatch(value, type);
    BigDecimal exact;
    try {
      exact = new BigDecimal(value.toString().trim());
    } catch (NumberFormatException error) {
      throw mismatch(value, type);
    }
    if (type == double.class || type == Double.class) return exact.doubleValue();
    if (type == float.class || type == Float.class) return exact.floatValue();
    if (type == BigDecimal.class) return exact;
    if (type == Number.class) return value instanceof JsonReader.ExactDouble ? (Object) exact.doubleValue() : value;
    BigInteger whole = exact.toBigInteger();
    if (type == BigInteger.class) return whole;
    try {
      if (type == long.class || type == Long.class) return whole.longValueExact();
      if (type == int.class || type == Integer.class) return whole.intValueExact();
      if (type == short.class || type == Short.class) return whole.shortValueExact();
      return whole.byteValueExact();
    } catch (ArithmeticException error) {
      throw new IllegalArgumentException(value + " is out of the range of " + type.getName());
    }
  }

  private static Object zero(Class<?> type) {
    if (type == boolean.class) return false;
    if (type == char.class) return '\0';
    if (type == double.class) return 0d;
    if (type == float.class) return 0f;
    if (type == long.class) return 0L;
    if (type == int.class) return 0;
    if (type == short.class) return (short) 0;
    return type == byte.class ? (Object) (byte) 0 : null;
  }

  private static IllegalArgumentException mismatch(Object value, Class<?> type) {
    String kind = value instanceof java.util.Map ? "an object" : value instanceof List ? "an array" : "the value " + value;
    return new IllegalArgumentException(kind + " of the JSON is no " + type.getName());
  }
}
