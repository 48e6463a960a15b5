// session_graph.cpp: see session_graph.h.
#include "graph/session_graph.h"

#include <algorithm>
#include <unordered_map>
#include <utility>

#include "graph/call_stream.h"
#include "graph/tree_hash.h"

namespace flowlog::graph {
namespace {

class Finder {
 public:
  struct CallData {};
  struct SessionData {};

  Finder(const trace::Trace& trace, std::string_view prefix) : trace_(trace), prefix_(prefix) {}

  void session_began(Session<Finder>& session) {
    const trace::Uuid id = id_of(trace_, session);
    if (trace::to_text(id).starts_with(prefix_)) found_.push_back(id);
  }
  void call_began(Call<Finder>&, Call<Finder>*) {}
  void call_ended(Call<Finder>&, Call<Finder>*, const CallEnd&) {}
  void session_ended(Session<Finder>&, int64_t) {}

  std::vector<trace::Uuid> take() { return std::move(found_); }

 private:
  const trace::Trace& trace_;
  const std::string_view prefix_;
  std::vector<trace::Uuid> found_;
};

class Builder {
 public:
  struct CallData {
    uint32_t at;  // in the graph's calls; kEntryCall if it was left out
    uint64_t left_out_before;
    uint64_t children;  // hash
  };
  struct SessionData {
    bool wanted;
  };

  Builder(const trace::Trace& trace, const trace::Uuid& id, size_t max_nodes, bool fold)
      : trace_(trace), id_(id), max_nodes_(max_nodes) {
    graph_.folded = fold;
  }

  void session_began(Session<Builder>& session) { session.data.wanted = id_of(trace_, session) == id_; }

  void call_began(Call<Builder>& call, Call<Builder>* caller) {
    if (!call.session->data.wanted) return;
    call.data = {SessionCall::kEntryCall, graph_.left_out, 0};
    const bool inner = caller != nullptr && caller->session == call.session;
    const bool callers_shown = !inner || caller->data.at != SessionCall::kEntryCall;
    if (!callers_shown || graph_.calls.size() >= max_nodes_) {
      ++graph_.left_out;
      return;
    }
    call.data.at = uint32_t(graph_.calls.size());
    SessionCall shown;
    shown.site = call.site;
    shown.caller = inner ? caller->data.at : SessionCall::kEntryCall;
    shown.start_ns = trace_.clock().wall_ns(call.start_ns);
    graph_.calls.push_back(std::move(shown));
    trees_.push_back(0);
  }

  void call_ended(Call<Builder>& call, Call<Builder>* caller, const CallEnd& end) {
    if (!call.session->data.wanted) return;
    const bool inner = caller != nullptr && caller->session == call.session;
    const uint64_t tree = tree_hash(hash_of(trace_.sites().at(call.site).description.id),
                                    unsigned(end.outcome), call.data.children);
    if (inner) caller->data.children = mixed(caller->data.children, tree);
    if (!inner) outcome_ = worse_of(outcome_, end.outcome);

    const uint32_t callers_at = inner ? caller->data.at : SessionCall::kEntryCall;
    if (graph_.folded && (!inner || callers_at != SessionCall::kEntryCall) &&
        fold_into_equal(callers_at, tree, call)) {
      return;
    }
    const uint32_t at = call.data.at;
    if (at == SessionCall::kEntryCall) return;
    trees_[at] = tree;
    SessionCall& shown = graph_.calls[at];
    shown.end_ns = shown.start_ns + end.duration_ns(call.start_ns);
    shown.outcome = end.outcome;
    details_.emplace_back(at, end.detail);
  }

  void session_ended(Session<Builder>& session, int64_t end_ns) {
    if (!session.data.wanted) return;
    SessionSummary& summary = graph_.session;
    summary.id = id_;
    summary.calls = session.calls;
    summary.start_ns = trace_.clock().wall_ns(session.start_ns);
    summary.duration_ns = std::max<int64_t>(0, end_ns - session.start_ns);
    summary.outcome = session.left_open ? Outcome::kAbandoned : outcome_;
    summary.lost_records = session.lost_records;
    name_ = session.name;
    first_site_ = session.first_site;
  }

  SessionGraph take(const Texts& texts) {
    for (const auto& [at, detail] : details_) {
      if (at < graph_.calls.size()) graph_.calls[at].detail = texts.at(detail);
    }
    graph_.session.name =
        first_site_ == 0 ? texts.at(name_) : trace_.sites().at(first_site_).description.function_name;
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
    if (first >= at || trees_[first] != tree || graph_.calls[first].caller != caller) {
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

  const trace::Trace& trace_;
  const trace::Uuid id_;
  const size_t max_nodes_;
  SessionGraph graph_;
  std::vector<uint64_t> trees_;                           // of graph_.calls, 0 while they are open
  std::unordered_map<uint64_t, uint32_t> first_of_kind_;  // subtree under a caller -> its first call
  std::vector<std::pair<uint32_t, uint32_t>> details_;    // call -> text
  Outcome outcome_ = Outcome::kSuccess;
  uint32_t name_ = Texts::kNone;
  uint32_t first_site_ = 0;
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
