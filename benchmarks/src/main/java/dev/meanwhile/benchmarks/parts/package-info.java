/// The runtime's parts under JMH, on both carriers, with bare references in the same run.
@NullMarked
package dev.meanwhile.benchmarks.parts;

import org.jspecify.annotations.NullMarked;
