// diff_rates.cpp: how often; see diff_numbers.h.
#include <algorithm>
#include <cmath>
#include <set>

#include "graph/diff_numbers.h"
#include "graph/diff_statistics.h"

namespace flowlog::graph {
namespace {

using Wide = unsigned __int128;

bool same_rate(uint64_t base, uint64_t base_of, uint64_t head, uint64_t head_of) {
  return Wide(base) * head_of == Wide(head) * base_of;
}

bool ran(EdgeEntry edge) { return edge != nullptr && !edge->second.static_only; }

// Calls of the caller, or sessions where nothing that is tracked made the calls.
uint64_t calls_of(const Evidence& evidence, const std::string& from) {
  const Node* const node = evidence.node(from);
  return node == nullptr ? evidence.side().sessions : node->occurrences();
}

struct Candidate {
  RateChange change;
  uint64_t base_sessions, head_sessions;  // that make the calls
};

double rate(uint64_t calls, uint64_t of) { return of == 0 ? 0 : double(calls) / double(of); }

}  // namespace

double RateChange::factor() const { return rate(head_calls, head_of) / rate(base_calls, base_of); }

bool is_deterministic(const Match& match, const Evidence& base, const Evidence& head) {
  const uint64_t base_sessions = base.side().sessions, head_sessions = head.side().sessions;
  if (base_sessions == 0 || head_sessions == 0) return false;
  if (base.side().sample_rate < 1 || head.side().sample_rate < 1) return false;
  const bool several = base_sessions > 1 && head_sessions > 1;
  uint64_t telling = 0, same = 0;
  for (const MatchedPair& pair : match.pairs) {
    for (size_t branch = 0; branch < kOutcomes; ++branch) {
      if (!ran(pair.base[branch]) || !ran(pair.head[branch])) continue;
      const uint64_t of_base = pair.base[branch]->second.frequency,
                     of_head = pair.head[branch]->second.frequency;
      const bool tells_nothing = several ? of_base % base_sessions == 0 && of_head % head_sessions == 0
                                         : of_base == 1 && of_head == 1;
      if (tells_nothing) continue;
      ++telling;
      same += same_rate(of_base, base_sessions, of_head, head_sessions);
    }
  }
  return 3 * same >= 2 * telling;
}

void add_rates(Diff& diff, const Match& match, const Evidence& base, const Evidence& head) {
  const uint64_t base_sessions = base.side().sessions, head_sessions = head.side().sessions;
  std::vector<Candidate> candidates;
  const auto consider = [&](RateChange change, uint64_t of_base, uint64_t of_head) {
    if (change.base_of == 0 || change.head_of == 0) return;
    if (same_rate(change.base_calls, change.base_of, change.head_calls, change.head_of)) return;
    candidates.push_back({std::move(change), of_base, of_head});
  };
  size_t compared = 0;
  for (const MatchedPair& pair : match.pairs) {
    for (size_t i = 0; i < kOutcomes; ++i) {
      if (!ran(pair.base[i]) || !ran(pair.head[i])) continue;
      const auto& [base_key, base_edge] = *pair.base[i];
      const auto& [head_key, head_edge] = *pair.head[i];
      ++compared;
      consider({pair.pair, Outcome(i), base_edge.frequency, head_edge.frequency,
                calls_of(base, base_key.from), calls_of(head, head_key.from)},
               base.sessions_with(base_key, base_edge), head.sessions_with(head_key, head_edge));
    }
  }
  for (const MatchedNode& node : match.nodes) {
    if (!node.base || !node.head) continue;
    const uint64_t base_calls = node.base->second.occurrences(), head_calls = node.head->second.occurrences();
    if (base_calls == 0 || head_calls == 0) continue;
    ++compared;
    consider({{"", node.head->first, 0}, {}, base_calls, head_calls, base_sessions, head_sessions},
             base.sessions_with(node.base->first), head.sessions_with(node.head->first));
  }

  std::vector<double> p(compared, 1);  // what is equal was compared as well
  for (size_t i = 0; i < candidates.size(); ++i) {
    RateChange& change = candidates[i].change;
    change.p = p[i] = p_of_rates(rate(change.base_calls, change.base_of), candidates[i].base_sessions,
                                 rate(change.head_calls, change.head_of), candidates[i].head_sessions);
  }
  const std::vector<bool> news = news_among(p);
  for (size_t i = 0; i < candidates.size(); ++i) {
    RateChange& change = candidates[i].change;
    change.exact = diff.deterministic;
    if (change.exact || news[i]) diff.rates.push_back(std::move(change));
  }

  // A function is called oftener of itself if a caller calls it oftener, or another one does.
  std::set<std::string> other_edges;
  for (const RateChange& change : diff.rates) {
    if (!change.pair.from.empty()) other_edges.insert(change.pair.to);
  }
  for (const EdgeChange& edge : diff.edges) other_edges.insert(edge.pair.to);
  for (const OutcomeChange& outcome : diff.outcomes) other_edges.insert(outcome.pair.to);
  for (RateChange& change : diff.rates)
    change.itself = !change.pair.from.empty() || other_edges.count(change.pair.to) != 0;
  std::sort(diff.rates.begin(), diff.rates.end(), [](const RateChange& a, const RateChange& b) {
    return std::tie(a.pair.to, a.pair.from, a.pair.remote, a.branch) <
           std::tie(b.pair.to, b.pair.from, b.pair.remote, b.branch);
  });
}

}  // namespace flowlog::graph
