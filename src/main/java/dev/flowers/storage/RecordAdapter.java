package dev.flowers.storage;

import com.google.gson.Gson;
import com.google.gson.JsonParseException;
import com.google.gson.TypeAdapter;
import com.google.gson.TypeAdapterFactory;
import com.google.gson.reflect.TypeToken;
import com.google.gson.stream.JsonReader;
import com.google.gson.stream.JsonToken;
import com.google.gson.stream.JsonWriter;
import java.io.IOException;
import java.lang.reflect.Constructor;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Reads and writes a record as an object with a member for each component. Gson's own adapter gives
 * 0 or null for a member that is missing, and takes the later one of two with the same name.
 * Unknown members are passed over.
 */
final class RecordAdapter<T> extends TypeAdapter<T> {
  static final TypeAdapterFactory FACTORY =
      new TypeAdapterFactory() {
        @Override
        @SuppressWarnings("unchecked") // the raw type of a record is its type, but for parameters
        public <T> @Nullable TypeAdapter<T> create(Gson gson, TypeToken<T> type) {
          return type.getRawType().isRecord()
              ? new RecordAdapter<>(gson, (Class<T>) type.getRawType())
              : null;
        }
      };

  private static final int LONGEST_REFUSAL = 500;

  private record Member(
      String name,
      boolean list,
      Method accessor,
      TypeAdapter<Object> adapter,
      @Nullable Object missing) {}

  private final Constructor<T> constructor;
  private final List<Member> members = new ArrayList<>();
  private final Map<String, Integer> indexes = new HashMap<>();

  private RecordAdapter(Gson gson, Class<T> type) {
    RecordComponent[] components = type.getRecordComponents();
    try {
      constructor =
          type.getDeclaredConstructor(
              Arrays.stream(components).map(RecordComponent::getType).toArray(Class<?>[]::new));
    } catch (NoSuchMethodException e) {
      throw new AssertionError("every record has its canonical constructor", e);
    }
    constructor.setAccessible(true);
    for (RecordComponent component : components) {
      indexes.put(component.getName(), members.size());
      component.getAccessor().setAccessible(true);
      JsonFormat.Default missing = component.getAnnotation(JsonFormat.Default.class);
      TypeAdapter<Object> adapter = adapter(gson, component);
      members.add(
          new Member(
              component.getName(),
              component.getType() == List.class,
              component.getAccessor(),
              adapter,
              missing == null ? null : value(component, adapter, missing.value())));
    }
  }

  @SuppressWarnings("unchecked") // of the component's type
  private static TypeAdapter<Object> adapter(Gson gson, RecordComponent component) {
    return (TypeAdapter<Object>) gson.getAdapter(TypeToken.get(component.getGenericType()));
  }

  @Override
  public T read(JsonReader in) throws IOException {
    if (in.peek() != JsonToken.BEGIN_OBJECT) {
      throw ScalarAdapter.unexpected(in, "an object");
    }
    @Nullable Object[] values = new Object[members.size()];
    Set<String> seen = new HashSet<>();
    in.beginObject();
    while (in.hasNext()) {
      String name = in.nextName();
      if (!seen.add(name)) {
        throw new JsonParseException(
            "found two members at " + place(in.getPath()) + ", expected one");
      }
      Integer index = indexes.get(name);
      if (index == null) {
        in.skipValue();
      } else {
        values[index] = value(members.get(index), in);
      }
    }
    in.endObject();
    for (int i = 0; i < values.length; i++) {
      if (!seen.contains(members.get(i).name)) {
        values[i] = missing(members.get(i), in);
      }
    }
    return create(values, in);
  }

  private static Object value(Member member, JsonReader in) throws IOException {
    if (member.list && in.peek() != JsonToken.BEGIN_ARRAY) { // Gson takes null, too
      throw ScalarAdapter.unexpected(in, "a list");
    }
    return member.adapter.read(in);
  }

  /** Parsed at once: a default that is none is to show in every file, and not in old ones alone. */
  private static Object value(
      RecordComponent component, TypeAdapter<Object> adapter, String missing) {
    try {
      return adapter.fromJson(missing);
    } catch (IOException | JsonParseException e) {
      throw new IllegalStateException(
          component + ": found the default " + missing + ", expected JSON", e);
    }
  }

  private static Object missing(Member member, JsonReader in) throws IOException {
    if (member.missing == null) {
      throw new JsonParseException(
          "found no \""
              + member.name
              + "\" at "
              + place(in.getPreviousPath())
              + ", expected this member");
    }
    return member.missing;
  }

  private T create(@Nullable Object[] values, JsonReader in) {
    try {
      return constructor.newInstance(values);
    } catch (InvocationTargetException e) {
      if (e.getCause() instanceof RuntimeException refused) {
        throw new JsonParseException(
            ScalarAdapter.shortened(String.valueOf(refused.getMessage()), LONGEST_REFUSAL)
                + " (at "
                + place(in.getPreviousPath())
                + ")",
            refused);
      }
      throw new IllegalStateException(e);
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException(e);
    }
  }

  private static String place(String path) {
    return ScalarAdapter.shortened(path, ScalarAdapter.LONGEST_PATH);
  }

  @Override
  public void write(JsonWriter out, T value) throws IOException {
    out.beginObject();
    writeMembers(out, value);
    out.endObject();
  }

  /** Writes into an object that has been begun. */
  void writeMembers(JsonWriter out, T value) throws IOException {
    for (Member member : members) {
      out.name(member.name);
      try {
        member.adapter.write(out, member.accessor.invoke(value));
      } catch (ReflectiveOperationException e) {
        throw new IllegalStateException(e);
      }
    }
  }
}
