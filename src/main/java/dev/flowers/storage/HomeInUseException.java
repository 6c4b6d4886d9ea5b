package dev.flowers.storage;

import java.io.IOException;

/** Another run is writing under the same home. */
public final class HomeInUseException extends IOException {
  private static final long serialVersionUID = 1;

  HomeInUseException(Home home, String pid) {
    super(
        home.root()
            + ": another run is writing here"
            + (pid.isEmpty() ? "" : " (process " + pid + ")")
            + "; wait until it is done, or give this one a home of its own with --home");
  }
}
