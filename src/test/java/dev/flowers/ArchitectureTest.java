package dev.flowers;

import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideOutsideOfPackage;
import static com.tngtech.archunit.lang.conditions.ArchConditions.callMethod;
import static com.tngtech.archunit.lang.conditions.ArchConditions.dependOnClassesThat;
import static com.tngtech.archunit.lang.conditions.ArchConditions.onlyDependOnClassesThat;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.codeUnits;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.members;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.methods;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.GeneralCodingRules.ACCESS_STANDARD_STREAMS;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.base.HasDescription;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaCodeUnit;
import com.tngtech.archunit.core.domain.JavaMember;
import com.tngtech.archunit.core.domain.JavaMethod;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.domain.properties.HasSourceCodeLocation;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import java.io.IOException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.PathMatcher;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;

/** Keeps the package table of CONTRIBUTING.md true, and the rules of style that byte code shows. */
class ArchitectureTest {

  private static final String ROOT = "dev.flowers";

  /**
   * A row of the table.
   *
   * @param name the package; "" is dev.flowers itself
   * @param uses what of ours, or of the libraries, it may use
   */
  private record Row(String name, Set<String> uses) {
    static Row row(String name, String... uses) {
      return new Row(name, Set.of(uses));
    }

    @Override
    public String toString() {
      return ROOT + "/" + name;
    }
  }

  static final List<Row> packages =
      List.of(
          Row.row("storage"),
          Row.row("tfrecord"),
          Row.row("download", "storage"),
          Row.row("image"),
          Row.row("dataset", "image", "download", "storage"),
          Row.row("trunk", "image", "download", "storage"),
          Row.row("embedding", "tfrecord", "dataset", "trunk", "image", "storage"),
          Row.row("head", "embedding", "dataset", "trunk", "storage"),
          Row.row("novelty", "head", "embedding", "dataset", "storage"),
          Row.row("evaluation", "head", "embedding", "dataset", "trunk", "storage"),
          Row.row("report", "evaluation", "head", "embedding", "image", "storage"),
          Row.row("tensorboard", "head", "tfrecord"),
          Row.row(
              "zoo", "head", "novelty", "trunk", "evaluation", "dataset", "download", "storage"),
          Row.row(
              "training",
              "storage",
              "download",
              "dataset",
              "image",
              "trunk",
              "embedding",
              "head",
              "novelty",
              "evaluation",
              "report",
              "tensorboard",
              "zoo"),
          Row.row(
              "explanation", "zoo", "head", "embedding", "dataset", "trunk", "image", "storage"),
          Row.row("cleanup", "zoo", "head", "embedding", "trunk", "download", "storage"),
          Row.row(
              "archive",
              "zoo",
              "novelty",
              "head",
              "embedding",
              "dataset",
              "trunk",
              "image",
              "storage"),
          Row.row("", "zoo", "novelty", "trunk", "image", "storage"),
          Row.row("serving", "", "explanation", "zoo", "trunk", "image", "storage"),
          Row.row("spark", "zoo", "head", "embedding", "dataset", "trunk", "storage"));

  /** Nobody uses the command line, and it uses everything. */
  private static final String CLI = "cli";

  /** The packages that are to stay light; the JDK and annotations go without saying. */
  static final List<Row> lightPackages =
      List.of(
          Row.row(
              "download",
              "org.apache.commons.compress..",
              "ai.djl.util",
              "ai.djl.repository",
              "com.google.gson"),
          Row.row("storage", "com.google.gson.."),
          Row.row("tfrecord"),
          Row.row("image", "ai.djl..", "com.twelvemonkeys.."));

  /** Each network and its engine, behind the interface of a trunk. */
  private static final String[] NETWORKS = {ROOT + ".trunk.vgg..", ROOT + ".trunk.onnx.."};

  private static final Set<String> SAYS_NOTHING =
      Set.of("util", "utils", "common", "impl", "helper", "helpers", "manager", "managers", "misc");

  private static final JavaClasses OURS =
      new ClassFileImporter()
          .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
          .importPackages(ROOT);

  @ParameterizedTest
  @FieldSource("packages")
  void aPackageUsesOnlyThePackagesOfItsRow(Row row) {
    String[] allowed =
        Stream.concat(Stream.of(row.name), row.uses.stream())
            .map(ArchitectureTest::pattern)
            .toArray(String[]::new);
    classes()
        .that(resideInAPackage(pattern(row.name)))
        .should(
            onlyDependOnClassesThat(
                resideOutsideOfPackage(ROOT + "..").or(resideInAnyPackage(allowed))))
        .allowEmptyShould(true)
        .check(OURS);
  }

