package dev.flowers.spark;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.flowers.dataset.PhotoFolder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PhotoListingTest {
  @TempDir Path photos;
  private HadoopFiles files;

  @BeforeEach
  void prepare() throws IOException {
    for (String file :
        List.of(
            "_daisy/_DSC0001.JPG",
            "_daisy/1.jpg._COPYING_",
            "_daisy/.hidden.jpg",
            "_daisy/deeper/1.jpg",
            "_daisy/deeper/2.jpg",
            "roses/1.jpg",
            "roses/broken, %41 #1.jpg",
            "roses/__MACOSX/1.jpg",
            "__MACOSX/1.jpg",
            ".git/1.jpg",
            "beside.jpg")) {
      Path path = photos.resolve(file);
      Files.createDirectories(path.getParent());
      Files.writeString(path, "a photo");
    }
    Configuration configuration = new Configuration();
    for (String name : List.of("_daisy", "roses", "__MACOSX")) {
      configuration.set(
          "fs.viewfs.mounttable.cluster.link./" + name, photos.resolve(name).toUri().toString());
    }
    files = new HadoopFiles(configuration);
  }

  @Test
  void hasTheFilesThatOneMachineHas() throws IOException {
    PhotoListing listing = PhotoListing.ofClasses(files, files.qualified(photos.toString()));
    PhotoFolder expected = PhotoFolder.list(photos);
    assertEquals(expected.classes(), listing.classes());
    assertEquals(expected.photos().size(), listing.count());
    assertEquals(expected.unused().size(), listing.unused());
  }

  @Test
  void ofATreeHasDeeperOnesToo() throws IOException {
    PhotoListing listing = PhotoListing.ofTree(files, files.qualified(photos.toString()));
    assertEquals(7, listing.count());
    assertEquals(4, listing.unused());
  }

  @Test
  void ofAFileIsTheFile() throws IOException {
    Path file = photos.resolve("roses/1.jpg");
    assertEquals(1, PhotoListing.ofTree(files, files.qualified(file.toString())).count());
  }

  /** As in a bucket: the path of a file system's root ends in a slash. */
  @Test
  void theRootOfAFileSystemHasClasses() throws IOException {
    PhotoListing listing = PhotoListing.ofClasses(files, files.qualified("viewfs://cluster/"));
    assertEquals(List.of("_daisy", "roses"), listing.classes());
    assertEquals(4, listing.count());
  }
}
