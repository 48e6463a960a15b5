// log_list.cpp: see log_list.h.
#include "graph/log_list.h"

#include <algorithm>
#include <optional>
#include <tuple>
#include <utility>

#include "graph/call_stream.h"

namespace flowlog::graph {
namespace {

class Collector : public IgnoresThreads {
 public:
  struct CallData {
    uint32_t site;
  };
  using ShareData = CallData;
  struct SessionData {
    uint32_t index;  // in the list, once it has logged
  };

  Collector(const trace::Trace& trace, LogList& list) : trace_(trace), list_(list) {}

  void session_began(Session<Collector>& session) { session.data.index = LogLine::kNoSession; }
  void call_began(Call<Collector>& call, Call<Collector>*) { call.data.site = call.site; }
  void call_ended(Call<Collector>&, Call<Collector>*, const CallEnd&) {}
  void session_ended(Session<Collector>&, int64_t) {}

  ShareData shared(const Session<Collector>&, const Call<Collector>* call) {
    return call ? call->data : ShareData{LogLine::kNoCall};
  }
  void branch_began(Call<Collector>& borrowed, const ShareData& of) { borrowed.data = of; }

  void logged(const std::string& payload, int64_t time_ns, Session<Collector>* session,
              Call<Collector>* call) {
    std::optional<trace::LogRecord> record = trace::read_log_record(payload);
    if (!record) {
      ++list_.unreadable;
      return;
    }
    list_.lines.push_back({.time_ns = trace_.clock().wall_ns(time_ns),
                           .number = list_.lines.size(),
                           .session = session ? index_of(*session) : LogLine::kNoSession,
                           .site = call ? call->data.site : LogLine::kNoCall,
                           .record = std::move(*record)});
  }

 private:
  uint32_t index_of(Session<Collector>& session) {
    if (session.data.index == LogLine::kNoSession) {
      session.data.index = uint32_t(list_.sessions.size());
      list_.sessions.push_back(id_of(trace_, session));
    }
    return session.data.index;
  }

  const trace::Trace& trace_;
  LogList& list_;
};

}  // namespace

LogList list_logs(trace::Trace& trace) {
  LogList list;
  Collector collector(trace, list);
  CallStream<Collector>(trace, collector).run();
  std::sort(list.lines.begin(), list.lines.end(), [](const LogLine& a, const LogLine& b) {
    return std::tie(a.time_ns, a.number) < std::tie(b.time_ns, b.number);
  });
  return list;
}

}  // namespace flowlog::graph
