package dev.flowers.embedding;

import java.util.Arrays;

/** Which of n things are connected, over any number of others ("union-find"). */
final class DisjointSets {
  private final int[] parents;

  DisjointSets(int count) {
    parents = new int[count];
    Arrays.setAll(parents, i -> i);
  }

  /** Returns the lowest of the things that this one is connected with. */
  int root(int thing) {
    int at = thing;
    while (parents[at] != at) {
      parents[at] = parents[parents[at]];
      at = parents[at];
    }
    return at;
  }

  void connect(int a, int b) {
    int first = root(a);
    int second = root(b);
    parents[Math.max(first, second)] = Math.min(first, second);
  }
}
