package lambdakit;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Reads JSON as maps, lists, texts, numbers (the smallest of int, long and BigInteger; double), booleans and null. */
final class JsonReader {
  private static final int DEEPEST = 1_000;

  private final String text;
  private int at = 0;
  private int depth = 0;

  JsonReader(String text) {
    this.text = text;
  }

  Object read() {
    Object value = value();
    skip();
    if (at < text.length()) throw unexpected();
    return value;
  }

  private Object value() {
    skip();
    if (at >= text.length()) throw unexpected();
    char first = text.charAt(at);
    if (first == '{' || first == '[') {
      if (++depth > DEEPEST) throw new IllegalArgumentException("the JSON is nested more than " + DEEPEST + " levels deep");
      Object value = first == '{' ? object() : array();
      depth--;
      return value;
    }
    if (first == '"') return string();
    if (first == '-' || (first >= '0' && first <= '9')) return number();
    if (takes("true")) return Boolean.TRUE;
    if (takes("false")) return Boolean.FALSE;
    if (takes("null")) return null;
    throw unexpected();
  }

  private Map<String, Object> object() {
    Map<String, Object> members = new LinkedHashMap<>();
    at++;
    if (ends('}')) return members;
    do {
      skip();
      if (at >= text.length() || text.charAt(at) != '"') throw unexpected();
      String name = string();
      skip();
      expect(':');
      members.put(name, value());
    } while (goesOn('}'));
    return members;
  }

  private List<Object> array() {
    List<Object> items = new ArrayList<>();
    at++;
    if (ends(']')) return items;
    do items.add(value());
    while (goesOn(']'));
    return items;
  }

  private boolean ends(char close) {
    skip();
    if (at >= text.length() || text.charAt(at) != close) return false;
    at++;
    return true;
  }

  private boolean goesOn(char close) {
    if (ends(close)) return false;
    expect(',');
    return true;
  }

  private String string() {
    int from = ++at;
    while (at < text.length() && text.charAt(at) != '"' && text.charAt(at) != '\\') at++;
    if (at < text.length() && text.charAt(at) == '"') return text.substring(from, at++);
    StringBuilder built = new StringBuilder(text.substring(from, at));
    while (true) {
      if (at >= text.length()) throw unexpected();
      char one = text.charAt(at++);
      if (one == '"') return built.toString();
      built.append(one == '\\' ? escaped() : one);
    }
  }

  private char escaped() {
    if (at >= text.length()) throw unexpected();
    char one = text.charAt(at++);
    switch (one) {
      case 'b':
        return '\b';
      case 'f':
        return '\f';
      case 'n':
        return '\n';
      case 'r':
        return '\r';
      case 't':
        return '\t';
      case 'u':
        if (at + 4 > text.length()) throw unexpected();
        at += 4;
        return (char) Integer.parseInt(text.substring(at - 4, at), 16);
      default:
        return one;
    }
  }

  private Number number() {
    int from = at++;
    boolean isWhole = true;
    for (; at < text.length() && "0123456789+-.eE".indexOf(text.charAt(at)) >= 0; at++)
      if (".eE".indexOf(text.charAt(at)) >= 0) isWhole = false;
    String digits = text.substring(from, at);
    if (!isWhole) return new ExactDouble(digits);
    if (digits.length() > 18) {
      BigInteger big = new BigInteger(digits);
      return big.bitLength() < 64 ? (Number) big.longValue() : big;
    }
    long number = Long.parseLong(digits);
    return number == (int) number ? (Number) (int) number : (Number) number;
  }

  /** A fraction that can still become what its type wants. */
  static final class ExactDouble extends Number {
    private static final long serialVersionUID = 1;
    final String digits;
    private final double value;

    ExactDouble(String digits) {
      this.digits = digits;
      this.value = Double.parseDouble(digits);
    }

    BigDecimal exact() {
      return new BigDecimal(digits);
    }

    @Override
    public int intValue() {
      return (int) value;
    }

    @Override
    public long longValue() {
      return (long) value;
    }

    @Override
    public float floatValue() {
      return Float.parseFloat(digits);
    }

    @Override
    public double doubleValue() {
      return value;
    }

    @Override
    public String toString() {
      return digits;
    }
  }

  private boolean takes(String word) {
    if (!text.startsWith(word, at)) return false;
    at += word.length();
    return true;
  }

  private void expect(char one) {
    if (at >= text.length() || text.charAt(at) != one) throw unexpected();
    at++;
  }

  private void skip() {
    while (at < text.length() && " \t\r\n".indexOf(text.charAt(at)) >= 0) at++;
  }

  private IllegalArgumentException unexpected() {
    return new IllegalArgumentException(
        at < text.length() ? "unexpected '" + text.charAt(at) + "' at character " + at + " of the JSON" : "the JSON ends too early");
  }
}
