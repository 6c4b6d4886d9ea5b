package dev.flowers.serving;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.flowers.storage.InvalidInputException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class BearerTokensTest {
  @TempDir Path directory;
  private Path file;

  @BeforeEach
  void name() {
    file = directory.resolve("tokens");
  }

  @Test
  void eachLineIsAToken() throws IOException {
    Files.writeString(file, "abc\r\n\n  d-._~+/=  \n");
    BearerTokens tokens = BearerTokens.read(file);
    assertTrue(tokens.permit("Bearer abc"));
    assertTrue(tokens.permit("bearer d-._~+/="));
    for (String wrong : new String[] {"", "abc", "Bearer", "Bearer ", "Bearer ab", "Basic abc"}) {
      assertFalse(tokens.permit(wrong), wrong);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "\n \n"})
  void aFileWithoutATokenIsRefused(String content) throws IOException {
    Files.writeString(file, content);
    IOException e = assertThrows(InvalidInputException.class, () -> BearerTokens.read(file));
    assertEquals(file + ": found no token, expected one a line", e.getMessage());
  }

  @Test
  void aLineThatIsNoTokenIsNamedAndNotShown() throws IOException {
    Files.writeString(file, "abc\nse cret\n");
    IOException e = assertThrows(InvalidInputException.class, () -> BearerTokens.read(file));
    assertTrue(String.valueOf(e.getMessage()).contains("line 2"), e.getMessage());
    assertFalse(String.valueOf(e.getMessage()).contains("cret"), e.getMessage());
    Files.write(file, new byte[] {(byte) 0xff, (byte) 0xfe, 0});
    assertThrows(InvalidInputException.class, () -> BearerTokens.read(file));
    assertThrows(NoSuchFileException.class, () -> BearerTokens.read(directory.resolve("none")));
  }
}
