// fold.cpp: see fold.h. Within the fold, functions and edges are numbers; names come back when it is done.
#include "graph/fold.h"

#include <algorithm>
#include <array>
#include <cstdio>
#include <deque>
#include <stdexcept>
#include <unordered_map>
#include <utility>
#include <vector>

#include "error.h"
#include "graph/call_stream.h"
#include "graph/checked_sum.h"
#include "graph/edge_index.h"
#include "graph/error_paths.h"
#include "graph/flat_histogram.h"
#include "graph/least_ids.h"
#include "graph/parallel_trees.h"
#include "graph/tree_hash.h"

namespace flowlog::graph {
namespace {

constexpr uint32_t kEntryNode = 0;

struct NodeSum {
  std::string id;
  uint64_t hash;
  uint64_t remote = 0;  // the site that it stands for, if that is of another process
  bool is_destructor = false;
};

struct EdgeSum {
  EdgeNumbers key;
  uint64_t frequency = 0;
  FlatHistogram duration_ns;
  uint64_t self_ns = 0;
  uint64_t last_session = 0;  // that made it known to the session
  LeastIds exemplars;
  TestSet tests;  // numbers of texts
  bool lower_bound = false;
};

struct VariantSum {
  uint64_t sessions = 0;
  trace::Uuid exemplar{};  // the least id of them
  CallPath path;
};

class Fold {
 public:
  struct CallData {
    uint32_t node;
    uint32_t caller;  // node
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

  explicit Fold(trace::Trace& trace) : trace_(trace), timed_(trace.about().timed) {
    nodes_.push_back({kEntry, 0});
    std::unordered_map<std::string, uint32_t> by_id;
    const trace::SiteTable& sites = trace.sites();
    node_of_site_.resize(sites.end() + 1);
    calls_of_site_.resize(node_of_site_.size());
    for (uint32_t number = 0; number < node_of_site_.size(); ++number) {
      const std::string& id = sites.at(number).description.id;
      const auto [at, fresh] = by_id.try_emplace(id, uint32_t(nodes_.size()));
      if (fresh) {
        const bool is_destructor = ErrorPaths::is_destructor(sites.at(number).description.function_name);
        nodes_.push_back({id, hash_of(id), 0, is_destructor});
      }
      node_of_site_[number] = at->second;
    }
  }

  Graph run() {
    CallStream<Fold> stream(trace_, *this);
    stream.run();
    Graph graph;
    add_nodes(graph);
    add_edges(graph, stream.texts());
    if (timed_ && trace_.cost()) add_recording_costs(graph, *trace_.cost());
    add_errors(graph, stream.texts());
    add_variants(graph);
    add_run(graph, stream);
    resolve_remote_callers(graph);
    return graph;
  }

  // ---- Called by the stream

  void session_began(Session<Fold>& session) {
    session.data.children = {};
    session.data.path.clear();
    session.data.beside.clear();
    session.data.edges.clear();
  }

  void call_began(Call<Fold>& call, Call<Fold>* caller) {
    const size_t site =
        std::min<size_t>(call.site, node_of_site_.size() - 1);  // the last is unknown to the table
    ++calls_of_site_[site];
    call.data.node = node_of_site_[site];
    call.data.caller = caller_of(call, caller);
    call.data.path = is_root(call, caller) ? &call.session->data.path : path_for_calls_in(*caller);
    call.data.place = call.data.path->add(call.data.node, Variant::kMaxPath);
    call.data.children_ns = 0;
    call.data.error = ErrorPaths::kNone;
    if (caller && caller->data.error != ErrorPaths::kNone && !nodes_[call.data.node].is_destructor)
      errors_.called(caller->data.error, call.data.node);
  }

  // What runs below a piece of a coroutine on the stack does not run itself. Where the coroutine was first
  // suspended is part of its caller's tree; what becomes of it then, of the session's.
  void call_suspended(Call<Fold>& call, Call<Fold>* below) {
    if (timed_ && below) below->data.children_ns += call.piece_ns(call.coroutine->suspended_at_ns);
    if (call.coroutine->suspensions > 1) return;
    add_to_siblings(call, below,
                    tree_hash(nodes_[call.data.node].hash, kSuspended, call.data.children.value()));
  }

