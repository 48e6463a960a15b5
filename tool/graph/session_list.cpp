// session_list.cpp: see session_list.h.
#include "graph/session_list.h"

#include <algorithm>
#include <tuple>
#include <unordered_map>
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

}  // namespace

// Hears of a trace's sessions. Their names are known by text and site until all has been read.
class SessionList::Collector : public IgnoresThreads {
 public:
  struct CallData {};
  struct SessionData {
    Outcome outcome;
    Attributes attributes;
  };

  Collector(const trace::Trace& trace, SessionList& list)
      : trace_(trace), list_(list), first_(list.rows_.size()) {}

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
    Row& row = list_.rows_.emplace_back();
    row.id = id_of(trace_, session);
    row.start_ns = trace_.clock().wall_ns(session.start_ns);
    row.duration_ns = std::max<int64_t>(0, end_ns - session.start_ns);
    row.calls = session.calls;
    row.name = number_of({session.name, session.first_site});
    row.outcome = outcome_of_session(session.data.outcome, session.left_open, session.data.attributes);
    row.attributes = list_.kept(std::move(session.data.attributes));
    row.parts = 1;
    row.lost_records = session.lost_records;
    row.timed = trace_.about().timed;
    row.from_outside = session.from_outside;
  }

  void give_names(const Texts& texts) {
    std::vector<uint32_t> numbers;
    for (const auto& [text, first_site] : names_) {
      const std::string& name =
          first_site == 0 ? texts.at(text) : trace_.sites().at(first_site).description.function_name;
      numbers.push_back(list_.names_.number_of(name));
    }
    for (size_t i = first_; i < list_.rows_.size(); ++i) {
      uint32_t& name = list_.rows_[i].name;
      name = numbers[name];
    }
  }

 private:
  using Name = std::pair<uint32_t, uint32_t>;  // text, first site

  uint32_t number_of(const Name& name) {
    const auto [at, fresh] =
        numbers_.try_emplace(uint64_t{name.first} << 32 | name.second, uint32_t(names_.size()));
    if (fresh) names_.push_back(name);
    return at->second;
  }

  const trace::Trace& trace_;
  SessionList& list_;
  const size_t first_;
  std::vector<Name> names_;
  std::unordered_map<uint64_t, uint32_t> numbers_;  // of these
};

bool SessionList::starts_before(const Row& a, const Row& b) {
  return std::tie(a.start_ns, a.id) < std::tie(b.start_ns, b.id);
}

uint32_t SessionList::kept(Attributes attributes) {
  if (attributes.entries().empty()) return 0;
  attributes_.push_back(std::move(attributes));
  return uint32_t(attributes_.size() - 1);
}

// `whole` comes first: it began elsewhere only if none of the parts is where it began.
void SessionList::add_part(Row& whole, const Row& part) {
  const int64_t end_ns = std::max(whole.start_ns + whole.duration_ns, part.start_ns + part.duration_ns);
  whole.start_ns = std::min(whole.start_ns, part.start_ns);
  whole.duration_ns = end_ns - whole.start_ns;
  whole.calls += part.calls;
  whole.lost_records |= part.lost_records;
  whole.timed &= part.timed;
  whole.parts += part.parts;
  if (whole.attributes == 0) {
    whole.attributes = part.attributes;
  } else {
    attributes_[whole.attributes].add_missing(attributes_[part.attributes]);
  }
  if (whole.from_outside) whole.outcome = worse_of(whole.outcome, part.outcome);
}

void SessionList::add(trace::Trace& trace) {
  Collector collector(trace, *this);
  CallStream<Collector> stream(trace, collector);
  stream.run();
  collector.give_names(stream.texts());
}

void SessionList::add(const SessionSummary& session) {
  Row& row = rows_.emplace_back();
  row.id = session.id;
  row.start_ns = session.start_ns;
  row.duration_ns = session.duration_ns;
  row.calls = session.calls;
  row.name = names_.number_of(session.name);
  row.attributes = kept(session.attributes);
  row.parts = session.parts;
  row.outcome = session.outcome;
  row.lost_records = session.lost_records;
  row.timed = session.timed;
  row.from_outside = session.from_outside;
}

void SessionList::unite_parts() {
  if (std::any_of(rows_.begin(), rows_.end(), [](const Row& row) { return row.from_outside; })) {
    std::sort(rows_.begin(), rows_.end(), [](const Row& a, const Row& b) {
      return std::make_tuple(a.id, bool(a.from_outside), a.start_ns) <
             std::make_tuple(b.id, bool(b.from_outside), b.start_ns);
    });
    size_t united = 0;
    for (const Row& row : rows_) {
      if (united != 0 && row.from_outside && rows_[united - 1].id == row.id) {
        add_part(rows_[united - 1], row);
      } else {
        rows_[united++] = row;
      }
    }
    rows_.resize(united);
  }
  std::sort(rows_.begin(), rows_.end(), starts_before);
}

SessionSummary SessionList::operator[](size_t place) const {
  const Row& row = rows_[place];
  SessionSummary session;
  session.id = row.id;
  session.name = names_.at(row.name);
  session.calls = row.calls;
  session.outcome = row.outcome;
  session.start_ns = row.start_ns;
  session.duration_ns = row.duration_ns;
  session.lost_records = row.lost_records;
  session.timed = row.timed;
  session.from_outside = row.from_outside;
  session.parts = row.parts;
  session.attributes = attributes_[row.attributes];
  return session;
}

Outcome worse_of(Outcome a, Outcome b) { return badness(b) > badness(a) ? b : a; }

Outcome outcome_of_session(Outcome worst, bool left_open, const Attributes& attributes) {
  if (left_open) return Outcome::kAbandoned;
  return attributes.tell_of_failed_test() ? worse_of(worst, Outcome::kError) : worst;
}

SessionList list_sessions(trace::Trace& trace) {
  SessionList list;
  list.add(trace);
  list.unite_parts();
  return list;
}

}  // namespace flowlog::graph
