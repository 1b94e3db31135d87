package lambdakit;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.reflect.Constructor;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.lang.reflect.Type;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** The kinds of handlers that Lambda knows. */
final class Handlers {
  private static final byte[] NULL = "null".getBytes(StandardCharsets.UTF_8);

  private Handlers() {}

  static Handler ofStreamInterface(Class<?> type, Class<?> iface) {
    Object instance = instanceOf(type);
    MethodHandle handle = handleOf(iface);
    return (event, context) -> {
      ByteArrayOutputStream out = new ByteArrayOutputStream();
      handle.invoke(instance, new ByteArrayInputStream(event), out, context);
      return out.toByteArray();
    };
  }

  static Handler ofInterface(Class<?> type, Class<?> iface) {
    Type[] arguments = Types.argumentsOf(type, iface);
    if (arguments == null || Types.isUnbound(arguments[0]) || Types.isUnbound(arguments[1]))
      throw new Fault("Class " + type.getName() + " does not implement RequestHandler with concrete type parameters");
    Object instance = instanceOf(type);
    MethodHandle handle = handleOf(iface);
    return (event, context) -> {
      Object result = handle.invoke(instance, read(event, arguments[0]), context);
      return Void.class.equals(arguments[1]) ? NULL : write(result);
    };
  }

  static Handler ofStreams(Class<?> type, Method method, boolean takesInput, boolean takesOutput, boolean takesContext) {
    Object instance = instanceFor(type, method);
    return (event, context) -> {
      ByteArrayOutputStream out = new ByteArrayOutputStream();
      List<Object> arguments = new ArrayList<>();
      if (takesInput) arguments.add(new ByteArrayInputStream(event));
      if (takesOutput) arguments.add(out);
      if (takesContext) arguments.add(context);
      call(method, instance, arguments);
      return out.toByteArray();
    };
  }

  /** `input` is null for a method that takes no event. */
  static Handler ofPlain(Class<?> type, Method method, Type input, boolean takesContext) {
    Object instance = instanceFor(type, method);
    boolean isVoid = method.getReturnType() == void.class || method.getReturnType() == Void.class;
    return (event, context) -> {
      List<Object> arguments = new ArrayList<>();
      if (input != null) arguments.add(read(event, input));
      if (takesContext) arguments.add(context);
      Object result = call(method, instance, arguments);
      return isVoid ? NULL : write(result);
    };
  }

  private static Object call(Method method, Object instance, List<Object> arguments) throws Throwable {
    try {
      return method.invoke(instance, arguments.toArray());
    } catch (InvocationTargetException error) {
      throw error.getCause() == null ? error : error.getCause();
    }
  }

  private static Object read(byte[] event, Type type) {
    try {
      return new Binder().bind(new JsonReader(new String(event, StandardCharsets.UTF_8)).read(), type);
    } catch (Throwable error) {
      throw new RuntimeException("An error occurred during JSON parsing", error);
    }
  }

  private static byte[] write(Object result) {
    try {
      return JsonWriter.write(result).getBytes(StandardCharsets.UTF_8);
    } catch (Throwable error) {
      throw new RuntimeException("An error occurred during JSON serialization of response", error);
    }
  }

  /** Called without reflection, none of which is in a trace then. */
  private static MethodHandle handleOf(Class<?> iface) {
    try {
      for (Method method : iface.getMethods())
        if (method.getName().equals("handleRequest")) return MethodHandles.publicLookup().unreflect(method);
    } catch (IllegalAccessException error) {
      throw Fault.of(Fault.When.EACH, error);
    }
    throw new Fault("The interface " + iface.getName() + " has no method handleRequest");
  }

  private static Object instanceFor(Class<?> type, Method method) {
    return Modifier.isStatic(method.getModifiers()) ? null : instanceOf(type);
  }

  private static Object instanceOf(Class<?> type) {
    Constructor<?> constructor;
    try {
      constructor = type.getConstructor();
    } catch (NoSuchMethodException error) {
      boolean isInner = type.getEnclosingClass() != null && !Modifier.isStatic(type.getModifiers());
      throw Fault.of(
          Fault.When.EACH,
          isInner
              ? new Exception("Class " + type.getName() + " cannot be instantiated because it is a non-static inner class")
              : new Exception("Class " + type.getName() + " has no public zero-argument constructor", error));
    }
    try {
      return constructor.newInstance();
    } catch (InvocationTargetException error) {
      throw Fault.of(Fault.When.INIT, error.getCause() == null ? error : error.getCause());
    } catch (ReflectiveOperationException error) {
      throw Fault.of(Fault.When.EACH, error);
    }
  }
}
