// cut_guard.h: keeps the program alive when somebody cuts off the pool's file while it is mapped.
//
// A store into a page beyond the end of its file is a SIGBUS, by which the program would die in the middle of
// a hook. Here it puts memory of the process's own in the place of the file's, and the store is made again.
// What stood there is lost, and so is what a kill would have left. All other SIGBUS go where they went
// before.
#pragma once

#include <cstddef>

namespace flowlog::runtime {

struct MappedRange {
  void* begin = nullptr;
  size_t bytes = 0;
};

// Guards these two mappings from now on, and no others. The handler is installed the first time, and
// inherited by forked children. A thread that has SIGBUS blocked is not guarded.
void guard_against_cut(MappedRange header, MappedRange chunks);
void stop_guarding();

// Whether that has happened to what is guarded.
bool was_cut();

// Whether SIGBUS is handled by us alone, and not by the program as well.
bool owns_bus_errors();

}  // namespace flowlog::runtime
