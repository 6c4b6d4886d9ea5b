package dev.flowers;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.tools.Diagnostic;
import javax.tools.DiagnosticCollector;
import javax.tools.JavaCompiler;
import javax.tools.JavaFileObject;
import javax.tools.SimpleJavaFileObject;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * What README and guide say: snippets compile as printed, links lead somewhere, versions are ours.
 */
class DocumentationTest {
  private static final Pattern JAVA = Pattern.compile("(?ms)^```java\\n(.*?)^```$");
  private static final Pattern CODE = Pattern.compile("(?ms)^```.*?^```$");
  private static final Pattern CLASS = Pattern.compile("(?m)^public class (\\w+)");
  private static final Pattern LINK = Pattern.compile("\\]\\(([^)\\s]+)\\)");
  private static final Pattern HEADING = Pattern.compile("(?m)^#+ (.+)$");

  /** Coordinates as Gradle writes them: group, artifact, version. */
  private static final Pattern COORDINATES =
      Pattern.compile("\"([\\w.]+:[\\w-]+:[^:\"]+)(?::[\\w-]+)?\"");

  private static final Pattern DEPENDENCY =
      Pattern.compile(
          "(?s)<groupId>([^<]+)</groupId>\\s*<artifactId>([^<]+)</artifactId>\\s*<version>([^<]+)</version>");

  /** As much of Spring as the guide's controller names. */
  private static final Map<String, String> SPRING =
      Map.of(
          "org.springframework.boot.SpringApplication",
          "public class SpringApplication { public static void run(Class<?> type, String... args) {} }",
          "org.springframework.boot.autoconfigure.SpringBootApplication",
          "public @interface SpringBootApplication {}",
          "org.springframework.context.annotation.Bean",
          "public @interface Bean {}",
          "org.springframework.http.HttpStatus",
          "public enum HttpStatus { UNPROCESSABLE_ENTITY }",
          "org.springframework.web.bind.annotation.ExceptionHandler",
          "public @interface ExceptionHandler {}",
          "org.springframework.web.bind.annotation.PostMapping",
          "public @interface PostMapping { String value(); }",
          "org.springframework.web.bind.annotation.RequestParam",
          "public @interface RequestParam { String value(); }",
          "org.springframework.web.bind.annotation.ResponseStatus",
          "public @interface ResponseStatus { org.springframework.http.HttpStatus value(); }",
          "org.springframework.web.bind.annotation.RestController",
          "public @interface RestController {}",
          "org.springframework.web.multipart.MultipartFile",
          "public interface MultipartFile { byte[] getBytes() throws java.io.IOException;"
              + " String getOriginalFilename(); }");

  @TempDir Path classes;

  @Test
  void everyJavaSnippetCompilesAsPrinted() throws IOException {
    List<JavaFileObject> sources = new ArrayList<>();
    SPRING.forEach(
        (name, text) -> {
          int dot = name.lastIndexOf('.');
          sources.add(
              new Source(
                  name.substring(dot + 1), "package " + name.substring(0, dot) + ";\n" + text));
        });
    int stubs = sources.size();
    for (Path page : pages()) {
      for (MatchResult snippet : matches(JAVA, Files.readString(page))) {
        List<MatchResult> names = matches(CLASS, snippet.group(1));
        assertEquals(1, names.size(), page + ": a snippet has one public class");
        sources.add(new Source(names.get(0).group(1), snippet.group(1)));
      }
    }
    assertTrue(sources.size() - stubs >= 8, sources + " have the README's and the guide's");
    JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
    DiagnosticCollector<JavaFileObject> found = new DiagnosticCollector<>();
    List<String> options =
        List.of(
            "-proc:none",
            "-d",
            classes.toString(),
            "-classpath",
            System.getProperty("java.class.path"));
    compiler.getTask(null, null, found, options, null, sources).call();
    assertEquals(
        "",
        found.getDiagnostics().stream()
            .filter(diagnostic -> diagnostic.getKind() == Diagnostic.Kind.ERROR)
            .map(Diagnostic::toString)
            .collect(Collectors.joining("\n")));
  }

  @Test
  void everyLinkLeadsToAFileAndItsHeading() throws IOException {
    List<String> broken = new ArrayList<>();
    for (Path page : pages()) {
      for (MatchResult link : matches(LINK, CODE.matcher(Files.readString(page)).replaceAll(""))) {
        String target = link.group(1);
        if (target.contains("://")) {
          continue;
        }
        String[] parts = target.split("#", 2);
        Path file = parts[0].isEmpty() ? page : page.resolveSibling(parts[0]).normalize();
        boolean good =
            Files.exists(file) && (parts.length == 1 || anchors(file).contains(parts[1]));
        if (!good) {
          broken.add(page + ": " + target);
        }
      }
    }
    assertEquals(List.of(), broken);
  }

  @Test
  void dependenciesHaveTheVersionsOfThePom() throws IOException {
    String pom = Files.readString(Path.of("pom.xml"));
    String pytorch = property(pom, "pytorch.native.version");
    String djl = property(pom, "djl.version");
    Set<String> ours =
        Set.of(
            "dev.flowers:flowers-vgg16:" + property(pom, "version"),
            "org.tensorflow:tensorflow-core-native:" + property(pom, "tensorflow.native.version"),
            "ai.djl.onnxruntime:onnxruntime-engine:" + djl,
            "com.microsoft.onnxruntime:onnxruntime:" + property(pom, "onnxruntime.version"),
            "ai.djl.pytorch:pytorch-engine:" + djl,
            "ai.djl.pytorch:pytorch-native-cpu:" + pytorch,
            "ai.djl.pytorch:pytorch-jni:" + pytorch + "-" + djl);
    Set<String> written = new HashSet<>();
    for (Path page : pages()) {
      String text = Files.readString(page);
      matches(COORDINATES, text).forEach(found -> written.add(found.group(1)));
      matches(DEPENDENCY, text)
          .forEach(
              found -> written.add(found.group(1) + ":" + found.group(2) + ":" + found.group(3)));
    }
    assertEquals(ours, written);
  }

  private static List<Path> pages() throws IOException {
    try (Stream<Path> docs = Files.list(Path.of("docs"))) {
      return Stream.concat(
              Stream.of("README.md", "CONTRIBUTING.md", "CHANGELOG.md").map(Path::of),
              docs.filter(page -> page.toString().endsWith(".md")))
          .sorted()
          .toList();
    }
  }

  /** The anchors that GitHub gives to headings. */
  private static Set<String> anchors(Path page) throws IOException {
    return matches(HEADING, CODE.matcher(Files.readString(page)).replaceAll("")).stream()
        .map(
            heading ->
                heading
                    .group(1)
                    .toLowerCase(Locale.ROOT)
                    .replaceAll("[^\\p{L}\\p{N} _-]", "")
                    .replace(' ', '-'))
        .collect(Collectors.toSet());
  }

  private static String property(String pom, String name) {
    return matches(Pattern.compile("<" + Pattern.quote(name) + ">([^<]+)</"), pom).get(0).group(1);
  }

  private static List<MatchResult> matches(Pattern pattern, String text) {
    return pattern.matcher(text).results().toList();
  }

  /** A compilation unit in memory. */
  private static final class Source extends SimpleJavaFileObject {
    private final String text;

    Source(String className, String text) {
      super(URI.create("string:///" + className + ".java"), Kind.SOURCE);
      this.text = text;
    }

    @Override
    public CharSequence getCharContent(boolean ignoreEncodingErrors) {
      return text;
    }
  }
}