  void call_ended(Call<Fold>& call, Call<Fold>* below, const CallEnd& end) {
    const EdgeNumbers key{call.data.caller, call.data.node, end.outcome};
    const uint32_t number = edge_index_.number_of(key);
    if (number == edges_.size()) edges_.emplace_back().key = key;
    EdgeSum& edge = edges_[number];
    ++edge.frequency;
    edge.lower_bound |= end.lost;
    if (timed_ && end.own_exit) add_times(call, below, edge, end);
    if (end.detail != Texts::kNone) ++details_[uint64_t{number} << 32 | end.detail];
    if (edge.last_session != call.session->number) note_edge(edge, number, *call.session);
    if (end.outcome == Outcome::kError || call.data.error != ErrorPaths::kNone)
      follow_error(call, below, end);

    const uint64_t tree =
        tree_hash(nodes_[call.data.node].hash, unsigned(end.outcome), call.data.children.value());
    if (call.coroutine) {
      call.session->data.beside.add(mixed(nodes_[call.data.caller].hash, tree), call.coroutine->data.path);
    } else {
      add_to_siblings(call, below, tree);
    }
  }

  void coroutine_ended(Call<Fold>& call, ThreadData& thread) {
    if (call.coroutine->data.error == ErrorPaths::kNone) return;
    if (thread.error != ErrorPaths::kNone) errors_.unhandled(thread.error);
    thread = {call.coroutine->data.error, call.data.node, call.data.caller};
  }

  void call_resumed(Call<Fold>& call, ThreadData& thread) {
    if (thread.error == ErrorPaths::kNone || thread.awaited_by != call.data.node) return;
    give_error(call, std::exchange(thread.error, ErrorPaths::kNone), thread.callee);
  }

