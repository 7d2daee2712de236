/// Meanwhile and its peers side by side: the same works, in one sitting, on one machine.
///
/// [SideBySide] starts every contender as a process of its own, several rounds in turn, and
/// writes the table and the chart; [RuntimeProgram] and [BareProgram] are two of the contenders.
@NullMarked
package dev.meanwhile.benchmarks;

import org.jspecify.annotations.NullMarked;
