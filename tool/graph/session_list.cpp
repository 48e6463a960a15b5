// session_list.cpp: see session_list.h.
#include "graph/session_list.h"

#include <algorithm>
#include <tuple>
#include <utility>

#include "graph/call_stream.h"

namespace flowlog::graph {
namespace {

int badness(Outcome outcome) {
  switch (outcome) {
    case Outcome::kSuccess:
      return 0;
    case Outcome::kPartial:
      return 1;
    case Outcome::kError:
      return 2;
    case Outcome::kAbandoned:
      return 3;
  }
  return 3;
}

bool starts_before(const SessionSummary& a, const SessionSummary& b) {
  return std::tie(a.start_ns, a.id) < std::tie(b.start_ns, b.id);
}

// `whole` comes first: it began elsewhere only if none of the parts is where it began.
void add_part(SessionSummary& whole, const SessionSummary& part) {
  const int64_t end_ns = std::max(whole.start_ns + whole.duration_ns, part.start_ns + part.duration_ns);
  whole.start_ns = std::min(whole.start_ns, part.start_ns);
  whole.duration_ns = end_ns - whole.start_ns;
  whole.calls += part.calls;
  whole.lost_records |= part.lost_records;
  whole.timed &= part.timed;
  whole.parts += part.parts;
  whole.attributes.add_missing(part.attributes);
  if (whole.from_outside) whole.outcome = worse_of(whole.outcome, part.outcome);
}

class Collector : public IgnoresThreads {
 public:
  struct CallData {};
  struct SessionData {
    Outcome outcome;
    Attributes attributes;
  };

  explicit Collector(const trace::Trace& trace) : trace_(trace) {}

  void session_began(Session<Collector>& session) {
    session.data.outcome = Outcome::kSuccess;
    session.data.attributes.clear();
  }
  void attribute_set(Session<Collector>& session, std::string_view key, std::string_view value) {
    session.data.attributes.set(key, value);
  }
  void call_began(Call<Collector>&, Call<Collector>*) {}

  void call_ended(Call<Collector>& call, Call<Collector>*, const CallEnd& end) {
    Outcome& outcome = call.session->data.outcome;
    if (call.outermost) outcome = worse_of(outcome, end.outcome);
  }

  void session_ended(Session<Collector>& session, int64_t end_ns) {
    SessionSummary summary{};
    summary.id = id_of(trace_, session);
    summary.calls = session.calls;
    summary.outcome = outcome_of_session(session.data.outcome, session.left_open, session.data.attributes);
    summary.start_ns = trace_.clock().wall_ns(session.start_ns);
    summary.duration_ns = std::max<int64_t>(0, end_ns - session.start_ns);
    summary.lost_records = session.lost_records;
    summary.timed = trace_.about().timed;
    summary.from_outside = session.from_outside;
    summary.attributes = std::move(session.data.attributes);
    summaries_.push_back(std::move(summary));
    names_.push_back({session.name, session.first_site});
  }

  std::vector<SessionSummary> take(const Texts& texts) {
    for (size_t i = 0; i < summaries_.size(); ++i) {
      const auto [name, first_site] = names_[i];
      summaries_[i].name =
          first_site == 0 ? texts.at(name) : trace_.sites().at(first_site).description.function_name;
    }
    std::sort(summaries_.begin(), summaries_.end(), starts_before);
    return std::move(summaries_);
  }

 private:
  const trace::Trace& trace_;
  std::vector<SessionSummary> summaries_;
  std::vector<std::pair<uint32_t, uint32_t>> names_;  // text, first site
};

}  // namespace

Outcome worse_of(Outcome a, Outcome b) { return badness(b) > badness(a) ? b : a; }

void unite_parts(std::vector<SessionSummary>& sessions) {
  std::sort(sessions.begin(), sessions.end(), [](const SessionSummary& a, const SessionSummary& b) {
    return std::tie(a.id, a.from_outside, a.start_ns) < std::tie(b.id, b.from_outside, b.start_ns);
  });
  size_t united = 0;
  for (SessionSummary& session : sessions) {
    if (united != 0 && session.from_outside && sessions[united - 1].id == session.id) {
      add_part(sessions[united - 1], session);
    } else if (SessionSummary& place = sessions[united++]; &place != &session) {
      place = std::move(session);
    }
  }
  sessions.resize(united);
  std::sort(sessions.begin(), sessions.end(), starts_before);
}

Outcome outcome_of_session(Outcome worst, bool left_open, const Attributes& attributes) {
  if (left_open) return Outcome::kAbandoned;
  return attributes.tell_of_failed_test() ? worse_of(worst, Outcome::kError) : worst;
}

std::vector<SessionSummary> list_sessions(trace::Trace& trace) {
  Collector collector(trace);
  CallStream<Collector> stream(trace, collector);
  stream.run();
  return collector.take(stream.texts());
}

}  // namespace flowlog::graph
