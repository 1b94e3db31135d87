package lambdakit;

import java.lang.reflect.Array;
import java.lang.reflect.Constructor;
import java.lang.reflect.GenericArrayType;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.lang.reflect.Type;
import java.lang.reflect.TypeVariable;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/** Makes what a handler takes out of what was read from JSON. */
final class Binder {
  /** Whose properties have other names in events, if only by upper and lower case. */
  private static final String EVENTS = "com.amazonaws.services.lambda.runtime.events.";

  private final Map<Class<?>, Map<String, Property>> properties = new LinkedHashMap<>();

  Object bind(Object value, Type type) throws Throwable {
    return bind(value, type, Collections.emptyMap());
  }

  private Object bind(Object value, Type unresolved, Map<TypeVariable<?>, Type> known) throws Throwable {
    Type type = Types.resolve(unresolved, known);
    Class<?> raw = Types.rawOf(type);
    if (Scalars.knows(raw)) return Scalars.of(value, raw);
    if (raw == Object.class) return plain(value);
    if (raw == Optional.class) return Optional.ofNullable(bind(value, argument(type, raw, 0), known));
    if (value == null) return null;
    if (raw.isArray()) return array(value, componentOf(type), known);
    if (Collection.class.isAssignableFrom(raw) || raw == Iterable.class) return collection(value, type, raw, known);
    if (Map.class.isAssignableFrom(raw)) return map(value, type, raw, known);
    // As Lambda reads them.
    if ("".equals(value) || (value instanceof List && ((List<?>) value).isEmpty())) return null;
    if (!(value instanceof Map)) throw mismatch(value, raw);
    Map<TypeVariable<?>, Type> own = Types.variablesOf(type, known);
    return Records.isRecord(raw) ? record((Map<?, ?>) value, raw, own) : bean((Map<?, ?>) value, raw, own);
  }

  /** Fractions are double where nothing else is wanted. */
  private static Object plain(Object value) {
    if (value instanceof JsonReader.ExactDouble) return ((JsonReader.ExactDouble) value).doubleValue();
    if (value instanceof List) {
      List<Object> items = new ArrayList<>();
      for (Object item : (List<?>) value) items.add(plain(item));
      return items;
    }
    if (!(value instanceof Map)) return value;
    Map<Object, Object> members = new LinkedHashMap<>();
    for (Map.Entry<?, ?> entry : ((Map<?, ?>) value).entrySet()) members.put(entry.getKey(), plain(entry.getValue()));
    return members;
  }

  private Object array(Object value, Type component, Map<TypeVariable<?>, Type> known) throws Throwable {
    List<?> items = listOf(value);
    Object array = Array.newInstance(Types.rawOf(component), items.size());
    for (int at = 0; at < items.size(); at++) Array.set(array, at, bind(items.get(at), component, known));
    return array;
  }

  private Object collection(Object value, Type type, Class<?> raw, Map<TypeVariable<?>, Type> known) throws Throwable {
    Collection<Object> made = emptyCollection(raw);
    Type item = argument(type, raw == Iterable.class ? Iterable.class : Collection.class, 0);
    for (Object each : listOf(value)) made.add(bind(each, item, known));
    return made;
  }

  @SuppressWarnings("unchecked")
  private static Collection<Object> emptyCollection(Class<?> raw) throws Throwable {
    if (!isAbstract(raw)) return (Collection<Object>) instance(raw);
    if (raw.isAssignableFrom(ArrayList.class)) return new ArrayList<>();
    if (raw.isAssignableFrom(LinkedHashSet.class)) return new LinkedHashSet<>();
    if (raw.isAssignableFrom(TreeSet.class) && SortedSet.class.isAssignableFrom(raw)) return new TreeSet<>();
    if (Set.class.isAssignableFrom(raw)) return new LinkedHashSet<>();
    if (Queue.class.isAssignableFrom(raw) && raw.isAssignableFrom(java.util.LinkedList.class)) return new java.util.LinkedList<>();
    throw new IllegalArgumentException("lambda-kit does not read " + raw.getName() + " from JSON");
  }

