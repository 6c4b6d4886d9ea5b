package dev.flowers.storage;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.Reader;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TextFileTest {
  @TempDir Path directory;
  private Path file = Path.of("");

  @BeforeEach
  void nameFile() {
    file = directory.resolve("synset.txt");
  }

  @Test
  void readsUtf8WholeByLinesAndAsAStream() throws IOException {
    Files.writeString(file, "Gänseblümchen\n𠮷\r\n");
    assertEquals("Gänseblümchen\n𠮷\r\n", TextFile.read(file));
    assertEquals(List.of("Gänseblümchen", "𠮷"), TextFile.lines(file));
    assertEquals("Gänseblümchen\n𠮷\r\n", stream());
    Files.write(file, new byte[0]);
    assertEquals("", TextFile.read(file));
    assertEquals(List.of(), TextFile.lines(file));
  }

  @Test
  void aFileThatIsNotUtf8IsNamedWithThePlace() throws IOException {
    Files.write(file, new byte[] {'r', 'o', 's', 'e', '\n', (byte) 0xfc, 'b'});
    assertSays("found no UTF-8 at byte 5, expected text in UTF-8", () -> TextFile.read(file));
    assertSays("found no UTF-8 at byte 5", () -> TextFile.lines(file));
    assertSays("found no UTF-8, expected text in UTF-8", this::stream);
    Files.write(file, new byte[] {'r', (byte) 0xe8, (byte) 0x8a}); // cut in a character
    assertSays("found no UTF-8 at byte 1", () -> TextFile.read(file));
    assertSays("found no UTF-8", this::stream);
  }

  @Test
  void aFileThatIsTooLargeIsNamedWithBothSizes() throws IOException {
    Files.write(file, new byte[TextFile.MAX_BYTES]);
    assertEquals(TextFile.MAX_BYTES, TextFile.read(file).length());
    Files.write(file, new byte[TextFile.MAX_BYTES + 7]);
    assertSays("found 16777223 bytes, expected at most 16777216", () -> TextFile.read(file));
  }

  @Test
  void aDirectoryIsNamed() throws IOException {
    Files.createDirectory(file);
    assertSays("s a directory", () -> TextFile.read(file));
    assertSays("s a directory", this::stream);
  }

  private String stream() throws IOException {
    StringWriter text = new StringWriter();
    try (Reader reader = TextFile.reader(file)) {
      reader.transferTo(text);
    }
    return text.toString();
  }

  private void assertSays(String part, org.junit.jupiter.api.function.Executable reading) {
    IOException e = assertThrows(IOException.class, reading);
    String message = FileErrors.message(e);
    assertTrue(message.startsWith(file + ": ") && message.contains(part), message);
  }
}
