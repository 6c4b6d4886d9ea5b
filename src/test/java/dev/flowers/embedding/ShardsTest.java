package dev.flowers.embedding;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.flowers.storage.InvalidInputException;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ShardsTest {
  @TempDir Path dir;

  @Test
  void aDirectoryMeansItsShardsByName() throws IOException {
    touch(
        "b.tfrecord",
        "a.tfrecord",
        "c.tfrecord.gz",
        "d.tfrecord-00000-of-00001",
        "E.TFRECORDS",
        "part-00000-of-00001.tfrecord",
        // What stands beside them is none.
        "a.tfrecord.json",
        "a.tfrecord.skipped.csv",
        "_SUCCESS",
        ".part-0.tfrecord.crc",
        "_temporary.tfrecord",
        "notes.txt",
        "a.tfrecord.md5");
    Files.createDirectory(dir.resolve("z.tfrecord"));
    assertShards(
        Shards.of(dir),
        "E.TFRECORDS",
        "a.tfrecord",
        "b.tfrecord",
        "c.tfrecord.gz",
        "d.tfrecord-00000-of-00001",
        "part-00000-of-00001.tfrecord");
    assertEquals(dir, Shards.of(dir).name());
  }

  @Test
  void refusesADirectoryWithoutShardsOrWithAnUnfinishedOne() throws IOException {
    touch("notes.txt");
    assertRefused(dir, dir + ": found a folder without TFRecords, expected files named *.tfrecord");
    touch("a.tfrecord", "b.tfrecord.partial");
    assertRefused(
        dir,
        dir.resolve("b.tfrecord.partial")
            + ": found a file that was not completed, expected complete shards alone");
  }

  @Test
  void oneFileMeansItself() throws IOException {
    touch("part-00000-of-00020.tfrecord", "whatever");
    assertShards(Shards.of(dir.resolve("whatever")), "whatever");
    // Named alone, it is meant alone.
    String one = "part-00000-of-00020.tfrecord";
    assertShards(Shards.of(dir.resolve(one)), one);
    // What is missing is said by whoever opens it.
    assertShards(Shards.of(dir.resolve("missing")), "missing");
  }

  @Test
  void namesTheFirstMissingShard() throws IOException {
    for (int i = 0; i < 20; i++) {
      if (i != 3 && i != 7) {
        touch(String.format(Locale.ROOT, "part-%05d-of-00020.tfrecord", i));
      }
    }
    String message =
        dir.resolve("part-00003-of-00020.tfrecord")
            + ": found no such shard, but 18 of 20, expected all of them";
    assertRefused(dir, message);
    assertRefused(dir.resolve("part-*.tfrecord"), message);
    assertRefused(List.of(shard(0), shard(1)), "found no such shard, but 2 of 20");
    touch("part-00003-of-00020.tfrecord", "part-00007-of-00020.tfrecord");
    assertEquals(20, Shards.of(dir).files().size());
  }

  @Test
  void looksForMissingShardsInEachSeries() throws IOException {
    touch("train-0-of-2.tfrecord", "train-1-of-2.tfrecord", "test-0-of-1.tfrecord");
    touch("x.tfrecord-00000-of-00002");
    assertRefused(dir, dir.resolve("x.tfrecord-00001-of-00002") + ": found no such shard");
    touch("x.tfrecord-00001-of-00002", "0-of-1.tfrecord");
    assertEquals(6, Shards.of(dir).files().size());
    touch("0-of-2.tfrecord");
    assertRefused(dir, "expected those of one writing");
  }

  @Test
  void refusesANumberThatIsNone() throws IOException {
    touch("a-2-of-2.tfrecord", "a-0-of-2.tfrecord", "a-1-of-2.tfrecord");
    assertRefused(dir, dir.resolve("a-2-of-2.tfrecord") + ": found shard 2 of 2, expected 0 to 1");
  }

  @Test
  void refusesAShardThatIsThereTwice() throws IOException {
    touch("part-0-of-2.tfrecord", "part-1-of-2.tfrecord");
    touch("part-01-of-2.tfrecord");
    assertRefused(dir, "besides, expected each shard once");
    Files.delete(dir.resolve("part-01-of-2.tfrecord"));
    touch("part-1-of-2.tfrecord.gz");
    assertRefused(
        dir,
        dir.resolve("part-1-of-2.tfrecord.gz")
            + ": found "
            + dir.resolve("part-1-of-2.tfrecord")
            + " besides, expected each shard once");
    Files.delete(dir.resolve("part-1-of-2.tfrecord.gz"));
    Path a = dir.resolve("part-0-of-2.tfrecord");
    assertRefused(List.of(dir, a), a + ": found " + a + " besides");
  }

  @Test
  void aPatternMeansWhatItMatches() throws IOException {
    assumePatterns();
    touch("a1.tfrecord", "a2.tfrecord", "a2.tfrecord.json", "b1.tfrecord", ".a3.tfrecord");
    touch("x/c1", "x/c2", "y/c3", "y/d4");
    assertShards(Shards.of(dir.resolve("a*")), "a1.tfrecord", "a2.tfrecord");
    assertShards(Shards.of(dir.resolve("*1.tfrecord")), "a1.tfrecord", "b1.tfrecord");
    assertShards(Shards.of(dir.resolve("a?.tfrecord")), "a1.tfrecord", "a2.tfrecord");
    assertShards(Shards.of(dir.resolve("[a-b]1.tfrecord")), "a1.tfrecord", "b1.tfrecord");
    assertShards(Shards.of(dir.resolve("[^a]1.tfrecord")), "b1.tfrecord");
    assertShards(
        Shards.of(dir.resolve("{b1,a*}.tfrecord")), "b1.tfrecord", "a1.tfrecord", "a2.tfrecord");
    assertShards(Shards.of(dir.resolve("*/c*")), "x/c1", "x/c2", "y/c3");
    assertShards(Shards.of(dir.resolve("{y/d4,x/c{2,1}}")), "y/d4", "x/c2", "x/c1");
    assertShards(Shards.of(dir.resolve(".a*")), ".a3.tfrecord");
    assertEquals(dir.resolve("*/c*"), Shards.of(dir.resolve("*/c*")).name());
  }

  @Test
  void aPatternWithoutAMatchIsNoSuchFile() {
    assumePatterns();
    for (String pattern : List.of("a*.tfrecord", "missing/*", "a*/b", "[a]")) {
      Path path = dir.resolve(pattern);
      NoSuchFileException e =
          assertThrows(NoSuchFileException.class, () -> Shards.of(path), pattern);
      assertEquals(path + ": no file matches this pattern", e.getMessage());
    }
  }

  @Test
  void refusesWhatIsNoPattern() throws IOException {
    assumePatterns();
    touch("a");
    assertRefused(dir.resolve("[a"), dir.resolve("[a") + ": found no pattern (");
  }

  @Test
  void whatExistsIsNoPattern() throws IOException {
    assumePatterns();
    touch("[a]*.tfrecord", "a1.tfrecord", "{a,b}", "a", "b");
    assertShards(Shards.of(dir.resolve("[a]*.tfrecord")), "[a]*.tfrecord");
    assertShards(Shards.of(dir.resolve("{a,b}")), "{a,b}");
  }

  @Test
  void severalPathsKeepTheirOrderAndGetAPathTogether() throws IOException {
    touch("b.tfrecord", "a.tfrecord", "x/c.tfrecord", "x/d.tfrecord");
    assertSeveral("{b.tfrecord,a.tfrecord}", "b.tfrecord", "a.tfrecord");
    assertSeveral("{x,a.tfrecord}", "x", "a.tfrecord");
    assertSeveral("{x/d.tfrecord,a.tfrecord}", "x/d.tfrecord", "a.tfrecord");
    assertSeveral("{a.tfrecord,x/c.tfrecord}", "a.tfrecord", "x/c.tfrecord");
    assertSeveral("x/{d.tfrecord,c.tfrecord}", "x/d.tfrecord", "x/c.tfrecord");
    if (File.separatorChar == '/') {
      assertSeveral("{x/*,a.tfrecord}", "x/*", "a.tfrecord");
      assertSeveral("{x/{d,c}.tfrecord,a.tfrecord}", "x/{d,c}.tfrecord", "a.tfrecord");
    }
  }

  private void assertSeveral(String name, String... paths) throws IOException {
    List<Path> all = new ArrayList<>();
    for (String path : paths) {
      all.add(dir.resolve(path));
    }
    Shards shards = Shards.of(all);
    assertEquals(dir.resolve(name), shards.name());
    assertEquals(shards.files(), Shards.of(shards.name()).files());
    assertTrue(shards.files().size() >= paths.length);
  }

  @Test
  void onePathOfAListIsThatPath() throws IOException {
    touch("a,b.tfrecord");
    assertEquals(
        dir.resolve("a,b.tfrecord"), Shards.of(List.of(dir.resolve("a,b.tfrecord"))).name());
    assertThrows(IllegalArgumentException.class, () -> Shards.of(List.of()));
  }

  @Test
  void relativePathsStayRelative() throws IOException {
    assertEquals(Path.of("{a,b}"), Shards.of(List.of(Path.of("a"), Path.of("b"))).name());
    assertEquals(
        Path.of("x", "{a,b}"), Shards.of(List.of(Path.of("x", "a"), Path.of("x", "b"))).name());
  }

  @Test
  void refusesSeveralNamesThatNoPatternCanSay() throws IOException {
    touch("a,b.tfrecord", "c.tfrecord", "{.tfrecord", "{x}");
    for (String name : List.of("a,b.tfrecord", "{.tfrecord", "{x}")) {
      assertRefused(
          List.of(dir.resolve("c.tfrecord"), dir.resolve(name)), "a comma or brace in a name");
    }
  }

  private static void assumePatterns() {
    assumeTrue(File.separatorChar == '/', "Windows' paths have no wildcards");
  }

  private Path shard(int number) {
    return dir.resolve(String.format(Locale.ROOT, "part-%05d-of-00020.tfrecord", number));
  }

  private void touch(String... names) throws IOException {
    for (String name : names) {
      Path file = dir.resolve(name);
      Files.createDirectories(file.getParent());
      Files.write(file, new byte[0]);
    }
  }

  private void assertShards(Shards shards, String... names) {
    List<Path> expected = new ArrayList<>();
    for (String name : names) {
      expected.add(dir.resolve(name));
    }
    assertEquals(expected, shards.files());
  }

  private static void assertRefused(Path path, String message) {
    InvalidInputException e = assertThrows(InvalidInputException.class, () -> Shards.of(path));
    assertTrue(String.valueOf(e.getMessage()).contains(message), e.toString());
  }

  private static void assertRefused(List<Path> paths, String message) {
    InvalidInputException e = assertThrows(InvalidInputException.class, () -> Shards.of(paths));
    assertTrue(String.valueOf(e.getMessage()).contains(message), e.toString());
  }
}
