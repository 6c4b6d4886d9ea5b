package dev.flowers.dataset;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.flowers.dataset.Split.Part;
import dev.flowers.storage.InvalidInputException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LabelTableTest {
  @TempDir Path folder;

  @BeforeEach
  void photos() throws IOException {
    for (String name : List.of("1.jpg", "2.jpg", "sub/a,b.jpg", "sub/\u00e9.jpg")) {
      Path file = folder.resolve(name);
      Files.createDirectories(file.getParent());
      Files.writeString(file, name);
    }
  }

  @SuppressWarnings("StringConcatToTextBlock") // which would change the ends of the lines
  @Test
  void readsLabelsAndParts() throws IOException {
    PhotoFolder photos =
        read(
            "\uFEFFpath,note,Label,split\r\n"
                + "\"sub/a,b.jpg\",,rose,test\r\n"
                + "1.jpg,\"two\nlines\",daisy,train\r\n"
                + "2.jpg,,rose,\r\n"
                + "\r\n"
                + "sub/\u00e9.jpg,,daisy,val\r\n");
    assertEquals(List.of("daisy", "rose"), photos.classes());
    assertEquals(
        List.of("1.jpg", "sub/\u00e9.jpg", "2.jpg", "sub/a,b.jpg"),
        photos.photos().stream().map(photos::path).toList());
    assertEquals(
        List.of(
            Optional.of(Part.TRAIN),
            Optional.of(Part.VALIDATION),
            Optional.empty(),
            Optional.of(Part.TEST)),
        photos.photos().stream().map(Photo::part).toList());
  }

  @Test
  void looksInTheFolderOfPhotosToo() throws IOException {
    Path table = Files.createDirectory(folder.resolve("tables")).resolve("labels.csv");
    Files.writeString(table, "path,label\n1.jpg,a\nsub\\a,b.jpg,b\n".replace("sub\\a,b", "2"));
    assertEquals(2, PhotoFolder.labelled(table, Optional.of(folder)).photos().size());
    String message =
        String.valueOf(
            assertThrows(
                    InvalidInputException.class,
                    () -> PhotoFolder.labelled(table, Optional.empty()))
                .getMessage());
    assertTrue(message.contains("line 2: found no file \"1.jpg\""), message);
    assertTrue(message.contains("--photos"), message);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "'' | line 1: found nothing",
        "'1.jpg,daisy' | line 1: found no column \"path\" in \"1.jpg,daisy\"",
        "'path,label,path' | line 1: found column \"path\" twice",
        "'path,label;1.jpg,a;2.jpg' | line 3: found 1 fields, expected 2",
        "'path,label;1.jpg,a;3.jpg,b' | line 3: found no file \"3.jpg\"",
        "'path,label;1.jpg,a;sub,b' | line 3: found no file \"sub\"",
        "'path,label;1.jpg,a;,b' | line 3: found no path",
        "'path,label;1.jpg,a;2.jpg,' | line 3: found the label \"\" (nothing)",
        "'path,label;1.jpg,a;2.jpg,b;./1.jpg,b' | which line 2 has, too",
        "'path,label,split;1.jpg,a,dev' | line 2: found the split \"dev\"",
        "'path,label;\"1.jpg,a' | line 2: found no CSV",
        "'path,label;1.jpg,a;;\"2.jpg\"x,b' | line 3: found no CSV",
        "'path,label;1.jpg,a' | found one class alone, a",
        "'path,label' | found no row"
      })
  void refusesOtherTables(String lines, String expected) {
    String message =
        String.valueOf(
            assertThrows(InvalidInputException.class, () -> read(lines.replace(';', '\n')))
                .getMessage());
    assertTrue(message.contains("labels.csv: ") && message.contains(expected), message);
  }

  @Test
  void namesTheFirstLineOfARow() {
    String message =
        String.valueOf(
            assertThrows(
                    InvalidInputException.class,
                    () -> read("path,label,note\n1.jpg,a,\"x\ny\"\n3.jpg,b,\"x\ny\"\n"))
                .getMessage());
    assertTrue(message.contains("line 4: found no file"), message);
  }

  @Test
  void foldersOfPartsAreParts() throws IOException {
    Path root = folder.resolve("set");
    for (String name :
        List.of("train/a/1.jpg", "train/b/2.jpg", "valid/a/3.jpg", "test/b/4.jpg", "note.txt")) {
      Files.createDirectories(root.resolve(name).getParent());
      Files.writeString(root.resolve(name), name);
    }
    PhotoFolder photos = PhotoFolder.list(root);
    assertEquals(List.of("a", "b"), photos.classes());
    assertEquals(
        List.of("train/a/1.jpg TRAIN 0", "valid/a/3.jpg VALIDATION 0").toString(),
        photos.photos().stream()
            .filter(photo -> photo.label() == 0)
            .map(p -> photos.path(p) + " " + p.part().orElseThrow() + " " + p.label())
            .toList()
            .toString());
    assertEquals(4, photos.photos().size());
    assertEquals(1, photos.unused().size());
  }

  private PhotoFolder read(String table) throws IOException {
    Path file = folder.resolve("labels.csv");
    Files.writeString(file, table);
    return PhotoFolder.labelled(file, Optional.empty());
  }
}
