// diff.cpp: see diff.h.
#include "graph/diff.h"

#include <algorithm>
#include <set>
#include <unordered_map>
#include <utility>

#include "error.h"
#include "graph/diff_evidence.h"
#include "graph/diff_match.h"
#include "graph/diff_numbers.h"

namespace flowlog::graph {
namespace {

// Shapes of one function among which the nearest to a new one is looked for.
constexpr size_t kMostCompared = 64;

using Modules = std::pair<std::string, std::string>;  // caller's, callee's

// One graph as seen from the other: what only it has is added, or removed.
struct Direction {
  Change change;
  const Evidence& present;
  const Evidence& absent;
  Doubts doubts;
};

bool ran(EdgeEntry edge) { return edge != nullptr && !edge->second.static_only; }
bool any_ran(const Branches& branches) { return std::any_of(branches.begin(), branches.end(), ran); }

bool is_timed(const Graph& graph) {
  return std::any_of(graph.nodes.begin(), graph.nodes.end(),
                     [](const auto& entry) { return entry.second.duration_ns.count() != 0; });
}

class Comparison {
 public:
  Comparison(const Graph& base, const Graph& head) : base_(base), head_(head), match_(match(base, head)) {
    for (const SignatureChange& change : match_.signatures) base_ids_.emplace(change.head, change.base);
  }

  Diff run(bool same_work) {
    diff_.base = base_.side();
    diff_.head = head_.side();
    diff_.deterministic = same_work || is_deterministic(match_, base_, head_);
    diff_.signatures = match_.signatures;
    const Direction removed{
        Change::kRemoved, base_, head_, {base_, head_, "HEAD", /*strict=*/true, diff_.deterministic}};
    const Direction added{
        Change::kAdded, head_, base_, {head_, base_, "BASE", /*strict=*/false, diff_.deterministic}};
    for (const MatchedNode& node : match_.nodes) {
      add_node(removed, node.base, node.head);
      add_node(added, node.head, node.base);
      if (!node.base || !node.head) continue;
      add_shapes(removed, *node.base, *node.head);
      add_shapes(added, *node.head, *node.base);
    }
    for (const MatchedPair& pair : match_.pairs) {
      add_pair(removed, pair.pair, pair.base, pair.head);
      add_pair(added, pair.pair, pair.head, pair.base);
    }
    add_dependencies(removed);
    add_dependencies(added);
    add_rates(diff_, match_, base_, head_);
    diff_.times_compared = is_timed(base_.graph()) && is_timed(head_.graph());
    if (diff_.times_compared) add_times(diff_, match_, base_, head_);
    return std::move(diff_);
  }

 private:
  void add_node(const Direction& direction, NodeEntry here, NodeEntry there) {
    if (here == nullptr) return;
    const auto& [id, node] = *here;
    const uint64_t calls = node.occurrences();
    if (there != nullptr) {
      if (calls != 0 && there->second.occurrences() == 0)
        diff_.nodes.push_back({direction.change, id, calls, direction.doubts.in_code()});
    } else if (calls == 0) {
      if (direction.absent.knows_code()) diff_.nodes.push_back({direction.change, id, 0, {}});
    } else {
      const uint64_t sessions = direction.present.sessions_with(id);
      diff_.nodes.push_back(
          {direction.change, id, calls, direction.doubts.about({node.tests, sessions, id, node.image})});
    }
  }

  // What runs on an edge would have been seen with its caller, or where that is not tracked with its callee.
  std::string witness_of(const Direction& direction, const Pair& pair) const {
    const std::string& witness = is_outside(pair.from) ? pair.to : pair.from;
    if (direction.change == Change::kRemoved) return witness;
    const auto in_base = base_ids_.find(witness);
    return in_base == base_ids_.end() ? witness : in_base->second;
  }

  Reason about(const Direction& direction, const Pair& pair, const EdgeEntry entry, uint64_t calls) const {
    const auto& [key, edge] = *entry;
    const Node* const callee = direction.present.node(key.to);
    const uint64_t sessions = std::min(calls, direction.present.sessions_with(key, edge));
    return direction.doubts.about({edge.tests, sessions, witness_of(direction, pair), callee->image});
  }

  void add_pair(const Direction& direction, const Pair& pair, const Branches& here, const Branches& there) {
    const auto is_there = [](EdgeEntry edge) { return edge != nullptr; };
    if (std::none_of(here.begin(), here.end(), is_there)) return;
    const bool only_here = std::none_of(there.begin(), there.end(), is_there);
    EdgeChange change{direction.change, pair, {}, !any_ran(here), {}};
    if (change.static_only) {
      if (only_here && code_is_known(direction, pair)) diff_.edges.push_back(std::move(change));
      return;
    }
    if (any_ran(there)) return add_outcomes(direction, pair, here, there);
    if (!only_here) change.reason = direction.doubts.in_code();
    for (size_t i = 0; i < kOutcomes; ++i) {
      if (!ran(here[i])) continue;
      const bool first = change.calls == Outcomes{};
      change.calls[i] = here[i]->second.frequency;
      if (!only_here) continue;
      Reason reason = about(direction, pair, here[i], change.calls[i]);
      if (first || reason.certain()) change.reason = std::move(reason);
    }
    diff_.edges.push_back(std::move(change));
  }

  // Whether the other graph would have an edge that never ran.
  bool code_is_known(const Direction& direction, const Pair& pair) const {
    const Node* const caller = direction.absent.node(witness_of(direction, pair));
    return caller == nullptr ? direction.absent.knows_code() : caller->code_known;
  }