  @ParameterizedTest
  @FieldSource("lightPackages")
  void aLightPackageUsesOnlyTheLibrariesOfItsRow(Row row) {
    String[] allowed =
        Stream.concat(
                Stream.of(ROOT + "..", "java..", "javax..", "org.w3c.dom..", "org.jspecify.."),
                row.uses.stream())
            .toArray(String[]::new);
    classes()
        .that(resideInAPackage(pattern(row.name)))
        .should(onlyDependOnClassesThat(resideInAnyPackage(allowed).or(isPrimitive())))
        .allowEmptyShould(true)
        .check(OURS);
  }

  @Test
  void everyPackageHasARow() {
    String[] known =
        Stream.concat(packages.stream().map(Row::name), Stream.of(CLI))
            .map(ArchitectureTest::pattern)
            .toArray(String[]::new);
    classes().should().resideInAnyPackage(known).check(OURS);
  }

  /** What is above the trunk works with any network: one that is not known yet, too. */
  @Test
  void nothingAboveTheTrunkUsesANetwork() {
    noClasses()
        .that(resideOutsideOfPackage(pattern("trunk")))
        .should(dependOnClassesThat(resideInAnyPackage(NETWORKS)))
        .check(OURS);
  }

  /** Neither by its name nor by its sizes; help texts may, and so may what is below the trunk. */
  @Test
  void nothingAboveTheTrunkNamesANetwork() throws IOException {
    Pattern network = Pattern.compile("\\b(224|4096)\\b|(?i:vgg|efficientnet|resnet)");
    Path sources = Path.of("src/main/java/dev/flowers");
    List<Path> below =
        Stream.of("storage", "tfrecord", "download", "image", "dataset", "trunk")
            .map(sources::resolve)
            .toList();
    List<String> found = new ArrayList<>();
    try (Stream<Path> files = Files.walk(sources)) {
      for (Path file : files.filter(f -> f.toString().endsWith(".java")).toList()) {
        if (below.stream().noneMatch(file::startsWith)) {
          network
              .matcher(codeAlone(Files.readString(file)))
              .results()
              .forEach(match -> found.add(file.getFileName() + ": " + match.group()));
        }
      }
    }
    assertEquals(List.of(), found);
  }

  /** Without comments and texts. */
  private static String codeAlone(String source) {
    return source.replaceAll("(?s)/\\*.*?\\*/|//[^\n]*|\"(?:\\\\.|[^\"\\\\\n])*\"", "");
  }

  @Test
  void onlyTheCommandLineHasStandardStreamsAndExitCodes() {
    noClasses()
        .that(resideOutsideOfPackage(pattern(CLI)))
        .and()
        .doNotHaveFullyQualifiedName(ROOT + ".spark.SparkMain") // the cluster's command line
        .should(
            ACCESS_STANDARD_STREAMS
                .or(callMethod(System.class, "exit", int.class))
                .or(callMethod(Runtime.class, "exit", int.class))
                .or(callMethod(Runtime.class, "halt", int.class)))
        .check(OURS);
  }

  @Test
  void nobodyCatchesException() {
    // Throwable cannot be asked about: try-with-resources compiles to a catch of it.
    codeUnits().should(notCatch(Exception.class)).check(OURS);
  }

  @Test
  void everyPackageIsNullMarked() {
    classes()
        .should(
            condition(
                "be in a package with @NullMarked in its package-info.java",
                (JavaClass c) -> c.getPackage().isAnnotatedWith(NullMarked.class)))
        .check(OURS);
  }

  @Test
  void namesSayWhatThingsAre() {
    classes()
        .should(
            condition(
                "be in no package called one of " + SAYS_NOTHING,
                (JavaClass c) ->
                    Arrays.stream(c.getPackageName().split("\\."))
                        .noneMatch(SAYS_NOTHING::contains)))
        .andShould(
            condition(
                "have no name that ends in Util, Helper, Manager or Impl",
                (JavaClass c) -> !c.getSimpleName().matches(".*(Utils?|Helpers?|Managers?|Impl)")))
        .check(OURS);
  }

