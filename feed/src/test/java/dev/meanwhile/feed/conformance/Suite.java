package dev.meanwhile.feed.conformance;

import java.nio.file.Path;
import java.util.SequencedMap;

/// The cases that one project's tests consist of.
interface Suite {
  /// Name of the folder in `conformance` of the captured feeds.
  String folder();

  /// Runs every case.
  ///
  /// @param folder where the files are
  /// @return the verdict on each case, by its path inside the folder, in order
  SequencedMap<String, Verdict> run(Path folder);
}