  void add_outcomes(const Direction& direction, const Pair& pair, const Branches& here,
                    const Branches& there) {
    for (size_t i = 0; i < kOutcomes; ++i) {
      if (!ran(here[i])) continue;
      const Edge& edge = here[i]->second;
      const auto add = [&](const std::string& detail, uint64_t calls) -> OutcomeChange& {
        return diff_.outcomes.emplace_back(OutcomeChange{
            direction.change, pair, Outcome(i), detail, {}, calls, about(direction, pair, here[i], calls)});
      };
      if (!ran(there[i])) {
        OutcomeChange& change = add("", edge.frequency);
        for (const auto& [detail, calls] : edge.details) change.details.push_back(detail);
        continue;
      }
      for (const auto& [detail, calls] : edge.details) {
        if (there[i]->second.details.count(detail) == 0) add(detail, calls);
      }
    }
  }

  static std::set<Modules> dependencies_of(const Evidence& evidence) {
    std::set<Modules> dependencies;
    for (const auto& [key, edge] : evidence.graph().edges) {
      const Node *const from = evidence.node(key.from), *const to = evidence.node(key.to);
      if (from != nullptr && from->module != to->module) dependencies.emplace(from->module, to->module);
    }
    return dependencies;
  }

  void add_dependencies(const Direction& direction) {
    const std::set<Modules> there = dependencies_of(direction.absent);
    std::map<Modules, DependencyChange> found;
    for (const EdgeChange& edge : diff_.edges) {
      if (edge.change != direction.change) continue;
      const std::optional<Modules> modules = modules_of(direction, edge.pair);
      if (!modules || modules->first == modules->second || there.count(*modules) != 0) continue;
      const auto [at, first] = found.try_emplace(
          *modules, DependencyChange{edge.change, modules->first, modules->second, 0, edge.reason});
      ++at->second.edges;
      if (edge.reason.certain()) at->second.reason = edge.reason;
    }
    for (auto& [modules, change] : found) diff_.dependencies.push_back(std::move(change));
  }

  std::optional<Modules> modules_of(const Direction& direction, const Pair& pair) const {
    const auto module_of = [&](const std::string& id) -> const std::string* {
      const auto in_base = base_ids_.find(id);
      const bool renamed = direction.change == Change::kRemoved && in_base != base_ids_.end();
      const Node* const node = direction.present.node(renamed ? in_base->second : id);
      return node == nullptr ? nullptr : &node->module;
    };
    const std::string *const from = module_of(pair.from), *const to = module_of(pair.to);
    if (from == nullptr || to == nullptr) return std::nullopt;
    return Modules(*from, *to);
  }

  void add_shapes(const Direction& direction, const std::pair<const std::string, Node>& here,
                  const std::pair<const std::string, Node>& there) {
    const auto &shapes = here.second.shapes, &others = there.second.shapes;
    const auto is_common = [&](const auto& entry) { return others.count(entry.first) != 0; };
    const bool replaced = !others.empty() && std::none_of(shapes.begin(), shapes.end(), is_common);
    const std::string& id = direction.change == Change::kAdded ? here.first : there.first;  // HEAD's
    for (const auto& [pair, calls] : shapes) {
      if (others.count(pair) != 0) continue;
      ShapeChange change{direction.change, id, replaced, pair, {}, {}, calls, {}};
      size_t compared = 0;
      for (const auto& [other, count] : others) {
        if (++compared > kMostCompared) break;
        const bool is_head = direction.change == Change::kAdded;
        std::vector<FieldChange> fields =
            is_head ? differing_fields(other, pair) : differing_fields(pair, other);
        if (change.nearest && change.fields.size() <= fields.size()) continue;
        change.nearest = other;
        change.fields = std::move(fields);
      }
      if (!replaced && calls != 0) {
        const uint64_t sessions = direction.present.sessions_with(here.first);
        change.reason = direction.doubts.about(
            {here.second.tests, std::min(calls, sessions), there.first, here.second.image});
      }
      diff_.shapes.push_back(std::move(change));
    }
  }

  const Evidence base_, head_;
  const Match match_;
  std::unordered_map<std::string, std::string> base_ids_;  // of functions that have another in head
  Diff diff_;
};

void require_all(const Graph& graph, const std::string& name) {
  if (graph.form != Form::kView) return;
  throw Error(name +
              ": can't be compared: render left parts of it out; take the graph that it was made from");
}

}  // namespace

const char* name_of(Doubt doubt) {
  switch (doubt) {
    case Doubt::kNone:
      return "none";
    case Doubt::kLoss:
      return "loss";
    case Doubt::kProgram:
      return "program";
    case Doubt::kTests:
      return "tests";
    case Doubt::kCode:
      return "code";
    case Doubt::kSampling:
      return "sampling";
    case Doubt::kChance:
      return "chance";
  }
  return "unknown";
}

bool EdgeChange::fails() const {
  return calls[size_t(Outcome::kError)] + calls[size_t(Outcome::kAbandoned)] != 0;
}

bool Diff::empty() const {
  return nodes.empty() && signatures.empty() && edges.empty() && outcomes.empty() && dependencies.empty() &&
         shapes.empty() && rates.empty() && times.empty();
}

Diff diff(const Graph& base, const Graph& head, const DiffOptions& options) {
  require_all(base, options.base_name);
  require_all(head, options.head_name);
  return Comparison(base, head).run(options.same_work);
}

}  // namespace flowlog::graph
