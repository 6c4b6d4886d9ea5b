package dev.flowers.spark;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.Gson;
import com.google.gson.JsonObject;
import dev.flowers.embedding.Embedding;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * The embeddings that a program got, compared with those that one machine makes.
 *
 * @param expected by id
 */
record SaidEmbeddings(Map<String, Embedding> expected) {
  static SaidEmbeddings of(List<Embedding> expected) {
    return new SaidEmbeddings(
        expected.stream().collect(Collectors.toMap(Embedding::id, Function.identity())));
  }

  /** The records of shards are these. */
  void assertWritten(List<Embedding> written) {
    assertEquals(expected.size(), written.size());
    for (Embedding embedding : written) {
      assertAsExpected(embedding.id(), embedding.className(), embedding.values());
    }
  }

  /** The rows have these or begin so in {@code error}; returns how many do the latter. */
  int assertSaid(List<JsonObject> rows, String error) {
    int faults = 0;
    Set<String> ids = new HashSet<>();
    for (JsonObject row : rows) {
      assertEquals(Set.of("path", "label", "id", "embedding", "error"), withPath(row.keySet()));
      String label = row.get("label").getAsString();
      float[] values = new Gson().fromJson(row.get("embedding"), float[].class);
      String said = row.get("error").getAsString();
      if (said.isEmpty()) {
        ids.add(row.get("id").getAsString());
        assertAsExpected(row.get("id").getAsString(), label, values);
      } else {
        faults++;
        assertTrue(said.startsWith(error), said);
        assertEquals(0, values.length);
        assertTrue(Set.of("daisy", "roses").contains(label), label);
      }
    }
    assertEquals(rows.size() - faults, ids.size());
    return faults;
  }

  /** JSON has no field for what is null. */
  private static Set<String> withPath(Set<String> fields) {
    Set<String> all = new HashSet<>(fields);
    all.add("path");
    return all;
  }

  private void assertAsExpected(String id, String label, float[] values) {
    Embedding one = expected.get(id);
    assertNotNull(one, id);
    assertEquals(one.className(), label);
    assertTrue(ShardRecords.isNear(one.values(), values), one.path());
  }
}
