package lambdakit;

import java.lang.reflect.Field;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.lang.reflect.Type;
import java.util.LinkedHashMap;
import java.util.Map;

/** One property of a simple class: what its getter or public field gives, and its setter or public field takes. */
final class Property {
  final String name;
  private Method getter;
  private Method setter;
  private Field field;

  private Property(String name) {
    this.name = name;
  }

  /** By name: public fields, getters and setters, those of superclasses too; the components of a record. */
  static Map<String, Property> of(Class<?> type) {
    Map<String, Property> found = new LinkedHashMap<>();
    for (Field field : type.getFields())
      if (!Modifier.isStatic(field.getModifiers())) in(found, field.getName()).field = field;
    if (Records.isRecord(type)) for (Method accessor : Records.accessors(type)) in(found, accessor.getName()).getter = accessor;
    for (Method method : type.getMethods()) {
      if (Modifier.isStatic(method.getModifiers()) || method.isBridge() || method.getDeclaringClass() == Object.class) continue;
      String name = method.getName();
      Class<?> result = method.getReturnType();
      if (method.getParameterCount() == 0 && result != void.class) {
        if (isNamed(name, "get")) in(found, plain(name.substring(3))).getter = method;
        else if (isNamed(name, "is") && (result == boolean.class || result == Boolean.class)) {
          Property property = in(found, plain(name.substring(2)));
          if (property.getter == null) property.getter = method;
        }
      } else if (method.getParameterCount() == 1 && isNamed(name, "set")) {
        Property property = in(found, plain(name.substring(3)));
        if (property.setter == null || fits(property, method)) property.setter = method;
      }
    }
    return found;
  }

  boolean isRead() {
    return getter != null || field != null;
  }

  boolean isWritten() {
    return setter != null || (field != null && !Modifier.isFinal(field.getModifiers()));
  }

  Object get(Object of) throws Throwable {
    try {
      if (getter == null) return field.get(of);
      getter.setAccessible(true);
      return getter.invoke(of);
    } catch (InvocationTargetException error) {
      throw error.getCause();
    }
  }

  Type type() {
    return setter == null ? field.getGenericType() : setter.getGenericParameterTypes()[0];
  }

  void set(Object of, Object value) throws Throwable {
    try {
      if (setter == null) field.set(of, value);
      else {
        setter.setAccessible(true);
        setter.invoke(of, value);
      }
    } catch (InvocationTargetException error) {
      throw error.getCause();
    }
  }

  private static Property in(Map<String, Property> found, String name) {
    return found.computeIfAbsent(name, Property::new);
  }

  private static boolean isNamed(String name, String prefix) {
    return name.startsWith(prefix) && name.length() > prefix.length();
  }

  /** Of several setters, that of the getter's type. */
  private static boolean fits(Property property, Method method) {
    return property.getter != null && property.getter.getReturnType() == method.getParameterTypes()[0];
  }

  /** As JavaBeans have it: `orderId` of `OrderId`, but `URL` of `URL`. */
  private static String plain(String name) {
    if (name.length() > 1 && Character.isUpperCase(name.charAt(1)) && Character.isUpperCase(name.charAt(0))) return name;
    return Character.toLowerCase(name.charAt(0)) + name.substring(1);
  }
}
