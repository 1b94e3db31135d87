package lambdakit;

import java.io.InputStream;
import java.io.OutputStream;
import java.lang.reflect.Method;
import java.lang.reflect.Type;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** From `package.Class` or `package.Class::method` to what can be called. */
final class HandlerLoader {
  private static final String LIBRARY = "com/amazonaws/services/lambda/runtime/";

  private final ClassLoader loader;
  private final LambdaTypes types;

  HandlerLoader(ClassLoader loader, LambdaTypes types) {
    this.loader = loader;
    this.types = types;
  }

  Handler load(String name) {
    int colons = name.lastIndexOf("::");
    String className = colons < 0 ? name : name.substring(0, colons);
    String methodName = colons < 0 ? null : name.substring(colons + 2);
    if (className.isEmpty() || (methodName != null && methodName.isEmpty())) throw new Fault("Invalid handler: `" + name + "'");
    Class<?> type = classOf(className);
    return methodName == null ? ofInterface(type) : ofMethod(type, methodName);
  }

  private Class<?> classOf(String name) {
    try {
      return Class.forName(name, true, loader);
    } catch (ClassNotFoundException error) {
      throw new Fault(Fault.When.EACH, "Class not found: " + name, error);
    } catch (NoClassDefFoundError error) {
      explain(error);
      throw new Fault(Fault.When.LAST, notLoaded(name, error), error);
    } catch (Throwable error) {
      throw new Fault(Fault.When.INIT, notLoaded(name, error), error);
    }
  }

  private static String notLoaded(String name, Throwable error) {
    return "Error loading class " + name + (error.getMessage() == null ? "" : ": " + error.getMessage());
  }

  private static void explain(NoClassDefFoundError error) {
    if (String.valueOf(error.getMessage()).startsWith(LIBRARY))
      System.err.println(
          "lambda-kit: the package has no aws-lambda-java-core. Lambda's own runtime brings it along, here the package must: "
              + "put it into lib/ or into a layer.");
  }

  private Handler ofInterface(Class<?> type) {
    if (types.requestStreamHandler != null && types.requestStreamHandler.isAssignableFrom(type))
      return Handlers.ofStreamInterface(type, types.requestStreamHandler);
    if (types.requestHandler != null && types.requestHandler.isAssignableFrom(type))
      return Handlers.ofInterface(type, types.requestHandler);
    throw new Fault("Class does not implement an appropriate handler interface: " + type.getName());
  }

  private Handler ofMethod(Class<?> type, String name) {
    List<Method> methods = new ArrayList<>();
    try {
      for (Method method : type.getMethods()) if (method.getName().equals(name)) methods.add(method);
    } catch (NoClassDefFoundError error) {
      explain(error);
      throw new Fault(Fault.When.EACH, "Error loading method " + name + " on class " + type.getName(), error);
    }
    methods.sort(Comparator.comparing(Method::isBridge).thenComparing(method -> -weight(method)));
    for (Method method : methods) {
      Handler handler = of(type, method);
      if (handler != null) return handler;
    }
    throw new Fault("No public method named " + name + " with appropriate method signature found on class " + type.getName());
  }

  /** Longer ones are preferred, and those that take the context. */
  private int weight(Method method) {
    Class<?>[] parameters = method.getParameterTypes();
    return parameters.length + (parameters.length > 0 && isContext(parameters[parameters.length - 1]) ? 1 : 0);
  }

  /** Null when Lambda would not call a method like it. */
  private Handler of(Class<?> type, Method method) {
    Type[] parameters = method.getGenericParameterTypes();
    int count = parameters.length;
    boolean takesContext = count > 0 && isContext(parameters[count - 1]);
    int others = takesContext ? count - 1 : count;
    boolean takesInput = others > 0 && InputStream.class.equals(parameters[0]);
    boolean takesOutput = others > 0 && OutputStream.class.equals(parameters[others - 1]);
    if (others == 2 && takesInput && takesOutput) return Handlers.ofStreams(type, method, true, true, takesContext);
    if (others > 1) return null;
    if (takesInput || takesOutput) return Handlers.ofStreams(type, method, takesInput, takesOutput, takesContext);
    return Handlers.ofPlain(type, method, others == 1 ? parameters[0] : null, takesContext);
  }

  private boolean isContext(Type type) {
    return types.context != null && types.context.equals(type);
  }
}
