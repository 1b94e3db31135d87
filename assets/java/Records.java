package lambdakit;

import java.lang.reflect.Constructor;
import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.List;

/** Records, which this source level does not know. */
final class Records {
  private Records() {}

  static boolean isRecord(Class<?> type) {
    return type.getSuperclass() != null && type.getSuperclass().getName().equals("java.lang.Record");
  }

  /** One for each component, in order. */
  static List<Method> accessors(Class<?> type) {
    List<Method> accessors = new ArrayList<>();
    try {
      for (Object component : (Object[]) Class.class.getMethod("getRecordComponents").invoke(type))
        accessors.add((Method) component.getClass().getMethod("getAccessor").invoke(component));
    } catch (ReflectiveOperationException error) {
      throw new IllegalStateException(error);
    }
    return accessors;
  }

  static Constructor<?> constructor(Class<?> type) throws NoSuchMethodException {
    Class<?>[] types = accessors(type).stream().map(Method::getReturnType).toArray(Class<?>[]::new);
    Constructor<?> constructor = type.getDeclaredConstructor(types);
    constructor.setAccessible(true);
    return constructor;
  }
}
