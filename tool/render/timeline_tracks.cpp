// timeline_tracks.cpp: see timeline_tracks.h.
#include "render/timeline_tracks.h"

#include <algorithm>
#include <charconv>
#include <iterator>
#include <limits>
#include <set>

#include "text.h"

namespace flowlog::render {

Tracks tracks_of(const std::vector<TraceTimeline>& traces) {
  Tracks tracks;
  tracks.start_ns = std::numeric_limits<int64_t>::max();
  std::set<uint64_t> pids;
  uint64_t threads = 0;
  for (const auto& [trace, timeline] : traces) {
    ProcessTracks& process = tracks.processes.emplace_back();
    // Of a process in a container, or on another machine, the number may be another's too.
    process.pid = std::clamp<uint64_t>(trace->about().pid, 1, std::numeric_limits<int32_t>::max());
    while (!pids.insert(process.pid).second)
      process.pid = *pids.rbegin() % std::numeric_limits<int32_t>::max() + 1;
    const std::string& path = trace->about().executable;
    process.name = printable(path.substr(path.rfind('/') + 1));
    const auto see = [&](uint32_t thread, int64_t at_ns) {
      process.threads.try_emplace(thread, 0);
      tracks.start_ns = std::min(tracks.start_ns, at_ns);
    };
    for (const graph::Slice& slice : timeline.slices) see(slice.thread, slice.start_ns);
    for (const graph::Moment& log : timeline.logs) see(log.thread, log.time_ns);
    for (auto& [number, id] : process.threads) id = ++threads;
  }
  if (threads == 0) tracks.start_ns = 0;
  return tracks;
}

void describe_slice(const TraceTimeline& of, const graph::Slice& slice,
                    const std::function<void(std::string_view, const std::string&)>& each) {
  if (slice.outermost) {
    const graph::TimelineSession& session = of.timeline.sessions[slice.session];
    each("session", trace::to_text(session.id));
    if (session.name != graph::Texts::kNone) each("session_name", of.timeline.texts.at(session.name));
  }
  if (!slice.last) {
    each("suspended", "true");
    return;
  }
  if (slice.outcome != graph::Outcome::kSuccess) each("outcome", graph::name_of(slice.outcome));
  if (slice.detail != graph::Texts::kNone) each("branch", of.timeline.texts.at(slice.detail));
}

std::string field_text(const trace::LogRecord::Value& value) {
  return std::visit(
      [](const auto& held) -> std::string {
        using T = std::decay_t<decltype(held)>;
        if constexpr (std::is_same_v<T, std::string>) {
          return held;
        } else if constexpr (std::is_same_v<T, bool>) {
          return held ? "true" : "false";
        } else {
          char text[64];
          return {text, std::to_chars(text, std::end(text), held).ptr};
        }
      },
      value);
}

}  // namespace flowlog::render
