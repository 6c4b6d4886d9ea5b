package dev.flowers.cli;

import dev.flowers.storage.Home;
import java.util.List;
import java.util.function.Consumer;

/** Runs all checks: machine, engines, home. */
final class Doctor {
  private Doctor() {}

  /**
   * Looks at everything.
   *
   * @param home may be missing
   * @param tell gets each finding as soon as it is there
   */
  public static void examine(Home home, Consumer<Finding> tell) {
    Machine.findings().forEach(tell);
    Finding tensorFlow = EngineStart.tensorFlow();
    tell.accept(tensorFlow);
    tell.accept(EngineStart.pyTorch());
    HomeContents contents = HomeContents.of(home);
    List<Finding> found = contents.findings();
    found.forEach(tell);
    if (tensorFlow.level() != Finding.Level.FAIL) {
      tell.accept(
          contents.trunks().isEmpty() ? Speed.product() : Speed.of(contents.trunks().get(0)));
    }
  }
}
