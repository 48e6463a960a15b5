// archive_fuzzer.cpp: any bytes are either refused as a trace, or a trace that every command can read.
// Checksums are made right first, since no mutation would get past them.
#include <algorithm>
#include <cstddef>
#include <cstring>
#include <string>
#include <string_view>

#include "archive/crc32c.h"
#include "error.h"
#include "flowlog/format.h"
#include "graph/event_list.h"
#include "graph/fold.h"
#include "graph/graph_json.h"
#include "graph/log_list.h"
#include "graph/session_graph.h"
#include "trace/text_form.h"

namespace {

using namespace flowlog;

void make_checksums_right(std::string& bytes) {
  constexpr std::string_view kMarker = "FBLK";
  for (size_t at = bytes.find(kMarker); at != std::string::npos; at = bytes.find(kMarker, at + 1)) {
    format::BlockHeader header;
    if (bytes.size() - at < sizeof header) return;
    std::memcpy(&header, bytes.data() + at, sizeof header);
    if (header.stored_bytes > bytes.size() - at - sizeof header) continue;
    header.crc32c = 0;
    std::memcpy(bytes.data() + at, &header, sizeof header);
    header.crc32c = archive::crc32c(0, bytes.data() + at, sizeof header + header.stored_bytes);
    std::memcpy(bytes.data() + at, &header, sizeof header);
  }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const unsigned char* data, size_t length) {
  std::string bytes(reinterpret_cast<const char*>(data), length);
  make_checksums_right(bytes);
  try {
    trace::Trace trace(trace::open_memory("input", std::move(bytes)));
    trace::dump(trace, [](std::string_view) {});
    graph::to_json(graph::fold(trace));
    graph::list_events(trace);
    graph::list_logs(trace);
    const auto sessions = graph::find_sessions(trace, "");
    if (!sessions.empty()) graph::session_graph(trace, sessions.front(), 10);
  } catch (const Error&) {
  }
  return 0;
}
