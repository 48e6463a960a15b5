// orphans.h: pools of killed programs whose archives are gone, so that nothing will ever name them.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>

namespace flowlog::trace {

// An archive that is not found may have been moved, and still name its pool. So a pool is removed by who
// misses the archive this long after it was missed first, which the pool remembers.
inline constexpr uint64_t kOrphanPatience_s = 24 * 60 * 60;

// Removes from `folder` those pools of ours. Pools of programs that may still run, of other users, and of
// where paths mean other files are left alone. Returns how many were removed.
size_t remove_orphans(const std::string& folder, uint64_t now_s);

}  // namespace flowlog::trace
