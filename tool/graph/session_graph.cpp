// session_graph.cpp: see session_graph.h.
#include "graph/session_graph.h"

#include <algorithm>
#include <numeric>
#include <set>
#include <unordered_map>
#include <utility>

#include "graph/call_stream.h"
#include "graph/tree_hash.h"

namespace flowlog::graph {
namespace {

class Finder : public IgnoresThreads {
 public:
  struct CallData {};
  struct SessionData {};

  Finder(const trace::Trace& trace, std::string_view prefix) : trace_(trace), prefix_(prefix) {}

  void session_began(Session<Finder>& session) {
    const trace::Uuid id = id_of(trace_, session);
    if (trace::to_text(id).starts_with(prefix_)) found_.insert(id);
  }
  void call_began(Call<Finder>&, Call<Finder>*) {}
  void call_ended(Call<Finder>&, Call<Finder>*, const CallEnd&) {}
  void session_ended(Session<Finder>&, int64_t) {}

  std::vector<trace::Uuid> take() const { return {found_.begin(), found_.end()}; }

 private:
  const trace::Trace& trace_;
  const std::string_view prefix_;
  std::set<trace::Uuid> found_;
};

class Builder {
 public:
  struct CallData {
    uint32_t at;  // in the graph's calls; kEntryCall if it was left out
    uint32_t callers_at;
    uint64_t left_out_before;
    uint64_t children;  // hash
  };
  struct CoroutineData {};
  struct ShareData {
    uint32_t at;
  };
  struct ThreadData {};
  struct SessionData {
    bool wanted;
    Outcome outcome;
    Attributes attributes;
  };

  Builder(const trace::Trace& trace, const trace::Uuid& id, size_t max_nodes, bool fold)
      : trace_(trace), id_(id), max_nodes_(max_nodes) {
    graph_.folded = fold;
  }

  void session_began(Session<Builder>& session) {
    session.data = {id_of(trace_, session) == id_, Outcome::kSuccess, {}};
  }

  void attribute_set(Session<Builder>& session, std::string_view key, std::string_view value) {
    if (session.data.wanted) session.data.attributes.set(key, value);
  }

  void call_began(Call<Builder>& call, Call<Builder>* caller) {
    if (!call.session->data.wanted) return;
    const uint32_t callers_at = call.outermost ? SessionCall::kEntryCall : caller->data.at;
    call.data = {SessionCall::kEntryCall, callers_at, graph_.left_out, 0};
    const bool callers_shown = call.outermost || callers_at != SessionCall::kEntryCall;
    if (!callers_shown || graph_.calls.size() >= max_nodes_) {
      ++graph_.left_out;
      return;
    }
    call.data.at = uint32_t(graph_.calls.size());
    SessionCall shown;
    shown.site = call.site;
    shown.caller = callers_at;
    if (call.outermost && call.session->from_outside) shown.remote_caller = call.session->remote.site;
    shown.start_ns = trace_.clock().wall_ns(call.start_ns);
    graph_.calls.push_back(std::move(shown));
    trees_.push_back(0);
  }

  // No two subtrees with suspended calls in them are taken for equal, since what these call is not known yet.
  void coroutine_ended(const Call<Builder>&, ThreadData&) {}
  void call_resumed(const Call<Builder>&, ThreadData&) {}

  void call_suspended(Call<Builder>& call, Call<Builder>* below) {
    in_turns_ = true;
    if (call.session->data.wanted && call.coroutine->suspensions == 1 && !call.outermost) {
      below->data.children = mixed(below->data.children, ++suspended_);
    }
  }

  // Likewise of the work of other threads.
  ShareData shared(const Session<Builder>& session, Call<Builder>* call) {
    if (!session.data.wanted) return {SessionCall::kEntryCall};
    in_turns_ = true;
    if (call == nullptr || call->session != &session) return {SessionCall::kEntryCall};
    call->data.children = mixed(call->data.children, ++suspended_);
    return {call->data.at};
  }
  void branch_began(Call<Builder>& borrowed, const ShareData& of) { borrowed.data.at = of.at; }
  void branch_ended(Call<Builder>&, Session<Builder>&) {}

  void call_ended(Call<Builder>& call, Call<Builder>* below, const CallEnd& end) {
    if (!call.session->data.wanted) return;
    const uint64_t tree = tree_hash(hash_of(trace_.sites().at(call.site).description.id),
                                    unsigned(end.outcome), call.data.children);
    if (call.outermost) {
      Outcome& worst = call.session->data.outcome;
      worst = worse_of(worst, end.outcome);
    }
    if (!call.coroutine) {
      if (!call.outermost) below->data.children = mixed(below->data.children, tree);
      const uint32_t callers_at = call.data.callers_at;
      const bool callers_shown = call.outermost || callers_at != SessionCall::kEntryCall;
      if (graph_.folded && callers_shown && fold_into_equal(callers_at, tree, call)) return;
    }
    const uint32_t at = call.data.at;
    if (at == SessionCall::kEntryCall) return;
    trees_[at] = tree;
    SessionCall& shown = graph_.calls[at];
    shown.end_ns = shown.start_ns + end.elapsed_ns(call.start_ns);
    shown.outcome = end.outcome;
    details_.emplace_back(at, end.detail);
  }

