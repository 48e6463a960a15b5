// seal.h: the trace of a killed program is made whole: what its pool in shared memory still holds moves into
// the archive.
#pragma once

#include <string>

namespace flowlog::trace {

// If the archive at `path` names a pool whose program has ended, writes the pool's chunks behind the
// archive's blocks and removes the pool; else, and where the system refuses anything, changes nothing, and
// the trace is read from both as before. The trace stays one that its program did not close. Two who do it at
// once do it once; who reads meanwhile waits (source.h). Returns whether it did it; what is no trace is left
// alone.
bool seal(const std::string& path);

}  // namespace flowlog::trace
