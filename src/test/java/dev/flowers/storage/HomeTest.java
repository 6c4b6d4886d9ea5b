package dev.flowers.storage;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.flowers.JavaProcess;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HomeTest {
  @Test
  void environmentComesBeforePropertiesAndOwnVariableBeforeDjls() {
    assertEquals(
        Path.of("a").toAbsolutePath(),
        Home.of(Map.of("FLOWERS_HOME", "a"), Map.of("FLOWERS_HOME", "b")).root());
    assertEquals(
        Path.of("b").toAbsolutePath(),
        Home.of(Map.of("DJL_CACHE_DIR", "c"), Map.of("FLOWERS_HOME", "b")).root());
    assertEquals(
        Path.of("c/flowers").toAbsolutePath(),
        Home.of(Map.of("DJL_CACHE_DIR", "c"), Map.of()).root());
    assertEquals(
        Path.of("u/.djl.ai/flowers").toAbsolutePath(),
        Home.of(Map.of("FLOWERS_HOME", ""), Map.of("user.home", "u")).root());
  }

  @Test
  void aUserWithoutAHomeDirectoryIsToldWhatToSet() {
    assertEquals(
        Path.of("h/.djl.ai/flowers").toAbsolutePath(),
        Home.of(Map.of("HOME", "h"), Map.of("user.home", "?")).root());
    IllegalStateException e =
        assertThrows(
            IllegalStateException.class, () -> Home.of(Map.of(), Map.of("user.home", "?")));
    assertTrue(String.valueOf(e.getMessage()).contains("set FLOWERS_HOME"), e.getMessage());
  }

  @Test
  void aThreadThatHasTheLockTakesItAgain(@TempDir Path directory) throws IOException {
    Home home = new Home(directory);
    try (HomeLock outer = HomeLock.take(home)) {
      HomeLock.take(home).close();
      assertEquals(outer, HomeLock.take(home));
      outer.close();
      assertThrows(HomeInUseException.class, () -> LockedHome.take(home));
    }
    LockedHome.of(home).close();
  }

  @Test
  void secondRunIsToldWhoHoldsTheLock(@TempDir Path directory) throws IOException {
    Home home = new Home(directory.resolve("home"));
    try (LockedHome held = LockedHome.of(home)) {
      HomeInUseException e =
          assertThrows(HomeInUseException.class, () -> HomeLock.take(home).close());
      assertTrue(
          String.valueOf(e.getMessage())
              .contains("(process " + ProcessHandle.current().pid() + ")"),
          e.getMessage());
      assertTrue(String.valueOf(e.getMessage()).startsWith(home.root().toString()), e.getMessage());
    }
    assertDoesNotThrow(() -> HomeLock.take(home).close());
  }

  /** Takes the lock of a home, or says why not. */
  static final class Taking {
    private Taking() {}

    public static void main(String[] args) throws IOException {
      try (HomeLock lock = HomeLock.take(new Home(Path.of(args[0])))) {
        System.out.println(lock == null ? "none" : "taken");
      } catch (HomeInUseException e) {
        System.out.println(e.getMessage());
      }
    }
  }

  /** On Linux it would, if the second one opened and closed the file. */
  @Test
  void aSecondTryInTheSameProcessDoesNotDropTheLock(@TempDir Path directory) throws Exception {
    Home home = new Home(directory);
    try (HomeLock held = HomeLock.take(home)) {
      assertTrue(held != null);
      assertThrows(HomeInUseException.class, () -> LockedHome.take(home));
      String output = take(home);
      assertTrue(output.contains("(process " + ProcessHandle.current().pid() + ")"), output);
    }
    assertEquals("taken", take(home).strip());
  }

  @Test
  void aDamagedProcessIdIsNotShown(@TempDir Path directory) throws IOException {
    Home home = new Home(directory);
    try (HomeLock held = HomeLock.take(home)) {
      assertTrue(held != null);
      Files.write(directory.resolve(".lock.pid"), new byte[] {(byte) 0xff, 'x'});
      HomeInUseException e = assertThrows(HomeInUseException.class, () -> LockedHome.take(home));
      assertTrue(String.valueOf(e.getMessage()).contains("writing here; wait"), e.getMessage());
    }
  }

  private static String take(Home home) throws IOException, InterruptedException {
    return JavaProcess.run(
            JavaProcess.builder(
                JavaProcess.classPath(), Taking.class, List.of(), List.of(home.root().toString())),
            60)
        .output();
  }
}
