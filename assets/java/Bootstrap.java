package lambdakit;

import java.io.IOError;
import java.util.Map;

/** Serves invocation after invocation of a Java function, as Lambda's Java runtime does: `Bootstrap LAYER_LIB…`. */
public final class Bootstrap {
  /** Where SDKs of AWS look for the trace of an invocation (FN-46). */
  private static final String TRACE = "com.amazonaws.xray.traceHeader";

  private final Logs logs;
  private final RuntimeClient client;

  private Bootstrap(Logs logs) {
    this.logs = logs;
    this.client = new RuntimeClient(System.getenv("AWS_LAMBDA_RUNTIME_API"), logs);
  }

  public static void main(String[] layerFolders) {
    new Bootstrap(Logs.install()).run(layerFolders);
  }

  private void run(String[] layerFolders) {
    ClassLoader loader = new ClassPath(System.getProperty("user.dir"), layerFolders).loader();
    Thread.currentThread().setContextClassLoader(loader);
    LambdaTypes types = new LambdaTypes(loader);
    types.giveLogger(logs);
    Handler handler = null;
    Fault unusable = null;
    try {
      handler = new HandlerLoader(loader, types).load(System.getenv("_HANDLER"));
    } catch (Fault fault) {
      if (fault.when == Fault.When.INIT) giveUp(fault);
      // Lambda's runtime is ready all the same, and fails with the first invocation.
      unusable = fault;
    }
    RuntimeClient.Reply invocation = client.next();
    while (true) invocation = serve(handler, unusable, types, invocation);
  }

  private void giveUp(Fault fault) {
    logs.error(fault.logged());
    client.initError(Fault.BAD_CODE, fault.payload());
    System.exit(1);
  }

  /** Answers one invocation and fetches the next. */
  private RuntimeClient.Reply serve(Handler handler, Fault unusable, LambdaTypes types, RuntimeClient.Reply invocation) {
    Map<String, String> headers = invocation.headers;
    String requestId = headers.get("lambda-runtime-aws-request-id");
    String trace = headers.get("lambda-runtime-trace-id");
    logs.requestId = requestId;
    logs.tenantId = headers.get("lambda-runtime-aws-tenant-id");
    if (trace == null) System.clearProperty(TRACE);
    else System.setProperty(TRACE, trace);
    byte[] answer;
    try {
      if (unusable != null) throw unusable;
      answer = handler.call(invocation.body, types.context(headers, logs));
    } catch (Fault fault) {
      logs.error(fault.logged());
      return failed(requestId, Fault.BAD_CODE, fault.payload(), fault.when == Fault.When.LAST);
    } catch (Throwable thrown) {
      Fault.withoutUs(thrown);
      boolean isLast = thrown instanceof VirtualMachineError || thrown instanceof IOError;
      logs.error(Fault.logged(thrown));
      return failed(requestId, Fault.USER_EXCEPTION, Fault.payload(thrown), isLast);
    }
    System.out.flush();
    System.err.flush();
    // What the handler has interrupted is over.
    Thread.interrupted();
    return client.respond(requestId, answer);
  }

  private RuntimeClient.Reply failed(String requestId, String kind, byte[] payload, boolean isLast) {
    System.out.flush();
    System.err.flush();
    Thread.interrupted();
    if (!isLast) return client.fail(requestId, kind, payload);
    client.failLast(requestId, kind, payload);
    System.exit(0);
    return null;
  }
}
