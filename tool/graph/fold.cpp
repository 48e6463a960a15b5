// fold.cpp: see fold.h. Within the fold, functions and edges are numbers; names come back when it is done.
#include "graph/fold.h"

#include <algorithm>
#include <array>
#include <deque>
#include <stdexcept>
#include <unordered_map>
#include <utility>
#include <vector>

#include "error.h"
#include "graph/call_stream.h"
#include "graph/fold_sums.h"
#include "graph/parallel_trees.h"
#include "graph/tree_hash.h"

namespace flowlog::graph {
namespace {

constexpr uint32_t kEntryNode = 0;

// call_began and call_ended run for every call: what they do for few is not inlined, and they are.
class Fold {
 public:
  struct CallData {
    uint32_t node;
    uint32_t edges;  // the pair of its caller and itself
    ChildHash children;
    CallPath* path;  // its session's, or that of the branch or of the suspended coroutine in which it stands
    uint64_t place;  // in the path
    int64_t children_ns;
    ErrorPaths::Error error;  // the last that a call of its own ended in
  };
  struct CoroutineData {
    CallPath path;
    ErrorPaths::Error error = ErrorPaths::kNone;  // in which it ended, for who awaits it
  };
  // An error of a coroutine that has ended there goes to the one that called it, if that is resumed next.
  struct ThreadData {
    ErrorPaths::Error error = ErrorPaths::kNone;
    uint32_t callee = 0, awaited_by = 0;  // nodes
  };
  struct ShareData {
    uint32_t node;
  };
  struct SessionData {
    ChildHash children;
    CallPath path;
    ParallelTrees beside;
    std::vector<uint32_t> edges;  // that its calls are on
  };

  Fold(trace::Trace& trace, Workers& workers) : trace_(trace), timed_(trace.about().timed), sum_(workers) {
    sum_.nodes.push_back({kEntry});
    hash_of_node_.push_back(0);
    std::unordered_map<std::string, uint32_t> by_id;
    const trace::SiteTable& sites = trace.sites();
    for (uint32_t number = 0; number <= sites.end(); ++number) {
      const std::string& id = sites.at(number).description.id;
      const auto [at, fresh] = by_id.try_emplace(id, uint32_t(sum_.nodes.size()));
      if (fresh) add_node(id, 0, ErrorPaths::is_destructor(sites.at(number).description.function_name));
      sum_.sites.push_back({at->second});
    }
  }

  Graph run(Workers& workers) {
    CallStream<Fold> stream(trace_, *this);
    stream.run(workers);
    Graph graph = graph_of(trace_, sum_, stream.texts());
    add_run(graph, stream);
    return graph;
  }

  // ---- Called by the stream

  void session_began(Session<Fold>& session) {
    session.data.children = {};
    session.data.path.clear();
    session.data.beside.clear();
    session.data.edges.clear();
  }

  [[gnu::always_inline]] void call_began(Call<Fold>& call, Call<Fold>* caller) {
    SiteFacts& site =
        sum_.sites[std::min<size_t>(call.site, sum_.sites.size() - 1)];  // the last is unknown to the table
    ++site.calls;
    call.data.node = site.node;
    call.data.edges = sum_.edge_index.pair_of(caller_of(call, caller), site.node);
    call.data.path = is_root(call, caller) ? &call.session->data.path : path_for_calls_in(*caller);
    call.data.place = call.data.path->add(call.data.node, Variant::kMaxPath);
    call.data.children_ns = 0;
    call.data.error = ErrorPaths::kNone;
    if (caller && caller->data.error != ErrorPaths::kNone && !sum_.nodes[call.data.node].is_destructor)
      sum_.errors.called(caller->data.error, call.data.node);
  }

  // What runs below a piece of a coroutine on the stack does not run itself. Where the coroutine was first
  // suspended is part of its caller's tree; what becomes of it then, of the session's.
  void call_suspended(Call<Fold>& call, Call<Fold>* below) {
    if (timed_ && below) below->data.children_ns += call.piece_ns(call.coroutine->suspended_at_ns);
    if (call.coroutine->suspensions > 1) return;
    add_to_siblings(call, below,
                    tree_hash(hash_of_node_[call.data.node], kSuspended, call.data.children.value()));
  }

