package lambdakit;

import java.lang.reflect.Field;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.HashMap;
import java.util.Map;

/** The interfaces of AWS's library for handlers, found by name in the function's own package, and what stands behind them. */
final class LambdaTypes {
  private static final String PACKAGE = "com.amazonaws.services.lambda.runtime.";

  /** Each null where the function brings no library. */
  final Class<?> requestHandler;
  final Class<?> requestStreamHandler;
  final Class<?> context;
  private final ClassLoader loader;

  LambdaTypes(ClassLoader loader) {
    this.loader = loader;
    requestHandler = find("RequestHandler");
    requestStreamHandler = find("RequestStreamHandler");
    context = find("Context");
  }

  private Class<?> find(String name) {
    try {
      return Class.forName(PACKAGE + name, false, loader);
    } catch (ClassNotFoundException | LinkageError error) {
      return null;
    }
  }

  /** The logger that the library gives to whoever has no context. */
  void giveLogger(Logs logs) {
    Class<?> runtime = find("LambdaRuntime");
    Object logger = logger(logs);
    if (runtime == null || logger == null) return;
    try {
      Field field = runtime.getDeclaredField("logger");
      field.setAccessible(true);
      field.set(null, logger);
    } catch (ReflectiveOperationException | RuntimeException error) {
      // In a version of the library that has it elsewhere, its own one writes to the standard output.
    }
  }

  /** FN-90; null where nobody can ask for it. */
  Object context(Map<String, String> headers, Logs logs) {
    if (context == null) return null;
    long deadline = Long.parseLong(headers.get("lambda-runtime-deadline-ms"));
    Map<String, Object> values = new HashMap<>();
    values.put("getAwsRequestId", headers.get("lambda-runtime-aws-request-id"));
    values.put("getLogGroupName", System.getenv("AWS_LAMBDA_LOG_GROUP_NAME"));
    values.put("getLogStreamName", System.getenv("AWS_LAMBDA_LOG_STREAM_NAME"));
    values.put("getFunctionName", System.getenv("AWS_LAMBDA_FUNCTION_NAME"));
    values.put("getFunctionVersion", System.getenv("AWS_LAMBDA_FUNCTION_VERSION"));
    values.put("getInvokedFunctionArn", headers.get("lambda-runtime-invoked-function-arn"));
    values.put("getTenantId", headers.get("lambda-runtime-aws-tenant-id"));
    values.put("getXrayTraceId", headers.get("lambda-runtime-trace-id"));
    values.put("getMemoryLimitInMB", Integer.valueOf(System.getenv("AWS_LAMBDA_FUNCTION_MEMORY_SIZE")));
    values.put("getIdentity", identity(object(headers.get("lambda-runtime-cognito-identity"))));
    values.put("getClientContext", clientContext(object(headers.get("lambda-runtime-client-context"))));
    values.put("getLogger", logger(logs));
    InvocationHandler members = members("LambdaContext", values);
    return proxy(context, (proxy, method, args) ->
        method.getName().equals("getRemainingTimeInMillis")
            ? (Object) (int) Math.max(0, deadline - System.currentTimeMillis())
            : members.invoke(proxy, method, args));
  }

  private Object logger(Logs logs) {
    Class<?> type = find("LambdaLogger");
    if (type == null) return null;
    InvocationHandler others = members("LambdaLogger", Collections.emptyMap());
    return proxy(type, (proxy, method, args) -> {
      if (!method.getName().equals("log")) return others.invoke(proxy, method, args);
      byte[] text = args[0] instanceof byte[] ? (byte[]) args[0] : String.valueOf(args[0]).getBytes(StandardCharsets.UTF_8);
      logs.log(text, args.length > 1 && args[1] != null ? args[1].toString() : null);
      return null;
    });
  }

  private Object identity(Map<?, ?> told) {
    Class<?> type = find("CognitoIdentity");
    if (type == null || told == null) return null;
    Map<String, Object> values = new HashMap<>();
    values.put("getIdentityId", told.get("cognitoIdentityId"));
    values.put("getIdentityPoolId", told.get("cognitoIdentityPoolId"));
    return proxy(type, members("CognitoIdentity", values));
  }

  private Object clientContext(Map<?, ?> told) {
    Class<?> type = find("ClientContext");
    if (type == null || told == null) return null;
    Map<String, Object> values = new HashMap<>();
    values.put("getClient", client(told.get("client")));
    values.put("getCustom", told.get("custom"));
    values.put("getEnvironment", told.get("env"));
    return proxy(type, members("ClientContext", values));
  }

  private Object client(Object told) {
    Class<?> type = find("Client");
    if (type == null || !(told instanceof Map)) return null;
    Map<?, ?> client = (Map<?, ?>) told;
    Map<String, Object> values = new HashMap<>();
    values.put("getInstallationId", client.get("installation_id"));
    values.put("getAppTitle", client.get("app_title"));
    values.put("getAppVersionName", client.get("app_version_name"));
    values.put("getAppVersionCode", client.get("app_version_code"));
    values.put("getAppPackageName", client.get("app_package_name"));
    return proxy(type, members("Client", values));
  }

  private static Map<?, ?> object(String json) {
    if (json == null || json.isEmpty()) return null;
    Object value = new JsonReader(json).read();
    return value instanceof Map ? (Map<?, ?>) value : null;
  }

  private Object proxy(Class<?> type, InvocationHandler handler) {
    return Proxy.newProxyInstance(loader, new Class<?>[] {type}, handler);
  }

  /** Gives values by the names of methods, and what every object has. */
  private static InvocationHandler members(String name, Map<String, Object> values) {
    return (Object proxy, Method method, Object[] args) -> {
      switch (method.getName()) {
        case "equals":
          return proxy == args[0];
        case "hashCode":
          return System.identityHashCode(proxy);
        case "toString":
          return name + values;
        default:
          if (values.containsKey(method.getName())) return values.get(method.getName());
          throw new UnsupportedOperationException(name + "." + method.getName() + " is not emulated by lambda-kit");
      }
    };
  }
}