  void session_ended(Session<Fold>& session, int64_t) {
    const trace::Uuid id = id_of(trace_, session);
    for (const uint32_t number : session.data.edges) {
      edges_[number].exemplars.add(id);
      edges_[number].lower_bound |= session.lost_records;
      if (session.test != Texts::kNone) edges_[number].tests.add(session.test);
    }
    if (session.test != Texts::kNone) tests_.add(session.test);
    if (session.calls == 0) return;
    VariantSum& variant = variants_[session.data.beside.added_to(session.data.children.value())];
    if (variant.sessions == 0 || id < variant.exemplar) variant.exemplar = id;
    if (variant.sessions++ == 0) {
      variant.path = session.data.path;
      session.data.beside.append_to(variant.path, Variant::kMaxPath);
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
    session.data.beside.add(mixed(nodes_[borrowed.data.node].hash, borrowed.data.children.value()), path);
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
    const auto [at, fresh] = remote_nodes_.try_emplace(site, uint32_t(nodes_.size()));
    if (!fresh) return at->second;
    const std::string id = remote_caller(site);
    nodes_.push_back({id, hash_of(id), site});
    return at->second;
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

  void add_times(const Call<Fold>& call, Call<Fold>* below, EdgeSum& edge, const CallEnd& end) {
    const int64_t running_ns = call.running_ns(end.end_ns);
    edge.duration_ns.add(uint64_t(running_ns), pages_);
    edge.self_ns += uint64_t(std::max<int64_t>(0, running_ns - call.data.children_ns));
    if (below) below->data.children_ns += call.piece_ns(end.end_ns);
    if (call.coroutine) suspended_ns_[call.data.node].add(uint64_t(call.coroutine->suspended_ns), pages_);
  }

  // `below` is its caller unless that is elsewhere: in another session whose calls are apart, in another
  // process, or, of a coroutine that was suspended, on no stack.
  void follow_error(Call<Fold>& call, Call<Fold>* below, const CallEnd& end) {
    ErrorPaths::Error error = call.data.error;
    const bool passes_on =
        error != ErrorPaths::kNone && end.outcome == Outcome::kError && errors_.detail(error) == end.detail;
    if (passes_on) {
      errors_.travel(error);
    } else {
      if (error != ErrorPaths::kNone) errors_.handled(error, call.data.node, end.outcome);
      if (end.outcome != Outcome::kError) return;
      error = errors_.begin(call.data.node, end.detail, id_of(trace_, *call.session));
    }
    if (below && !below->is_borrowed() && below->data.node == call.data.caller) {
      give_error(*below, error, call.data.node);
    } else if (call.coroutine) {
      call.coroutine->data.error = error;
    } else {
      errors_.unhandled(error);
    }
  }

  // One that it has received before did not keep it from calling `callee`.
  void give_error(Call<Fold>& call, ErrorPaths::Error error, uint32_t callee) {
    if (call.data.error != ErrorPaths::kNone) {
      errors_.called(call.data.error, callee);
      errors_.handled(call.data.error, call.data.node, Outcome::kSuccess);
    }
    call.data.error = error;
  }

  // An edge that two sessions use in turn is noted again and again; the list is kept shorter than twice the
  // graph.
  void note_edge(EdgeSum& edge, uint32_t number, Session<Fold>& session) {
    edge.last_session = session.number;
    std::vector<uint32_t>& noted = session.data.edges;
    noted.push_back(number);
    if (noted.size() <= 2 * edges_.size()) return;
    std::sort(noted.begin(), noted.end());
    noted.erase(std::unique(noted.begin(), noted.end()), noted.end());
  }

  // One node for each site that was called, which adding makes one for each id: what is said of a function in
  // several sites (instantiations, copies in several images) is settled as it is between graphs.
  void add_nodes(Graph& graph) {
    for (uint32_t number = 0; number < calls_of_site_.size(); ++number) {
      const uint64_t calls = calls_of_site_[number];
      if (calls == 0) continue;
      const trace::Site& site = trace_.sites().at(number);
      Node node;
      node.function_name = site.description.function_name;
      node.module = site.description.module;
      node.file = site.description.file;
      node.line = site.description.line;
      node.image = site.image;
      if (site.id != 0) node.sites.insert(site.id);
      if (!site.description.symbol.empty()) node.symbols[site.description.symbol] = calls;
      node.shapes[{site.description.input_shape, site.description.output_shape}] = calls;
      Graph one;
      one.nodes.emplace(site.description.id, std::move(node));
      add(graph, one, trace_.name(), trace_.name());
    }
    for (const auto& [node, durations] : suspended_ns_) {
      graph.nodes[nodes_[node].id].suspended_ns = durations.to_histogram(pages_);
    }
  }

  EdgeKey name_of_edge(const EdgeNumbers& edge) const {
    return {nodes_[edge.from].id, nodes_[edge.to].id, edge.branch, nodes_[edge.from].remote};
  }

  // A node's figures are the sums of its incoming edges'.
  void add_edges(Graph& graph, const Texts& texts) {
    tests_.for_each([&](uint32_t text) { graph.tests.number_of(texts.at(text)); });
    for (uint32_t number = 0; number < edges_.size(); ++number) {
      const EdgeSum& sum = edges_[number];
      Edge& edge = graph.edges[name_of_edge(sum.key)];
      edge.frequency = sum.frequency;
      edge.duration_ns = sum.duration_ns.to_histogram(pages_);
      edge.self_ns = sum.self_ns;
      edge.exemplars = sum.exemplars.to_exemplars();
      sum.tests.for_each([&](uint32_t text) { edge.tests.add(graph.tests.number_of(texts.at(text))); });
      edge.lower_bound = sum.lower_bound || trace_.losses().unlocated_records != 0;
      Node& node = graph.nodes[nodes_[sum.key.to].id];
      node.outcomes[size_t(sum.key.branch)] += sum.frequency;
      node.duration_ns.add(edge.duration_ns);
      add_to(node.self_ns, edge.self_ns);
      node.exemplars.add(edge.exemplars);
      edge.tests.for_each([&](uint32_t test) { node.tests.add(test); });
      node.lower_bound |= edge.lower_bound;
    }
    for (const auto& [key, calls] : details_) {
      const EdgeNumbers& edge = edges_[key >> 32].key;
      graph.edges[name_of_edge(edge)].details[texts.at(uint32_t(key))] += calls;
    }
  }

  // A call's own time holds what recording it takes between its two times, and the rest of what recording the
  // calls takes that it made.
  void add_recording_costs(Graph& graph, const format::CostTotals& cost) const {
    const uint64_t inside_ns = duration_ns(cost.inside_ticks);
    const uint64_t outside_ns = duration_ns(cost.ticks) - inside_ns;
    std::vector<unsigned __int128> sums_ns(nodes_.size());
    for (const EdgeSum& edge : edges_) {
      sums_ns[edge.key.to] += static_cast<unsigned __int128>(edge.duration_ns.count()) * inside_ns;
      sums_ns[edge.key.from] += static_cast<unsigned __int128>(edge.frequency) * outside_ns;
    }
    for (size_t node = 1; node < nodes_.size(); ++node) {
      const auto found = graph.nodes.find(nodes_[node].id);
      if (found == graph.nodes.end()) continue;
      found->second.recording_ns =
          uint64_t(std::min<unsigned __int128>(sums_ns[node] / cost.pairs, found->second.self_ns));
    }
  }

  // Of so many ticks, which are few, when the trace began.
  uint64_t duration_ns(uint64_t ticks) const {
    constexpr uint64_t kFew = uint64_t{1} << 40;
    const auto& points = trace_.clock_points();
    const uint64_t start = points.empty() ? 0 : points.front().ticks;
    const trace::Clock& clock = trace_.clock();
    return uint64_t(clock.monotonic_ns(start + std::min(ticks, kFew)) - clock.monotonic_ns(start));
  }

  void add_errors(Graph& graph, const Texts& texts) {
    graph.errors = errors_.take(texts, [this](uint32_t node) { return nodes_[node].id; });
    for (auto& [origin, errors] : graph.errors)
      errors.lower_bound = graph.nodes.at(origin.function).lower_bound;
  }

  void add_variants(Graph& graph) const {
    for (const auto& [hash, sum] : variants_) {
      char name[24];
      std::snprintf(name, sizeof name, "%016llx", static_cast<unsigned long long>(hash));
      Variant& variant = graph.variants[name];
      variant.sessions = sum.sessions;
      const std::vector<uint32_t> path = sum.path.nodes();
      for (const uint32_t node : path) variant.path.push_back(nodes_[node].id);
      variant.path_left_out = sum.path.length() - path.size();
      variant.exemplar = trace::to_text(sum.exemplar);
    }
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
  std::vector<NodeSum> nodes_;          // the first is the entry
  std::vector<uint32_t> node_of_site_;  // by number; one more for numbers beyond the table
  std::vector<uint64_t> calls_of_site_;
  std::unordered_map<uint64_t, uint32_t> remote_nodes_;  // by site
  EdgeIndex edge_index_;
  std::vector<EdgeSum> edges_;
  BucketPages pages_;
  std::deque<CallPath> branch_paths_;
  std::vector<CallPath*> free_paths_;                         // of these
  std::unordered_map<uint32_t, FlatHistogram> suspended_ns_;  // by node, of coroutines only
  std::unordered_map<uint64_t, uint64_t> details_;            // edge and text -> calls
  ErrorPaths errors_;
  std::unordered_map<uint64_t, VariantSum> variants_;
  TestSet tests_;  // whose sessions there were; numbers of texts
};

}  // namespace

Graph fold(trace::Trace& trace) {
  try {
    return Fold(trace).run();
  } catch (const std::overflow_error&) {
    throw Error(trace.name() + ": its durations add up to more than 2^64 - 1 ns");
  }
}

}  // namespace flowlog::graph