  @Test
  void arraysOfAnEngineDoNotLeaveTheirClass() {
    methods()
        .that()
        .arePublic()
        .and()
        .areDeclaredInClassesThat()
        .arePublic()
        .and(describe("have an NDArray or NDList in their signature", ArchitectureTest::hasArrays))
        .should(condition("be asked for by an interface of DJL", ArchitectureTest::isFromDjl))
        .allowEmptyShould(true)
        .check(OURS);
  }

  @Test
  void theApiShowsNoInternalTypes() throws IOException {
    List<PathMatcher> internals = internals();
    for (PathMatcher internal : internals) {
      assertTrue(
          OURS.stream().anyMatch(c -> internal.matches(source(c))), "a pattern without a class");
    }
    Predicate<JavaClass> internal =
        c ->
            c.getPackageName().startsWith(ROOT)
                && internals.stream().anyMatch(i -> i.matches(source(c)));
    members()
        .that(
            describe(
                "are public or protected in a public class of the published Javadoc",
                (JavaMember m) ->
                    isVisible(m.getModifiers())
                        && isVisible(m.getOwner())
                        && !internal.test(m.getOwner())))
        .should(
            condition(
                "have no internal type in their signature",
                (JavaMember m) ->
                    m.getAllInvolvedRawTypes().stream()
                        .map(JavaClass::getBaseComponentType)
                        .noneMatch(internal)))
        .check(OURS);
  }

  /** The files that the published Javadoc leaves out, as the pom names them. */
  private static List<PathMatcher> internals() throws IOException {
    return Pattern.compile("<sourceFileExclude>(.+?)</sourceFileExclude>")
        .matcher(Files.readString(Path.of("pom.xml")))
        .results()
        .map(found -> FileSystems.getDefault().getPathMatcher("glob:" + found.group(1)))
        .toList();
  }

  private static Path source(JavaClass type) {
    return Path.of(type.getName().replaceAll("\\$.*", "").replace('.', '/') + ".java");
  }

  private static boolean isVisible(Set<JavaModifier> modifiers) {
    return modifiers.contains(JavaModifier.PUBLIC) || modifiers.contains(JavaModifier.PROTECTED);
  }

  private static boolean isVisible(JavaClass type) {
    return isVisible(type.getModifiers())
        && type.getEnclosingClass().map(ArchitectureTest::isVisible).orElse(true);
  }

  private static String pattern(String name) {
    // Packages below a package belong to it; dev.flowers itself is that package alone.
    return name.isEmpty() ? ROOT : ROOT + "." + name + "..";
  }

  private static DescribedPredicate<JavaClass> isPrimitive() {
    return describe("is a primitive", c -> c.getBaseComponentType().isPrimitive());
  }

  private static boolean hasArrays(JavaMethod method) {
    return Stream.concat(
            Stream.of(method.getRawReturnType()), method.getRawParameterTypes().stream())
        .map(JavaClass::getBaseComponentType)
        .anyMatch(
            type ->
                type.isAssignableTo("ai.djl.ndarray.NDArray")
                    || type.isAssignableTo("ai.djl.ndarray.NDList"));
  }

  private static boolean isFromDjl(JavaMethod method) {
    return Stream.concat(
            method.getOwner().getAllRawInterfaces().stream(),
            method.getOwner().getAllRawSuperclasses().stream())
        .filter(type -> type.getPackageName().startsWith("ai.djl."))
        .flatMap(type -> type.getMethods().stream())
        .anyMatch(
            asked ->
                asked.getName().equals(method.getName())
                    && asked.getRawParameterTypes().size() == method.getRawParameterTypes().size());
  }

  private static ArchCondition<JavaCodeUnit> notCatch(Class<? extends Throwable> type) {
    return condition(
        "not catch " + type.getSimpleName(),
        (JavaCodeUnit unit) ->
            unit.getTryCatchBlocks().stream()
                .flatMap(block -> block.getCaughtThrowables().stream())
                .noneMatch(caught -> caught.isEquivalentTo(type)));
  }

  private static <T extends HasDescription & HasSourceCodeLocation> ArchCondition<T> condition(
      String description, Predicate<T> holds) {
    return new ArchCondition<>(description) {
      @Override
      public void check(T item, ConditionEvents events) {
        events.add(
            new SimpleConditionEvent(
                item,
                holds.test(item),
                item.getDescription()
                    + " should "
                    + description
                    + " in "
                    + item.getSourceCodeLocation()));
      }
    };
  }
}
