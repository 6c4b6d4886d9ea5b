package dev.flowers.download;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.zip.GZIPOutputStream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;
import org.apache.commons.compress.archivers.tar.TarConstants;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class ArchiveTest {
  private static final long MAX_BYTES = 1 << 20;

  @TempDir Path temporary;
  private Path archive = Path.of("");
  private Path directory = Path.of("");

  @BeforeEach
  void nameThem() {
    archive = temporary.resolve("photos.tgz");
    directory = temporary.resolve("photos");
  }

  /** Writes entries of a tar. */
  private interface Contents {
    void write(TarArchiveOutputStream tar) throws IOException;
  }

  private static byte[] tar(Contents contents) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (TarArchiveOutputStream tar = new TarArchiveOutputStream(bytes, "UTF-8")) {
      tar.setLongFileMode(TarArchiveOutputStream.LONGFILE_GNU);
      contents.write(tar);
    }
    return bytes.toByteArray();
  }

  private static byte[] gzip(byte[]... parts) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (OutputStream gzip = new GZIPOutputStream(bytes)) {
      for (byte[] part : parts) {
        gzip.write(part);
      }
    }
    return bytes.toByteArray();
  }

  private static void file(TarArchiveOutputStream tar, String name, byte[] bytes)
      throws IOException {
    TarArchiveEntry entry = new TarArchiveEntry(name, true);
    entry.setSize(bytes.length);
    tar.putArchiveEntry(entry);
    tar.write(bytes);
    tar.closeArchiveEntry();
  }

  private static void file(TarArchiveOutputStream tar, String name) throws IOException {
    file(tar, name, name.getBytes(UTF_8));
  }

  private static void special(TarArchiveOutputStream tar, String name, byte type, String link)
      throws IOException {
    TarArchiveEntry entry = new TarArchiveEntry(name, type);
    entry.setLinkName(link);
    tar.putArchiveEntry(entry);
    tar.closeArchiveEntry();
  }

  private static byte[] flowers() throws IOException {
    return tar(
        tar -> {
          special(tar, "flower_photos/", TarConstants.LF_DIR, "");
          file(tar, "flower_photos/LICENSE.txt");
          special(tar, "flower_photos/roses/", TarConstants.LF_DIR, "");
          file(tar, "flower_photos/roses/1.jpg", DownloaderFixture.bytes(100_000, 3));
          file(tar, "flower_photos/tulips/ü 2.jpg");
          file(tar, "flower_photos/empty.txt", new byte[0]);
        });
  }

  private void extract() throws IOException {
    Archive.extractTarGz(archive, directory, MAX_BYTES, 50, DownloadProgress.none());
  }

  private void assertRefused(byte[] bytes, String... parts) throws IOException {
    Files.write(archive, bytes);
    ArchiveException e = assertThrows(ArchiveException.class, this::extract);
    String message = String.valueOf(e.getMessage());
    assertTrue(message.startsWith(archive.toString()), message);
    for (String part : parts) {
      assertTrue(message.contains(part), message + " without " + part);
    }
    assertEquals(List.of("photos.tgz"), below(temporary), "nothing is left behind");
  }

  private static List<String> below(Path folder) throws IOException {
    try (var files = Files.walk(folder)) {
      return files
          .filter(Files::isRegularFile)
          .map(file -> folder.relativize(file).toString().replace('\\', '/'))
          .sorted()
          .toList();
    }
  }

  @Test
  void filesAndFoldersArriveWithoutTheArchivesTopFolder() throws IOException {
    Files.write(archive, gzip(flowers()));
    List<Long> done = new ArrayList<>();
    Archive.extractTarGz(
        archive, directory, MAX_BYTES, 50, (bytes, total) -> done.add(total - bytes));
    assertEquals(
        List.of("LICENSE.txt", "empty.txt", "roses/1.jpg", "tulips/ü 2.jpg"), below(directory));
    assertArrayEquals(
        DownloaderFixture.bytes(100_000, 3), Files.readAllBytes(directory.resolve("roses/1.jpg")));
    assertEquals(0L, done.get(done.size() - 1));
    assertFalse(Files.exists(temporary.resolve("photos.partial")));
  }

  @Test
  void aLongNameIsNoTrouble() throws IOException {
    String name = "folder/".repeat(20) + "x".repeat(150) + ".jpg";
    Files.write(archive, gzip(tar(tar -> file(tar, "roses/" + name)), new byte[0]));
    extract();
    assertEquals(List.of(name), below(directory));
  }

  @Test
  void severalTopFoldersStay() throws IOException {
    Files.write(
        archive,
        gzip(
            tar(
                tar -> {
                  file(tar, "./roses/1.jpg");
                  file(tar, "tulips/1.jpg");
                })));
    extract();
    assertEquals(List.of("roses/1.jpg", "tulips/1.jpg"), below(directory));
  }

  @Test
  void whatIsUnpackedAlreadyStays() throws IOException {
    Files.createDirectories(directory);
    Path own = Files.writeString(directory.resolve("mine.jpg"), "mine");
    extract(); // there is not even an archive
    assertEquals("mine", Files.readString(own));
  }

  @Test
  void whatAKilledRunLeftIsReplaced() throws IOException {
    Files.createDirectories(directory); // empty
    Path left = Files.createDirectories(temporary.resolve("photos.partial").resolve("roses"));
    Files.writeString(left.resolve("half.jpg"), "half");
    Files.write(archive, gzip(flowers()));
    extract();
    assertEquals(4, below(directory).size());
    assertFalse(Files.exists(left));
  }

  @Test
  void namesThatReachOutsideAreRefused() throws IOException {
    for (String name :
        List.of(
            "/etc/passwd",
            "../evil",
            "a/../../evil",
            "a/..",
            "a/../b",
            "..",
            "C:/evil",
            "a\\..\\..\\evil",
            "stream.txt:evil",
            "line\nbreak")) {
      byte[] bytes =
          tar(
              tar -> {
                file(tar, "good.txt");
                file(tar, name);
              });
      assertRefused(gzip(bytes), "\"" + name + "\"", "stays inside");
    }
  }

  @Test
  void linksDevicesAndOthersAreRefused() throws IOException {
    byte[] kinds = {
      TarConstants.LF_SYMLINK,
      TarConstants.LF_LINK,
      TarConstants.LF_CHR,
      TarConstants.LF_BLK,
      TarConstants.LF_FIFO,
      (byte) 'Z'
    };
    List<String> said =
        List.of(
            "a link to ../../x",
            "a link to ../../x",
            "a device",
            "a device",
            "a device",
            "an entry of type Z");
    for (int i = 0; i < kinds.length; i++) {
      byte kind = kinds[i];
      assertRefused(
          gzip(tar(tar -> special(tar, "thing", kind, "../../x"))),
          "found thing, " + said.get(i) + ", expected files and folders");
    }
    // A link that is refused cannot be written through.
    assertRefused(
        gzip(
            tar(
                tar -> {
                  special(tar, "out", TarConstants.LF_SYMLINK, temporary.toString());
                  file(tar, "out/evil");
                })),
        "a link");
  }

  @Test
  void aNameTwiceIsRefused() throws IOException {
    assertRefused(
        gzip(
            tar(
                tar -> {
                  file(tar, "a");
                  file(tar, "./a");
                })),
        "./a twice");
    assertRefused(
        gzip(
            tar(
                tar -> {
                  file(tar, "a");
                  file(tar, "a/b");
                })),
        "a/b twice");
  }

  @Test
  void moreBytesThanAllowedAreRefusedBeforeTheyAreWritten() throws IOException {
    byte[] half = new byte[(int) MAX_BYTES / 2 + 1];
    assertRefused(
        gzip(
            tar(
                tar -> {
                  file(tar, "one", half);
                  file(tar, "two", half);
                })),
        "more than " + MAX_BYTES + " bytes");
  }

  @Test
  void moreEntriesThanAllowedAreRefused() throws IOException {
    assertRefused(
        gzip(
            tar(
                tar -> {
                  for (int i = 0; i <= 50; i++) {
                    file(tar, "file" + i);
                  }
                })),
        "more than 50 entries");
  }

  @Test
  void aNameOfMegabytesDoesNotGetThemInMemory() throws IOException {
    byte[] name = new byte[2 << 20];
    Arrays.fill(name, (byte) 'x');
    byte[] bytes =
        tar(
            tar -> {
              TarArchiveEntry entry =
                  new TarArchiveEntry("././@LongLink", TarConstants.LF_GNUTYPE_LONGNAME);
              entry.setSize(name.length);
              tar.putArchiveEntry(entry);
              tar.write(name);
              tar.closeArchiveEntry();
              file(tar, "short");
            });
    assertRefused(gzip(bytes), "damaged after 0 entries", "longer");
  }

  @Test
  void endlessPaddingIsNotRead() throws IOException {
    assertRefused(gzip(flowers(), new byte[4 << 20]), "damaged after its last entry", "longer");
  }

  @Test
  void whatIsNoArchiveIsSaid() throws IOException {
    assertRefused("<html>".getBytes(UTF_8), "no gzip header, expected a .tar.gz");
    assertRefused(new byte[0], "no gzip header, expected a .tar.gz");
    assertRefused(gzip(new byte[0]), "no file in it");
    assertRefused(gzip(DownloaderFixture.bytes(5000, 1)), "damaged");
  }

  @Test
  void anArchiveCutAnywhereIsRefused() throws IOException {
    byte[] whole = gzip(flowers());
    Random random = new Random(4);
    for (int i = 0; i < 30; i++) {
      assertRefused(Arrays.copyOf(whole, random.nextInt(whole.length)));
    }
    assertRefused(Arrays.copyOf(whole, whole.length - 1), "damaged");
  }

  @Test
  void aTarCutInsideOfAGoodGzipIsRefused() throws IOException {
    byte[] whole = flowers();
    assertRefused(gzip(Arrays.copyOf(whole, 50_000)), "damaged in flower_photos/roses/1.jpg");
    assertRefused(gzip(Arrays.copyOf(whole, 512 * 2 + 100)), "damaged");
  }

  @Test
  void aChangedByteIsNoticed() throws IOException {
    byte[] whole = gzip(flowers());
    Random random = new Random(5);
    for (int i = 0; i < 30; i++) {
      byte[] changed = whole.clone();
      // Not in the gzip header's time, flags and system, which nothing protects.
      changed[10 + random.nextInt(whole.length - 10)] ^= (byte) (1 << random.nextInt(8));
      assertRefused(changed);
    }
  }

  @Test
  void aHeaderWithAWrongChecksumIsNoticed() throws IOException {
    byte[] bytes = tar(tar -> file(tar, "a.txt"));
    bytes[0] = 'b';
    assertRefused(gzip(bytes), "header of entry 1 has a wrong checksum");
  }
}
