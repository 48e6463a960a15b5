// timeline.cpp: see timeline.h.
#include "graph/timeline.h"

#include <algorithm>
#include <numeric>
#include <optional>
#include <tuple>
#include <utility>

#include "error.h"
#include "graph/call_stream.h"

namespace flowlog::graph {
namespace {

class Collector : public IgnoresThreads {
 public:
  struct CallData {
    uint64_t number;  // kNoCaller of a borrowed one, if none was open
    uint64_t caller;
  };
  using ShareData = uint64_t;  // number of the call
  struct SessionData {
    uint32_t index;
  };

  Collector(const trace::Trace& trace, Timeline& timeline) : trace_(trace), timeline_(timeline) {}

  void reads_thread(uint32_t thread) { thread_ = thread; }

  void session_began(Session<Collector>& session) {
    session.data.index = uint32_t(timeline_.sessions.size());
    timeline_.sessions.push_back({id_of(trace_, session), Texts::kNone});
  }
  void session_ended(Session<Collector>& session, int64_t) {
    timeline_.sessions[session.data.index].name = session.name;
  }

  void call_began(Call<Collector>& call, Call<Collector>* caller) {
    call.data = {calls_++, caller ? caller->data.number : Slice::kNoCaller};
  }
  void call_suspended(Call<Collector>& call, Call<Collector>*) {
    Slice slice = piece_of(call, call.coroutine->suspended_at_ns);
    slice.last = false;
    timeline_.slices.push_back(slice);
  }
  void call_ended(Call<Collector>& call, Call<Collector>*, const CallEnd& end) {
    Slice slice = piece_of(call, end.end_ns);
    slice.last = true;
    slice.outcome = end.outcome;
    slice.detail = end.detail;
    timeline_.slices.push_back(slice);
  }

  ShareData shared(const Session<Collector>&, const Call<Collector>* call) {
    return call ? call->data.number : Slice::kNoCaller;
  }
  void branch_began(Call<Collector>& borrowed, const ShareData& of) {
    borrowed.data = {of, Slice::kNoCaller};
  }

  void logged(const std::string& payload, int64_t time_ns, Session<Collector>*, Call<Collector>*) {
    std::optional<trace::LogRecord> record = trace::read_log_record(payload);
    if (record) timeline_.logs.push_back({trace_.clock().wall_ns(time_ns), thread_, std::move(*record)});
  }

 private:
  Slice piece_of(const Call<Collector>& call, int64_t end_ns) const {
    const int64_t start_ns = call.coroutine ? call.coroutine->piece_start_ns : call.start_ns;
    Slice slice{};
    slice.start_ns = trace_.clock().wall_ns(start_ns);
    slice.end_ns = slice.start_ns + std::max<int64_t>(0, end_ns - start_ns);
    slice.call = call.data.number;
    slice.caller = call.data.caller;
    slice.site = call.site;
    slice.session = call.session->data.index;
    slice.thread = thread_;
    slice.outermost = call.outermost;
    return slice;
  }

  const trace::Trace& trace_;
  Timeline& timeline_;
  uint32_t thread_ = 0;
  uint64_t calls_ = 0;
};

void nest(std::vector<Slice>& slices) {
  std::sort(slices.begin(), slices.end(), [](const Slice& a, const Slice& b) {
    return std::tie(a.thread, a.start_ns, b.end_ns, a.call) <
           std::tie(b.thread, b.start_ns, a.end_ns, b.call);
  });
  std::vector<const Slice*> open;
  for (Slice& slice : slices) {
    while (!open.empty() && (open.back()->thread != slice.thread || open.back()->end_ns <= slice.start_ns))
      open.pop_back();
    if (!open.empty()) slice.end_ns = std::min(slice.end_ns, open.back()->end_ns);
    open.push_back(&slice);
  }
}

// To each piece but a call's first from the one before it; to a first piece from what ran of its caller when
// it began, or last before that, unless it stands in that.
std::vector<Arrow> arrows_between(const std::vector<Slice>& slices) {
  std::vector<size_t> by_call(slices.size());
  std::iota(by_call.begin(), by_call.end(), size_t{0});
  std::sort(by_call.begin(), by_call.end(), [&](size_t a, size_t b) {
    return std::tie(slices[a].call, slices[a].start_ns, a) < std::tie(slices[b].call, slices[b].start_ns, b);
  });
  std::vector<Arrow> arrows;
  for (size_t i = 0; i < by_call.size(); ++i) {
    const size_t to = by_call[i];
    const Slice& slice = slices[to];
    if (i > 0 && slices[by_call[i - 1]].call == slice.call) {
      const size_t from = by_call[i - 1];
      arrows.push_back({from, to, slices[from].end_ns});
      continue;
    }
    if (slice.caller == Slice::kNoCaller) continue;
    const auto behind = std::upper_bound(
        by_call.begin(), by_call.end(), std::pair(slice.caller, slice.start_ns),
        [&](const auto& key, size_t at) { return key < std::pair(slices[at].call, slices[at].start_ns); });
    if (behind == by_call.begin()) continue;
    const size_t from = *(behind - 1);
    const Slice& caller = slices[from];
    if (caller.call != slice.caller) continue;  // its record was lost
    const bool stands_in_it = caller.thread == slice.thread && slice.end_ns <= caller.end_ns;
    if (!stands_in_it) arrows.push_back({from, to, std::min(caller.end_ns, slice.start_ns)});
  }
  std::sort(arrows.begin(), arrows.end(), [](const Arrow& a, const Arrow& b) { return a.to < b.to; });
  return arrows;
}

}  // namespace

Timeline timeline_of(trace::Trace& trace) {
  if (!trace.about().timed) {
    throw Error(trace.name() +
                ": was recorded without times (FLOWLOG_TIMING=off), and a timeline shows when what ran; "
                "--format folded counts its calls");
  }
  Timeline timeline;
  Collector collector(trace, timeline);
  CallStream<Collector> stream(trace, collector);
  stream.run();
  timeline.texts = stream.take_texts();
  nest(timeline.slices);
  timeline.arrows = arrows_between(timeline.slices);
  std::stable_sort(timeline.logs.begin(), timeline.logs.end(), [](const Moment& a, const Moment& b) {
    return std::tie(a.thread, a.time_ns) < std::tie(b.thread, b.time_ns);
  });
  return timeline;
}

}  // namespace flowlog::graph
