// diff_times.cpp: how long; see diff_numbers.h.
#include <algorithm>
#include <cmath>
#include <set>
#include <string>
#include <vector>

#include "graph/diff_numbers.h"
#include "graph/diff_statistics.h"

namespace flowlog::graph {
namespace {

constexpr uint64_t kFewestCalls = 10;  // of which durations are compared
constexpr size_t kFewestPaces = 10;    // functions of which the common pace is taken
constexpr double kLeast_ns = 20;  // what recording a call takes; shorter differences are not told from it

double for_each(uint64_t sum_ns, const Histogram& durations) {
  return durations.count() == 0 ? 0 : double(sum_ns) / double(durations.count());
}
double own_ns(const Node& node) { return for_each(node.self_ns - node.recording_ns, node.duration_ns); }

double mean_ns(const Histogram& durations) { return for_each(durations.sum(), durations); }

bool timed(const Histogram& base, const Histogram& head) {
  return base.count() >= kFewestCalls && head.count() >= kFewestCalls;
}

// By how much functions took longer: the middle of all, so that those of which it is news have no say in it.
double common_pace(const Match& match) {
  std::vector<double> paces;
  for (const MatchedNode& node : match.nodes) {
    if (!node.base || !node.head || !timed(node.base->second.duration_ns, node.head->second.duration_ns))
      continue;
    const double base = own_ns(node.base->second), head = own_ns(node.head->second);
    if (base > 0 && head > 0) paces.push_back(head / base);
  }
  if (paces.size() < kFewestPaces) return 1;
  const auto middle = paces.begin() + ptrdiff_t(paces.size() / 2);
  std::nth_element(paces.begin(), middle, paces.end());
  return *middle;
}

class Times {
 public:
  Times(Diff& diff, const Evidence& base, const Evidence& head) : diff_(diff), base_(base), head_(head) {}

  void compare(const MatchedNode& matched) {
    const auto& [base_id, base] = *matched.base;
    const auto& [head_id, head] = *matched.head;
    if (!timed(base.duration_ns, head.duration_ns)) return;
    const double base_units = independent_calls(base.duration_ns.count(), base_.sessions_with(base_id));
    const double head_units = independent_calls(head.duration_ns.count(), head_.sessions_with(head_id));
    TimeChange change = of(base.duration_ns, head.duration_ns);
    change.pair.to = head_id;
    change.base_own_ns = own_ns(base);
    change.head_own_ns = own_ns(head);
    const double own_more_ns = change.head_own_ns - diff_.pace * change.base_own_ns;
    const double more_ns = mean_ns(head.duration_ns) - diff_.pace * mean_ns(base.duration_ns);
    change.itself = std::abs(own_more_ns) >= std::abs(more_ns) / 2 && (own_more_ns > 0) == (more_ns > 0);
    add(change, shift_between(base.duration_ns, base_units, head.duration_ns, head_units, diff_.pace),
        double(change.head_p50_ns) - diff_.pace * double(change.base_p50_ns));
  }

  void compare(const MatchedPair& pair) {
    for (size_t i = 0; i < kOutcomes; ++i) {
      if (!pair.base[i] || !pair.head[i]) continue;
      const auto& [base_key, base] = *pair.base[i];
      const auto& [head_key, head] = *pair.head[i];
      if (!timed(base.duration_ns, head.duration_ns)) continue;
      TimeChange change = of(base.duration_ns, head.duration_ns);
      change.pair = pair.pair;
      change.branch = Outcome(i);
      change.base_own_ns = for_each(base.self_ns, base.duration_ns);
      change.head_own_ns = for_each(head.self_ns, head.duration_ns);
      const double base_units =
          independent_calls(base.duration_ns.count(), base_.sessions_with(base_key, base));
      const double head_units =
          independent_calls(head.duration_ns.count(), head_.sessions_with(head_key, head));
      add(change, shift_between(base.duration_ns, base_units, head.duration_ns, head_units, diff_.pace),
          double(change.head_p50_ns) - diff_.pace * double(change.base_p50_ns));

      // Of the time of its own no more is known than that it is part of the whole. By outcome, since the way
      // to an exception is longer than any.
      change.own = true;
      add(change,
          shift_of_means(change.base_own_ns, root_mean_square(base.duration_ns), base_units,
                         change.head_own_ns, root_mean_square(head.duration_ns), head_units, diff_.pace),
          change.head_own_ns - diff_.pace * change.base_own_ns);
    }
  }

  // What is news. A function is told once: as a whole, failing that by its edges; these as a whole, failing
  // that by their own time.
  void tell() {
    std::vector<double> p;
    for (const TimeChange& change : candidates_) p.push_back(change.p);
    const std::vector<bool> news = news_among(p);
    std::set<std::string> functions;
    const TimeChange* last = nullptr;
    for (size_t i = 0; i < candidates_.size(); ++i) {  // functions come first, then each edge's two
      const TimeChange& change = candidates_[i];
      if (!news[i]) continue;
      if (change.pair.from.empty()) {
        functions.insert(change.pair.to);
      } else if (functions.count(change.pair.to) != 0 || (change.own && last == &change - 1)) {
        continue;
      }
      last = &change;
      diff_.times.push_back(change);
    }
  }

 private:
  static TimeChange of(const Histogram& base, const Histogram& head) {
    TimeChange change;
    change.base_calls = base.count();
    change.head_calls = head.count();
    change.base_p50_ns = base.quantile(0.5);
    change.head_p50_ns = head.quantile(0.5);
    change.base_p99_ns = base.quantile(0.99);
    change.head_p99_ns = head.quantile(0.99);
    return change;
  }

  void add(TimeChange change, const Shift& shift, double more_ns) {
    change.factor = shift.factor;
    change.p = std::abs(more_ns) < kLeast_ns ? 1 : shift.p;
    candidates_.push_back(std::move(change));
  }

  Diff& diff_;
  const Evidence& base_;
  const Evidence& head_;
  std::vector<TimeChange> candidates_;
};

}  // namespace

void add_times(Diff& diff, const Match& match, const Evidence& base, const Evidence& head) {
  diff.pace = common_pace(match);
  Times times(diff, base, head);
  for (const MatchedNode& node : match.nodes) {
    if (node.base && node.head) times.compare(node);
  }
  for (const MatchedPair& pair : match.pairs) times.compare(pair);
  times.tell();
}

}  // namespace flowlog::graph
