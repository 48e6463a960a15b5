// timeline_tracks.h: what the formats of timelines have in common: numbers for processes and threads, the
// time at which all starts, and what is said of a slice.
#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "render/timelines.h"

namespace flowlog::render {

struct ProcessTracks {
  uint64_t pid;                          // the process's own, unless another trace has it
  std::string name;                      // of the executable
  std::map<uint32_t, uint64_t> threads;  // number in the trace -> one that no thread of another process has
};

struct Tracks {
  int64_t start_ns = 0;                  // wall clock; the earliest of all slices and logs
  std::vector<ProcessTracks> processes;  // as the traces
};

Tracks tracks_of(const std::vector<TraceTimeline>& traces);

// Calls `each` with name and value of everything that is said of the slice.
void describe_slice(const TraceTimeline& of, const graph::Slice& slice,
                    const std::function<void(std::string_view, const std::string&)>& each);

// The text of a log record's field.
std::string field_text(const trace::LogRecord::Value& value);

}  // namespace flowlog::render
