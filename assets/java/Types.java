package lambdakit;

import java.lang.reflect.Array;
import java.lang.reflect.GenericArrayType;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.lang.reflect.TypeVariable;
import java.lang.reflect.WildcardType;
import java.util.Collections;
import java.util.HashMap;
import java.util.Map;

/** What stands for the type parameters of generic types. */
final class Types {
  private Types() {}

  /** What `type` gives for the type parameters of `generic`, which it extends or implements; null when it does not say. */
  static Type[] argumentsOf(Type type, Class<?> generic) {
    return search(type, generic, Collections.emptyMap());
  }

  private static Type[] search(Type type, Class<?> generic, Map<TypeVariable<?>, Type> known) {
    if (type == null) return null;
    Class<?> raw = rawOf(type);
    if (!generic.isAssignableFrom(raw)) return null;
    Map<TypeVariable<?>, Type> own = variablesOf(type, known);
    if (raw == generic) {
      if (!(type instanceof ParameterizedType)) return null;
      Type[] arguments = ((ParameterizedType) type).getActualTypeArguments();
      for (int at = 0; at < arguments.length; at++) arguments[at] = resolve(arguments[at], known);
      return arguments;
    }
    for (Type iface : raw.getGenericInterfaces()) {
      Type[] found = search(iface, generic, own);
      if (found != null) return found;
    }
    return search(raw.getGenericSuperclass(), generic, own);
  }

  /** What the type parameters of the class of `type` stand for. */
  static Map<TypeVariable<?>, Type> variablesOf(Type type, Map<TypeVariable<?>, Type> known) {
    if (!(type instanceof ParameterizedType)) return Collections.emptyMap();
    Map<TypeVariable<?>, Type> own = new HashMap<>();
    TypeVariable<?>[] names = rawOf(type).getTypeParameters();
    Type[] arguments = ((ParameterizedType) type).getActualTypeArguments();
    for (int at = 0; at < names.length; at++) own.put(names[at], resolve(arguments[at], known));
    return own;
  }

  /** Without variables that are known, also inside of it. */
  static Type resolve(Type type, Map<TypeVariable<?>, Type> known) {
    if (type instanceof TypeVariable) return known.getOrDefault(type, type);
    if (type instanceof WildcardType) return resolve(((WildcardType) type).getUpperBounds()[0], known);
    if (!(type instanceof ParameterizedType) || known.isEmpty()) return type;
    ParameterizedType generic = (ParameterizedType) type;
    Type[] arguments = generic.getActualTypeArguments();
    for (int at = 0; at < arguments.length; at++) arguments[at] = resolve(arguments[at], known);
    return new ParameterizedType() {
      @Override
      public Type[] getActualTypeArguments() {
        return arguments.clone();
      }

      @Override
      public Type getRawType() {
        return generic.getRawType();
      }

      @Override
      public Type getOwnerType() {
        return generic.getOwnerType();
      }
    };
  }

  static Class<?> rawOf(Type type) {
    if (type instanceof Class) return (Class<?>) type;
    if (type instanceof ParameterizedType) return (Class<?>) ((ParameterizedType) type).getRawType();
    if (type instanceof GenericArrayType)
      return Array.newInstance(rawOf(((GenericArrayType) type).getGenericComponentType()), 0).getClass();
    if (type instanceof WildcardType) return rawOf(((WildcardType) type).getUpperBounds()[0]);
    return rawOf(((TypeVariable<?>) type).getBounds()[0]);
  }

  /** A variable that could be anything. */
  static boolean isUnbound(Type type) {
    return type instanceof TypeVariable && rawOf(type) == Object.class;
  }
}