  void session_ended(Session<Builder>& session, int64_t end_ns) {
    if (!session.data.wanted) return;
    SessionSummary& summary = summaries_.emplace_back();
    summary.id = id_;
    summary.calls = session.calls;
    summary.start_ns = trace_.clock().wall_ns(session.start_ns);
    summary.duration_ns = std::max<int64_t>(0, end_ns - session.start_ns);
    summary.outcome = outcome_of_session(session.data.outcome, session.left_open, session.data.attributes);
    summary.attributes = std::move(session.data.attributes);
    summary.lost_records = session.lost_records;
    summary.timed = trace_.about().timed;
    summary.from_outside = session.from_outside;
    names_.push_back({session.name, session.first_site});
  }

  SessionGraph take(const Texts& texts) {
    if (in_turns_) order_by_start();
    for (const auto& [at, detail] : details_) {
      if (at < graph_.calls.size()) graph_.calls[at].detail = texts.at(detail);
    }
    SessionList parts;
    for (size_t i = 0; i < summaries_.size(); ++i) {
      const auto [name, first_site] = names_[i];
      summaries_[i].name =
          first_site == 0 ? texts.at(name) : trace_.sites().at(first_site).description.function_name;
      parts.add(summaries_[i]);
    }
    parts.unite_parts();
    graph_.session = parts[0];
    return std::move(graph_);
  }

 private:
  // The call's subtree, as far as there was room for it, stands at the end of the list, so that it can be
  // taken back.
  bool fold_into_equal(uint32_t caller, uint64_t tree, const Call<Builder>& call) {
    const uint32_t at =
        std::min(call.data.at, uint32_t(graph_.calls.size()));  // which is less if it was left out
    uint32_t& first = first_of_kind_.try_emplace(mixed(tree, caller), at).first->second;
    // What was taken back since may have left its number to another call.
    if (first >= at || trees_[first] != tree || graph_.calls[first].caller != caller ||
        (in_turns_ && (graph_.left_out != call.data.left_out_before || !is_all_below(at)))) {
      first = at;
      return false;
    }
    graph_.calls.resize(at);
    trees_.resize(at);
    while (!details_.empty() && details_.back().first >= at) details_.pop_back();
    graph_.left_out = call.data.left_out_before;
    ++graph_.calls[first].repeats;
    return true;
  }

  // Calls of several threads are read in whatever order those come; that of one thread stays.
  void order_by_start() {
    std::vector<uint32_t> order(graph_.calls.size());
    std::iota(order.begin(), order.end(), 0u);
    std::stable_sort(order.begin(), order.end(), [this](uint32_t a, uint32_t b) {
      return graph_.calls[a].start_ns < graph_.calls[b].start_ns;
    });
    std::vector<uint32_t> place(order.size());
    std::vector<SessionCall> calls;
    for (uint32_t i = 0; i < order.size(); ++i) {
      place[order[i]] = i;
      calls.push_back(std::move(graph_.calls[order[i]]));
    }
    for (SessionCall& call : calls) {
      if (call.caller != SessionCall::kEntryCall) call.caller = place[call.caller];
    }
    graph_.calls = std::move(calls);
    for (auto& [at, detail] : details_) {
      if (at < place.size()) at = place[at];
    }
  }

  // Whether the calls behind the one at `at` are its subtree: others may have worked for the session
  // meanwhile.
  bool is_all_below(uint32_t at) const {
    return std::all_of(graph_.calls.begin() + std::min<size_t>(at + size_t{1}, graph_.calls.size()),
                       graph_.calls.end(), [at](const SessionCall& shown) {
                         return shown.caller != SessionCall::kEntryCall && shown.caller >= at;
                       });
  }

  const trace::Trace& trace_;
  const trace::Uuid id_;
  const size_t max_nodes_;
  bool in_turns_ = false;   // coroutines run
  uint64_t suspended_ = 0;  // that did
  SessionGraph graph_;
  std::vector<uint64_t> trees_;                           // of graph_.calls, 0 while they are open
  std::unordered_map<uint64_t, uint32_t> first_of_kind_;  // subtree under a caller -> its first call
  std::vector<std::pair<uint32_t, uint32_t>> details_;    // call -> text
  std::vector<SessionSummary> summaries_;
  std::vector<std::pair<uint32_t, uint32_t>> names_;  // of these: text, first site
};

SessionGraph build(trace::Trace& trace, const trace::Uuid& id, size_t max_nodes, bool fold) {
  Builder builder(trace, id, max_nodes, fold);
  CallStream<Builder> stream(trace, builder);
  stream.run();
  return builder.take(stream.texts());
}

}  // namespace

std::vector<trace::Uuid> find_sessions(trace::Trace& trace, std::string_view prefix) {
  Finder finder(trace, prefix);
  CallStream<Finder> stream(trace, finder);
  stream.run();
  return finder.take();
}

SessionGraph session_graph(trace::Trace& trace, const trace::Uuid& id, size_t max_nodes) {
  SessionGraph graph = build(trace, id, max_nodes, /*fold=*/false);
  return graph.left_out == 0 ? graph : build(trace, id, max_nodes, /*fold=*/true);
}

}  // namespace flowlog::graph
