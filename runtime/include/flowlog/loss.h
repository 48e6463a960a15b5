// loss.h: hearing of records that had to be dropped.
//
// When the memory for records is full and their file cannot keep up (or is full, too), records are dropped
// rather than the program kept waiting. The trace says so by itself, for each thread and with the time; this
// is for programs that want to know while they run, to count it among their metrics or to trace less.
//
// A program that is not linked with the recorder runs the same, and hears of nothing.
#pragma once

#include <flowlog/annotate.h>

#include <cstdint>

namespace FLOWLOG_IGNORE flowlog {

struct loss {
  std::uint64_t records;  // dropped since the handler was called last
  std::uint64_t total;    // dropped in this process so far
};

}  // namespace flowlog

#ifndef FLOWLOG_DISABLE
extern "C" __attribute__((weak)) void flowlog_on_loss(void (*handler)(const flowlog::loss&));
#endif

namespace FLOWLOG_IGNORE flowlog {

// From now on `handler` is called whenever records were dropped; nullptr for no longer. There is one at most,
// the last that was given; a forked child keeps it. Any thread, at any time.
//
// The handler is called on a thread of the recorder's, never on one that records, some milliseconds after the
// loss and for many records at once; what is left to tell when the process ends, on the thread that ends it.
// It is never called twice at the same time. While it runs no record reaches the file, so it should be short.
// It may allocate, lock and notify, but neither throw nor use the program's file descriptors: that thread has
// a table of descriptors of its own, so writing to a log must be left to another thread. What it calls is not
// traced.
inline void on_loss([[maybe_unused]] void (*handler)(const loss&)) noexcept {
#ifndef FLOWLOG_DISABLE
  if (flowlog_on_loss != nullptr) flowlog_on_loss(handler);
#endif
}

}  // namespace flowlog