  [[gnu::always_inline]] void call_ended(Call<Fold>& call, Call<Fold>* below, const CallEnd& end) {
    const uint32_t number = sum_.edge_index.number_of(call.data.edges, end.outcome);
    if (number == sum_.edges.size()) add_edge();
    if (end.lost) sum_.edges[number].lower_bound = true;
    if (timed_ && end.own_exit) {
      add_times(call, below, number, end);
    } else {
      sum_.calls.add({0, 0, number, false});
    }
    if (end.detail != Texts::kNone) ++sum_.details[uint64_t{number} << 32 | end.detail];
    if (last_session_on_[number] != call.session->number) note_edge(number, *call.session);
    if (end.outcome == Outcome::kError || call.data.error != ErrorPaths::kNone)
      follow_error(call, below, end);

    const uint64_t tree =
        tree_hash(hash_of_node_[call.data.node], unsigned(end.outcome), call.data.children.value());
    if (call.coroutine) {
      add_beside(call, tree, hash_of_node_[sum_.edge_index.caller_in(call.data.edges)]);
    } else {
      add_to_siblings(call, below, tree);
    }
  }

  void coroutine_ended(Call<Fold>& call, ThreadData& thread) {
    if (call.coroutine->data.error == ErrorPaths::kNone) return;
    if (thread.error != ErrorPaths::kNone) sum_.errors.unhandled(thread.error);
    thread = {call.coroutine->data.error, call.data.node, sum_.edge_index.caller_in(call.data.edges)};
  }

  void call_resumed(Call<Fold>& call, ThreadData& thread) {
    if (thread.error == ErrorPaths::kNone || thread.awaited_by != call.data.node) return;
    give_error(call, std::exchange(thread.error, ErrorPaths::kNone), thread.callee);
  }

  void session_ended(Session<Fold>& session, int64_t) {
    const trace::Uuid id = id_of(trace_, session);
    for (const uint32_t number : session.data.edges) {
      sum_.edges[number].exemplars.add(id);
      sum_.edges[number].lower_bound |= session.lost_records;
      if (session.test != Texts::kNone) sum_.edges[number].tests.add(session.test);
    }
    if (session.test != Texts::kNone) sum_.tests.add(session.test);
    if (session.calls == 0) return;
    VariantSum* const variant =
        sum_.variants.count(session.data.beside.added_to(session.data.children.value()));
    if (variant == nullptr) return;
    if (variant->sessions == 1 || id < variant->exemplar) variant->exemplar = id;
    if (variant->sessions == 1) {
      variant->path = session.data.path;
      session.data.beside.append_to(variant->path, Variant::kMaxPath);
    }
  }

  ShareData shared(const Session<Fold>&, const Call<Fold>* call) {
    return {call ? call->data.node : kEntryNode};
  }

  void branch_began(Call<Fold>& borrowed, const ShareData& of) {
    borrowed.data.node = of.node;
    if (free_paths_.empty()) free_paths_.push_back(&branch_paths_.emplace_back());
    borrowed.data.path = free_paths_.back();
    free_paths_.pop_back();
  }

  void branch_ended(Call<Fold>& borrowed, Session<Fold>& session) {
    CallPath& path = *borrowed.data.path;
    free_paths_.push_back(&path);
    if (path.length() == 0) return;
    session.data.beside.add(mixed(hash_of_node_[borrowed.data.node], borrowed.data.children.value()), path);
    path.clear();
  }

 private:
  // The outermost calls of a part come from another process, whatever is open on the thread.
  uint32_t caller_of(const Call<Fold>& call, const Call<Fold>* caller) {
    if (call.outermost && call.session->from_outside && call.session->remote.site != 0)
      return node_of_remote(call.session->remote.site);
    return caller ? caller->data.node : kEntryNode;
  }

  uint32_t node_of_remote(uint64_t site) {
    const auto [at, fresh] = remote_nodes_.try_emplace(site, uint32_t(sum_.nodes.size()));
    if (fresh) add_node(remote_caller(site), site, false);
    return at->second;
  }

  void add_node(const std::string& id, uint64_t remote, bool is_destructor) {
    sum_.nodes.push_back({id, remote, is_destructor});
    hash_of_node_.push_back(hash_of(id));
  }

  static constexpr unsigned kSuspended = kOutcomes;  // in a tree's hash, in place of the outcome

  // Whether it stands at the top of its session's own tree.
  static bool is_root(const Call<Fold>& call, const Call<Fold>* caller) {
    return call.outermost && (caller == nullptr || !caller->is_borrowed());
  }

  static CallPath* path_for_calls_in(Call<Fold>& caller) {
    return caller.coroutine ? &caller.coroutine->data.path : caller.data.path;
  }

  static void add_to_siblings(Call<Fold>& call, Call<Fold>* caller, uint64_t tree) {
    ChildHash& siblings = is_root(call, caller) ? call.session->data.children : caller->data.children;
    if (!siblings.add(tree)) call.data.path->go_back(call.data.place);
  }

