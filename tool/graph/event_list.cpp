// event_list.cpp: see event_list.h.
#include "graph/event_list.h"

#include <algorithm>
#include <tuple>
#include <utility>

#include "graph/call_stream.h"

namespace flowlog::graph {
namespace {

class Collector : public IgnoresThreads {
 public:
  struct CallData {
    size_t event;  // kNone of a borrowed one, if none was open
  };
  using ShareData = CallData;
  struct SessionData {
    uint32_t index;
  };

  Collector(const trace::Trace& trace, EventList& list) : trace_(trace), list_(list) {}

  void session_began(Session<Collector>& session) {
    session.data.index = uint32_t(list_.sessions.size());
    list_.sessions.push_back(id_of(trace_, session));
    list_.callers.push_back(session.from_outside ? session.remote.site : 0);
  }

  void call_began(Call<Collector>& call, Call<Collector>* caller) {
    const bool is_called = caller != nullptr && caller->data.event != kNone;
    const uint32_t callers_site = is_called ? list_.events[caller->data.event].site : Event::kNoCaller;
    call.data.event = list_.events.size();
    Event event{};
    event.number = list_.events.size();
    event.start_ns = trace_.clock().wall_ns(call.start_ns);
    event.site = call.site;
    event.caller = callers_site;
    event.session = call.session->data.index;
    if (call.outermost && list_.callers[event.session] != 0) event.caller = Event::kRemoteCaller;
    event.thread = call.session->position.thread;
    list_.events.push_back(event);
  }

  void call_ended(Call<Collector>& call, Call<Collector>*, const CallEnd& end) {
    Event& event = list_.events[call.data.event];
    event.end_ns = event.start_ns + end.elapsed_ns(call.start_ns);
    event.outcome = end.outcome;
    event.detail = end.detail;
  }

  ShareData shared(const Session<Collector>&, const Call<Collector>* call) {
    return call ? call->data : ShareData{kNone};
  }
  void branch_began(Call<Collector>& borrowed, const ShareData& of) { borrowed.data = of; }

  void session_ended(Session<Collector>&, int64_t) {}

 private:
  static constexpr size_t kNone = SIZE_MAX;

  const trace::Trace& trace_;
  EventList& list_;
};

}  // namespace

EventList list_events(trace::Trace& trace) {
  EventList list;
  Collector collector(trace, list);
  CallStream<Collector> stream(trace, collector);
  stream.run();
  list.texts = stream.take_texts();
  std::sort(list.events.begin(), list.events.end(), [](const Event& a, const Event& b) {
    return std::tie(a.start_ns, a.thread, a.number) < std::tie(b.start_ns, b.thread, b.number);
  });
  return list;
}

}  // namespace flowlog::graph
