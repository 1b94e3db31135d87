package lambdakit;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.io.UnsupportedEncodingException;
import java.lang.reflect.Constructor;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Everything the function writes goes to descriptor 3 at once and whole, in frames: kind, length in four bytes, UTF-8. */
final class Logs {
  private static final int DESCRIPTOR = 3;
  private static final int RECORD = 0;
  private static final int STDOUT = 1;
  private static final int STDERR = 2;
  private static final List<String> LEVELS = Arrays.asList("TRACE", "DEBUG", "INFO", "WARN", "ERROR", "FATAL");
  /** Of what is logged without a level, which nothing filters. */
  private static final String UNDEFINED = "UNDEFINED";
  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH:mm:ss.SSS'Z'", Locale.ROOT).withZone(ZoneOffset.UTC);

  volatile String requestId;
  volatile String tenantId;
  private final boolean isJson = "JSON".equalsIgnoreCase(System.getenv("AWS_LAMBDA_LOG_FORMAT"));
  private final String least = System.getenv("AWS_LAMBDA_LOG_LEVEL");
  private final OutputStream frames;
  private long written = 0;

  private Logs(OutputStream frames) {
    this.frames = frames;
  }

  /** Replaces the standard streams. */
  static Logs install() {
    Logs logs = new Logs(new FileOutputStream(descriptor()));
    System.setOut(logs.stream(STDOUT));
    System.setErr(logs.stream(STDERR));
    return logs;
  }

  synchronized long written() {
    return written;
  }

  /** One event of the log, of a level of the library or of none. */
  void log(byte[] text, String level) {
    boolean hasLevel = LEVELS.contains(level);
    if (hasLevel && LEVELS.indexOf(level) < LEVELS.indexOf(least == null ? null : least.toUpperCase(Locale.ROOT))) return;
    if (isJson) record(line(new String(text, StandardCharsets.UTF_8), hasLevel ? level : UNDEFINED));
    else if (hasLevel) record(("[" + level + "] " + new String(text, StandardCharsets.UTF_8)).getBytes(StandardCharsets.UTF_8));
    else record(text);
  }

  /** An error that ends an invocation or Init. */
  void error(String text) {
    log(text.getBytes(StandardCharsets.UTF_8), isJson ? "ERROR" : null);
  }

  private byte[] line(String message, String level) {
    Map<String, Object> line = new LinkedHashMap<>();
    line.put("timestamp", TIME.format(Instant.now()));
    line.put("message", message);
    line.put("level", level);
    line.put("AWSRequestId", requestId);
    line.put("tenantId", tenantId);
    return JsonWriter.write(line).getBytes(StandardCharsets.UTF_8);
  }

  private void record(byte[] text) {
    int length = text.length > 0 && text[text.length - 1] == '\n' ? text.length - 1 : text.length;
    frame(RECORD, text, 0, length);
  }

  private synchronized void frame(int kind, byte[] text, int from, int length) {
    byte[] frame = new byte[5 + length];
    frame[0] = (byte) kind;
    for (int at = 0; at < 4; at++) frame[1 + at] = (byte) (length >>> (24 - 8 * at));
    System.arraycopy(text, from, frame, 5, length);
    try {
      frames.write(frame);
    } catch (IOException error) {
      // The executor is gone, and with it everyone who could want this.
      Runtime.getRuntime().halt(1);
    }
    written += frame.length;
  }

  private PrintStream stream(int kind) {
    OutputStream below = new OutputStream() {
      @Override
      public void write(int one) {
        frame(kind, new byte[] {(byte) one}, 0, 1);
      }

      @Override
      public void write(byte[] text, int from, int length) {
        if (length > 0) frame(kind, text, from, length);
      }
    };
    try {
      return new PrintStream(below, false, "UTF-8");
    } catch (UnsupportedEncodingException error) {
      throw new IllegalStateException(error);
    }
  }

  /** Nothing public leads to a descriptor that is inherited; as in Lambda, `java.io` is opened for that. */
  private static FileDescriptor descriptor() {
    try {
      Constructor<FileDescriptor> constructor = FileDescriptor.class.getDeclaredConstructor(Integer.TYPE);
      constructor.setAccessible(true);
      return constructor.newInstance(DESCRIPTOR);
    } catch (ReflectiveOperationException error) {
      throw new IllegalStateException(error);
    }
  }
}