  @SuppressWarnings("unchecked")
  private Object map(Object value, Type type, Class<?> raw, Map<TypeVariable<?>, Type> known) throws Throwable {
    if (!(value instanceof Map)) throw mismatch(value, raw);
    Map<Object, Object> made;
    if (!isAbstract(raw)) made = (Map<Object, Object>) instance(raw);
    else if (SortedMap.class.isAssignableFrom(raw)) made = new TreeMap<>();
    else if (raw.isAssignableFrom(LinkedHashMap.class)) made = new LinkedHashMap<>();
    else throw new IllegalArgumentException("lambda-kit does not read " + raw.getName() + " from JSON");
    Type key = argument(type, Map.class, 0);
    Type item = argument(type, Map.class, 1);
    for (Map.Entry<?, ?> entry : ((Map<?, ?>) value).entrySet())
      made.put(bind(entry.getKey(), key, known), bind(entry.getValue(), item, known));
    return made;
  }

  private Object bean(Map<?, ?> members, Class<?> raw, Map<TypeVariable<?>, Type> known) throws Throwable {
    if (isAbstract(raw) || raw.getName().startsWith("java."))
      throw new IllegalArgumentException("lambda-kit does not read " + raw.getName() + " from JSON");
    Object made = instance(raw);
    for (Map.Entry<?, ?> member : members.entrySet()) {
      Property property = propertyOf(raw, (String) member.getKey());
      if (property == null || !property.isWritten()) continue;
      try {
        property.set(made, bind(member.getValue(), property.type(), known));
      } catch (IllegalArgumentException error) {
        throw new IllegalArgumentException(property.name + " of " + raw.getName() + ": " + error.getMessage(), error);
      }
    }
    return made;
  }

  private Property propertyOf(Class<?> raw, String name) {
    Map<String, Property> all = properties.computeIfAbsent(raw, Property::of);
    Property exact = all.get(name);
    if (exact != null || !raw.getName().startsWith(EVENTS)) return exact;
    for (Property property : all.values()) if (property.name.equalsIgnoreCase(name)) return property;
    return null;
  }

  private Object record(Map<?, ?> members, Class<?> raw, Map<TypeVariable<?>, Type> known) throws Throwable {
    List<Object> arguments = new ArrayList<>();
    for (Method accessor : Records.accessors(raw))
      arguments.add(bind(members.get(accessor.getName()), accessor.getGenericReturnType(), known));
    try {
      return Records.constructor(raw).newInstance(arguments.toArray());
    } catch (InvocationTargetException error) {
      throw error.getCause();
    }
  }

  private static Object instance(Class<?> raw) throws Throwable {
    try {
      Constructor<?> constructor = raw.getDeclaredConstructor();
      if (!raw.getName().startsWith("java.")) constructor.setAccessible(true);
      return constructor.newInstance();
    } catch (NoSuchMethodException error) {
      throw new IllegalArgumentException(raw.getName() + " has no constructor without parameters");
    } catch (InvocationTargetException error) {
      throw error.getCause();
    }
  }

  private static boolean isAbstract(Class<?> raw) {
    return raw.isInterface() || Modifier.isAbstract(raw.getModifiers());
  }

  /** A single value stands for a list of one, as in Lambda. */
  private static List<?> listOf(Object value) {
    return value instanceof List ? (List<?>) value : Collections.singletonList(value);
  }

  private static Type componentOf(Type type) {
    return type instanceof GenericArrayType ? ((GenericArrayType) type).getGenericComponentType() : Types.rawOf(type).getComponentType();
  }

  private static Type argument(Type type, Class<?> generic, int at) {
    Type[] arguments = Types.argumentsOf(type, generic);
    return arguments == null ? Object.class : arguments[at];
  }

  private static IllegalArgumentException mismatch(Object value, Class<?> raw) {
    String kind = value instanceof Map ? "an object" : value instanceof List ? "an array" : "the value " + value;
    return new IllegalArgumentException(kind + " of the JSON is no " + raw.getName());
  }
}
