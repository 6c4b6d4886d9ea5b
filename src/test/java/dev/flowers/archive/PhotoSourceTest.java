package dev.flowers.archive;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The order and the count of an archive's photos. */
class PhotoSourceTest {
  @TempDir Path directory;

  @Test
  void foldersAreWalkedInTheirOrderAndCounted() throws IOException {
    for (String name : List.of("b/2.jpg", "b/1.jpg", "a/3.jpg", "a/.hidden", "one.jpg")) {
      Path file = directory.resolve(name);
      Files.createDirectories(file.getParent());
      Files.writeString(file, "x");
    }
    Path empty = Files.createDirectory(directory.resolve("empty"));
    PhotoSource source =
        PhotoSource.of(List.of(directory.resolve("one.jpg"), directory.resolve("b"), empty));
    assertEquals(
        List.of("one.jpg", "b/1.jpg", "b/2.jpg", "empty: found no file, expected photos"),
        told(source));
    assertEquals(OptionalLong.of(4), source.count());
  }

  @Test
  void aListNamesAPhotoALine() throws IOException {
    byte[] text = "\uFEFFone.jpg\r\n\r\n two.jpg\n#3.jpg".getBytes(StandardCharsets.UTF_8);
    Path list = Files.write(directory.resolve("list"), text);
    List<String> expected = List.of("one.jpg", " two.jpg", "#3.jpg");
    assertEquals(expected, told(PhotoSource.list(list)));
    assertEquals(OptionalLong.of(3), PhotoSource.list(list).count());
    PhotoSource stream = PhotoSource.list(new ByteArrayInputStream(text));
    assertEquals(OptionalLong.empty(), stream.count(), "it can be read once");
    assertEquals(expected, told(stream));
  }

  @Test
  void whatIsNoPathOrNoUtf8StopsNoOther() throws IOException {
    byte[] text = "a\0b\nfine.jpg\nk\u00E4fer.jpg".getBytes(StandardCharsets.ISO_8859_1);
    List<String> told = told(PhotoSource.list(new ByteArrayInputStream(text)));
    assertEquals(3, told.size(), told.toString());
    assertEquals("fine.jpg", told.get(1));
  }

  private List<String> told(PhotoSource source) throws IOException {
    List<String> told = new ArrayList<>();
    source.each(
        new PhotoSource.Receiver() {
          @Override
          public void photo(Path file) {
            told.add(name(file.toString()));
          }

          @Override
          public void failed(String photo, String error) {
            told.add(name(error));
          }
        });
    return told;
  }

  private String name(String text) {
    return text.replace(directory + java.io.File.separator, "")
        .replace(java.io.File.separatorChar, '/');
  }
}