  void add_times(const Call<Fold>& call, Call<Fold>* below, uint32_t edge, const CallEnd& end) {
    const int64_t running_ns = call.running_ns(end.end_ns);
    const int64_t self_ns = std::max<int64_t>(0, running_ns - call.data.children_ns);
    sum_.calls.add({uint64_t(running_ns), uint64_t(self_ns), edge, true});
    if (below) below->data.children_ns += call.piece_ns(end.end_ns);
    if (call.coroutine)
      sum_.suspended_ns[call.data.node].add(uint64_t(call.coroutine->suspended_ns), sum_.pages);
  }

  // `below` is its caller unless that is elsewhere: in another session whose calls are apart, in another
  // process, or, of a coroutine that was suspended, on no stack.
  [[gnu::noinline]] void follow_error(Call<Fold>& call, Call<Fold>* below, const CallEnd& end) {
    ErrorPaths::Error error = call.data.error;
    const bool passes_on = error != ErrorPaths::kNone && end.outcome == Outcome::kError &&
                           sum_.errors.detail(error) == end.detail;
    if (passes_on) {
      sum_.errors.travel(error);
    } else {
      if (error != ErrorPaths::kNone) sum_.errors.handled(error, call.data.node, end.outcome);
      if (end.outcome != Outcome::kError) return;
      error = sum_.errors.begin(call.data.node, end.detail, id_of(trace_, *call.session));
    }
    if (below && !below->is_borrowed() && below->data.node == sum_.edge_index.caller_in(call.data.edges)) {
      give_error(*below, error, call.data.node);
    } else if (call.coroutine) {
      call.coroutine->data.error = error;
    } else {
      sum_.errors.unhandled(error);
    }
  }

  // One that it has received before did not keep it from calling `callee`.
  void give_error(Call<Fold>& call, ErrorPaths::Error error, uint32_t callee) {
    if (call.data.error != ErrorPaths::kNone) {
      sum_.errors.called(call.data.error, callee);
      sum_.errors.handled(call.data.error, call.data.node, Outcome::kSuccess);
    }
    call.data.error = error;
  }

  [[gnu::noinline]] void add_edge() {
    sum_.edges.emplace_back();
    last_session_on_.push_back(0);
  }

  [[gnu::noinline]] static void add_beside(Call<Fold>& call, uint64_t tree, uint64_t caller) {
    call.session->data.beside.add(mixed(caller, tree), call.coroutine->data.path);
  }

  // An edge that two sessions use in turn is noted again and again; the list is kept shorter than twice the
  // graph.
  [[gnu::noinline]] void note_edge(uint32_t number, Session<Fold>& session) {
    last_session_on_[number] = session.number;
    std::vector<uint32_t>& noted = session.data.edges;
    noted.push_back(number);
    if (noted.size() <= 2 * sum_.edges.size()) return;
    std::sort(noted.begin(), noted.end());
    noted.erase(std::unique(noted.begin(), noted.end()), noted.end());
  }

  void add_run(Graph& graph, const CallStream<Fold>& stream) const {
    Run run;
    run.label = trace_.about().label;
    run.executable = trace_.about().executable;
    if (trace_.started_wall_ns() != 0) run.started = trace::iso8601(trace_.started_wall_ns());
    run.complete = trace_.complete();
    run.sessions = stream.sessions();
    run.parts = stream.parts();
    run.calls = stream.calls();
    run.sample_rate = trace_.about().sample_rate;
    run.misused_sessions = stream.misused_sessions();
    run.refused_headers = stream.refused_headers();
    run.dropped_records = trace_.losses().dropped_records;
    run.damaged_bytes = trace_.losses().damaged_bytes + stream.unmatched_records() * sizeof(uint64_t);
    const std::string id = trace::to_text(trace_.id());
    const uint32_t batch = graph.history.batches.number_of(batch_of(id, run, History::By::kRun));
    for (auto& [key, edge] : graph.edges) edge.history.add(batch, edge.frequency);
    for (auto& [name, node] : graph.nodes) {
      for (const auto& [shapes, calls] : node.shapes) node.shape_runs[shapes] = {id, id};
    }
    graph.runs.emplace(id, std::move(run));
  }

  trace::Trace& trace_;
  const bool timed_;
  FoldSums sum_;
  std::vector<uint64_t> hash_of_node_;
  std::unordered_map<uint64_t, uint32_t> remote_nodes_;  // by site
  std::vector<uint64_t> last_session_on_;                // that an edge was made known to
  std::deque<CallPath> branch_paths_;
  std::vector<CallPath*> free_paths_;  // of these
};

}  // namespace

Graph fold(trace::Trace& trace) {
  Workers alone;
  return fold(trace, alone);
}

Graph fold(trace::Trace& trace, Workers& workers) {
  try {
    return Fold(trace, workers).run(workers);
  } catch (const std::overflow_error&) {
    throw Error(trace.name() + ": its durations add up to more than 2^64 - 1 ns");
  }
}

}  // namespace flowlog::graph
