// session_list.h: the sessions of traces, one line each.
#pragma once

#include <cstdint>
#include <deque>
#include <string>
#include <vector>

#include "graph/attributes.h"
#include "graph/graph.h"
#include "graph/texts.h"
#include "trace/trace.h"

namespace flowlog::graph {

// From best to worst: success, partial, error, abandoned.
Outcome worse_of(Outcome a, Outcome b);

// Of a session that has ended. `worst`: of its outermost calls.
Outcome outcome_of_session(Outcome worst, bool left_open, const Attributes& attributes);

struct SessionSummary {
  trace::Uuid id{};
  std::string name;  // as flowlog::session has it, or the function whose call started it; "" if that was lost
  uint64_t calls = 0;
  // The worst of its outermost calls; error if it is a test's that failed; abandoned if the trace ended
  // before it did.
  Outcome outcome = Outcome::kSuccess;
  int64_t start_ns = 0;  // wall clock, since 1970
  int64_t duration_ns = 0;
  bool lost_records = false;
  bool timed = true;          // otherwise the times above say nothing
  bool from_outside = false;  // it began in another process
  uint32_t parts = 1;         // that were united
  Attributes attributes;
};

// There may be ten millions: 56 bytes for each, and each name once.
class SessionList {
 public:
  void add(trace::Trace& trace);
  void add(const SessionSummary& session);

  // To be called when all are there: puts them in order, by start, then id, and of several traces makes one
  // of the parts of a session. That has the name and the outcome of the part in which it began; if that is
  // not among them, the name of the earliest and the worst outcome.
  void unite_parts();

  size_t size() const { return rows_.size(); }
  SessionSummary operator[](size_t place) const;

 private:
  struct Row {
    trace::Uuid id;
    int64_t start_ns;
    int64_t duration_ns;
    uint64_t calls;
    uint32_t name;        // in names_
    uint32_t attributes;  // in attributes_
    uint32_t parts;
    Outcome outcome;
    bool lost_records : 1;
    bool timed : 1;
    bool from_outside : 1;
  };
  class Collector;

  static bool starts_before(const Row& a, const Row& b);
  uint32_t kept(Attributes attributes);
  void add_part(Row& whole, const Row& part);

  std::deque<Row> rows_;  // grows without being copied
  Texts names_;
  std::deque<Attributes> attributes_{Attributes()};  // the first: none
};

// Of one trace.
SessionList list_sessions(trace::Trace& trace);

}  // namespace flowlog::graph
