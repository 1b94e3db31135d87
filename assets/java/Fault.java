package lambdakit;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** What is wrong with the function's code, as Lambda's runtime tells it; and how it tells what a handler throws. */
final class Fault extends RuntimeException {
  private static final long serialVersionUID = 1;

  static final String BAD_CODE = "Runtime.BadFunctionCode";
  static final String USER_EXCEPTION = "Runtime.UserException";
  private static final String OWN_PACKAGE = Fault.class.getName().substring(0, Fault.class.getName().lastIndexOf('.') + 1);
  /** Deeper causes are left out: the answer has a limit. */
  private static final int CAUSES = 100;

  /** When it is told: Init fails, each invocation does, or the first one does and ends the process. */
  enum When { INIT, EACH, LAST }

  final When when;
  private final String message;
  private final Throwable thrown;

  Fault(When when, String message, Throwable thrown) {
    super(message, null, false, false);
    this.when = when;
    this.message = message;
    this.thrown = thrown;
  }

  Fault(String message) {
    this(When.EACH, message, null);
  }

  static Fault of(When when, Throwable thrown) {
    return new Fault(when, messageOf(thrown), thrown);
  }

  byte[] payload() {
    Map<String, Object> error = new LinkedHashMap<>();
    error.put("errorMessage", message);
    if (thrown != null) error.put("errorType", thrown.getClass().getName());
    return json(error);
  }

  String logged() {
    return thrown == null ? message + "\n" : logged(message, thrown);
  }

  static byte[] payload(Throwable thrown) {
    return json(errorOf(thrown, 0, Collections.newSetFromMap(new IdentityHashMap<>())));
  }

  static String logged(Throwable thrown) {
    return logged(messageOf(thrown), thrown);
  }

  private static String logged(String message, Throwable thrown) {
    StringWriter trace = new StringWriter();
    withoutUs(thrown).printStackTrace(new PrintWriter(trace));
    return message + ": " + thrown.getClass().getName() + "\n" + trace + "\n";
  }

  private static Map<String, Object> errorOf(Throwable thrown, int depth, Set<Throwable> seen) {
    seen.add(thrown);
    Map<String, Object> error = new LinkedHashMap<>();
    error.put("errorMessage", messageOf(thrown));
    error.put("errorType", thrown.getClass().getName());
    List<String> trace = new ArrayList<>();
    for (StackTraceElement element : thrown.getStackTrace()) trace.add(element.toString());
    error.put("stackTrace", trace);
    Throwable cause = thrown.getCause();
    if (cause != null && depth < CAUSES && !seen.contains(cause)) error.put("cause", errorOf(cause, depth + 1, seen));
    return error;
  }

  private static String messageOf(Throwable thrown) {
    String message = thrown.getLocalizedMessage();
    return message == null ? thrown.getClass().getName() : message;
  }

  /** What called the handler is not part of its trace. */
  static <T extends Throwable> T withoutUs(T thrown) {
    cut(thrown, Collections.newSetFromMap(new IdentityHashMap<>()));
    return thrown;
  }

  private static void cut(Throwable thrown, Set<Throwable> seen) {
    if (thrown == null || !seen.add(thrown)) return;
    StackTraceElement[] trace = thrown.getStackTrace();
    for (int at = 0; at < trace.length; at++) {
      if (!trace[at].getClassName().startsWith(OWN_PACKAGE)) continue;
      StackTraceElement[] own = new StackTraceElement[at];
      System.arraycopy(trace, 0, own, 0, at);
      thrown.setStackTrace(own);
      break;
    }
    cut(thrown.getCause(), seen);
    for (Throwable suppressed : thrown.getSuppressed()) cut(suppressed, seen);
  }

  private static byte[] json(Map<String, Object> error) {
    return JsonWriter.write(error).getBytes(StandardCharsets.UTF_8);
  }
}
