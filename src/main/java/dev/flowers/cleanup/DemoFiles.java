package dev.flowers.cleanup;

/** What the demo makes in a home, beside its stand-in for weights. */
public final class DemoFiles {
  /** The name of its model. */
  public static final String MODEL = "flowers-demo";

  /** The folder of its photos, among the home's. */
  public static final String PHOTOS = "painted_flowers";

  private DemoFiles() {}
}
