// session_timeline.cpp: see session_timeline.h.
#include "graph/session_timeline.h"

#include <algorithm>
#include <map>
#include <optional>

#include "graph/call_stream.h"

namespace flowlog::graph {
namespace {

class Recorder {
 public:
  struct CallData {
    uint32_t at;  // in its timeline's calls
  };
  struct CoroutineData {
    int64_t told_ns = 0;  // of suspensions so far
  };
  using ShareData = CallData;
  struct ThreadData {};
  struct SessionData {
    size_t timeline;  // in timelines_, or kNone
  };

  Recorder(const trace::Trace& trace, const std::set<std::string>& wanted) : trace_(trace), wanted_(wanted) {}

  void reads_thread(uint32_t number) { thread_ = number; }

  void session_began(Session<Recorder>& session) {
    session.data.timeline = kNone;
    std::string id = trace::to_text(id_of(trace_, session));
    if (wanted_.count(id) == 0) return;
    session.data.timeline = timelines_.size();
    SessionTimeline& timeline = timelines_.emplace_back().timeline;
    timeline.session = std::move(id);
    timeline.executable = trace_.about().executable;
    timeline.timed = trace_.about().timed;
    timeline.start_ns = timeline.end_ns = wall(session.start_ns);
  }

  void call_began(Call<Recorder>& call, Call<Recorder>* caller) {
    call.data.at = SessionTimeline::kNoCall;
    Entry* const entry = entry_of(call.session);
    if (entry == nullptr) return;
    SessionTimeline& timeline = entry->timeline;
    if (timeline.calls.size() >= SessionTimeline::kMaxCalls) {
      ++timeline.left_out;
      return;
    }
    call.data.at = uint32_t(timeline.calls.size());
    SessionTimeline::Call& shown = timeline.calls.emplace_back();
    shown.function = function(*entry, call.site);
    if (!call.outermost && caller != nullptr) shown.caller = caller->data.at;
    shown.thread = thread_;
    shown.start_ns = shown.end_ns = wall(call.start_ns);
  }

  void call_suspended(Call<Recorder>& call, Call<Recorder>*) {
    if (SessionTimeline::Call* const shown = shown_of(call)) {
      const int64_t since = wall(call.coroutine->suspended_at_ns);
      shown->suspended_ns.emplace_back(since, since);
    }
  }

  void call_resumed(Call<Recorder>& call, ThreadData&) {
    SessionTimeline::Call* const shown = shown_of(call);
    if (shown == nullptr || !call.coroutine || shown->suspended_ns.empty()) return;
    auto& [from, to] = shown->suspended_ns.back();
    to = from + call.coroutine->suspended_ns - call.coroutine->data.told_ns;
    call.coroutine->data.told_ns = call.coroutine->suspended_ns;
  }

  void coroutine_ended(const Call<Recorder>&, ThreadData&) {}

  ShareData shared(const Session<Recorder>& session, const Call<Recorder>* call) {
    const bool own = call != nullptr && call->session == &session;
    return {own ? call->data.at : SessionTimeline::kNoCall};
  }
  void branch_began(Call<Recorder>& borrowed, const ShareData& of) { borrowed.data = of; }
  void branch_ended(const Call<Recorder>&, const Session<Recorder>&) {}

  void call_ended(Call<Recorder>& call, Call<Recorder>*, const CallEnd& end) {
    SessionTimeline::Call* const shown = shown_of(call);
    if (shown == nullptr) return;
    shown->end_ns = shown->start_ns + end.elapsed_ns(call.start_ns);
    shown->outcome = end.outcome;
  }

  void session_ended(Session<Recorder>& session, int64_t end_ns) {
    Entry* const entry = entry_of(&session);
    if (entry == nullptr) return;
    entry->timeline.end_ns = std::max(entry->timeline.start_ns, wall(end_ns));
    entry->name = session.name;
    entry->first_site = session.first_site;
  }

  void logged(const std::string& payload, int64_t time_ns, Session<Recorder>* session, Call<Recorder>* call) {
    Entry* const entry = entry_of(session);
    if (entry == nullptr) return;
    std::optional<trace::LogRecord> record = trace::read_log_record(payload);
    if (!record) return;
    if (entry->timeline.logs.size() >= SessionTimeline::kMaxCalls) {
      ++entry->timeline.left_out;
      return;
    }
    const bool own = call != nullptr && call->session == session;
    entry->timeline.logs.push_back(
        {wall(time_ns), own ? call->data.at : SessionTimeline::kNoCall, thread_, std::move(*record)});
  }

  std::vector<SessionTimeline> take(const Texts& texts) {
    std::stable_sort(timelines_.begin(), timelines_.end(),
                     [](const Entry& a, const Entry& b) { return a.timeline.session < b.timeline.session; });
    std::vector<SessionTimeline> taken;
    for (Entry& entry : timelines_) {
      entry.timeline.name = entry.first_site == 0
                                ? texts.at(entry.name)
                                : trace_.sites().at(entry.first_site).description.function_name;
      taken.push_back(std::move(entry.timeline));
    }
    return taken;
  }

 private:
  static constexpr size_t kNone = SIZE_MAX;

  struct Entry {
    SessionTimeline timeline;
    std::map<uint32_t, uint32_t> functions;  // site -> in the timeline's
    uint32_t name = Texts::kNone;
    uint32_t first_site = 0;
  };

  int64_t wall(int64_t ns) const { return trace_.clock().wall_ns(ns); }

  Entry* entry_of(const Session<Recorder>* session) {
    if (session == nullptr || session->data.timeline >= timelines_.size()) return nullptr;
    return &timelines_[session->data.timeline];
  }

  SessionTimeline::Call* shown_of(const Call<Recorder>& call) {
    Entry* const entry = call.is_borrowed() ? nullptr : entry_of(call.session);
    if (entry == nullptr || call.data.at >= entry->timeline.calls.size()) return nullptr;
    return &entry->timeline.calls[call.data.at];
  }

  uint32_t function(Entry& entry, uint32_t site) {
    const auto [at, fresh] = entry.functions.try_emplace(site, uint32_t(entry.timeline.functions.size()));
    if (fresh) {
      const auto& description = trace_.sites().at(site).description;
      entry.timeline.functions.push_back({description.id, description.function_name});
    }
    return at->second;
  }

  const trace::Trace& trace_;
  const std::set<std::string>& wanted_;
  uint32_t thread_ = 0;
  std::vector<Entry> timelines_;
};

}  // namespace

std::vector<SessionTimeline> session_timelines(trace::Trace& trace, const std::set<std::string>& wanted) {
  Recorder recorder(trace, wanted);
  CallStream<Recorder> stream(trace, recorder);
  stream.run();
  return recorder.take(stream.texts());
}

}  // namespace flowlog::graph
