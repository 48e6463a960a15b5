// diff_gate.cpp: see diff_gate.h.
#include "graph/diff_gate.h"

#include <algorithm>
#include <charconv>
#include <cmath>
#include <string_view>

#include "error.h"
#include "text.h"

namespace flowlog::graph {
namespace {

std::string shown(const std::string& id) { return shortened(printable(id), 100); }
std::string arrow(const Pair& pair) { return shown(pair.from) + " \u2192 " + shown(pair.to); }
std::string subject(const Pair& pair) { return pair.from.empty() ? shown(pair.to) : arrow(pair); }
bool is_failure(Outcome branch) { return branch == Outcome::kError || branch == Outcome::kAbandoned; }

// What one kind of differences has found.
class Found {
 public:
  void add(const std::string& what) {
    if (count_++ == 0) first_ = what;
  }
  void add(const Reason& reason, const std::string& what) {
    reason.certain() ? add(what) : void(++doubtful_);
  }
  size_t count() const { return count_; }
  size_t doubtful() const { return doubtful_; }
  const std::string& first() const { return first_; }

 private:
  size_t count_ = 0, doubtful_ = 0;
  std::string first_;
};

template <Change kChange>
void find_nodes(const Diff& diff, double, Found& found) {
  for (const NodeChange& node : diff.nodes) {
    if (node.change == kChange) found.add(node.reason, shown(node.id));
  }
}

template <Change kChange>
void find_edges(const Diff& diff, double, Found& found) {
  for (const EdgeChange& edge : diff.edges) {
    if (edge.change == kChange) found.add(edge.reason, arrow(edge.pair));
  }
}

template <Change kChange>
void find_dependencies(const Diff& diff, double, Found& found) {
  for (const DependencyChange& change : diff.dependencies) {
    if (change.change == kChange)
      found.add(change.reason, shown(change.from) + " \u2192 " + shown(change.to));
  }
}

void find_errors(const Diff& diff, double, Found& found) {
  for (const OutcomeChange& change : diff.outcomes) {
    if (change.change != Change::kAdded || !is_failure(change.branch)) continue;
    const std::string& first = change.details.empty() ? change.detail : change.details[0];
    const std::string detail = first.empty() ? "" : " " + shown(first);
    found.add(change.reason, arrow(change.pair) + " (" + name_of(change.branch) + detail + ")");
  }
  for (const EdgeChange& edge : diff.edges) {
    if (edge.change == Change::kAdded && edge.fails())
      found.add(edge.reason, arrow(edge.pair) + " (a new edge)");
  }
}

void find_shapes(const Diff& diff, double, Found& found) {
  for (const ShapeChange& change : diff.shapes) {
    if (change.replaced && change.change == Change::kRemoved) continue;  // what replaced it says all
    const std::string field = change.fields.empty() ? "" : " (" + shown(change.fields[0].path) + ")";
    found.add(change.reason, shown(change.id) + field);
  }
}

void find_slower(const Diff& diff, double factor, Found& found) {
  for (const TimeChange& change : diff.times) {
    if (change.factor >= factor)
      found.add(subject(change.pair) + " (+" + std::to_string(std::lround(100 * (change.factor - 1))) +
                " %)");
  }
}

void find_frequencies(const Diff& diff, double factor, Found& found) {
  for (const RateChange& change : diff.rates) {
    if (!change.itself || std::max(change.factor(), 1 / change.factor()) < factor) continue;
    found.add(subject(change.pair) + " (" + std::to_string(change.base_calls) + " of " +
              std::to_string(change.base_of) + ", now " + std::to_string(change.head_calls) + " of " +
              std::to_string(change.head_of) + ")");
  }
}

}  // namespace

struct DiffGate::Kind {
  const char* name;
  bool has_threshold;
  void (*find)(const Diff&, double factor, Found&);
};

const DiffGate::Kind DiffGate::kKinds[] = {
    {"new-error-edge", false, find_errors},
    {"new-dependency", false, find_dependencies<Change::kAdded>},
    {"removed-dependency", false, find_dependencies<Change::kRemoved>},
    {"new-edge", false, find_edges<Change::kAdded>},
    {"removed-edge", false, find_edges<Change::kRemoved>},
    {"new-node", false, find_nodes<Change::kAdded>},
    {"removed-node", false, find_nodes<Change::kRemoved>},
    {"shape-change", false, find_shapes},
    {"frequency", true, find_frequencies},
    {"slower", true, find_slower},
};

std::string DiffGate::kinds() {
  std::string names;
  for (const Kind& kind : kKinds)
    names += (names.empty() ? "" : ", ") + std::string(kind.name) + (kind.has_threshold ? "[=P%]" : "");
  return names;
}

DiffGate::DiffGate(const std::string& kinds) {
  std::string_view rest = kinds;
  while (!rest.empty()) {
    const std::string_view item = rest.substr(0, rest.find(','));
    rest.remove_prefix(std::min(rest.size(), item.size() + 1));
    const std::string_view name = item.substr(0, item.find('='));
    const auto kind = std::find_if(std::begin(kKinds), std::end(kKinds),
                                   [&](const Kind& known) { return known.name == name; });
    const std::string given = "--fail-on '" + shown(std::string(item)) + "': ";
    if (kind == std::end(kKinds)) throw Error(given + "one of these was expected: " + DiffGate::kinds());
    Asked asked{kind, std::string(item), 1};
    if (name.size() != item.size()) {
      std::string_view percent = item.substr(name.size() + 1);
      if (percent.ends_with('%')) percent.remove_suffix(1);
      double value = 0;
      const auto [end, error] = std::from_chars(percent.data(), percent.data() + percent.size(), value);
      const bool is_number =
          error == std::errc() && end == percent.data() + percent.size() && std::isfinite(value);
      if (!kind->has_threshold || !is_number || value < 0)
        throw Error(given +
                    (kind->has_threshold ? "a percentage was expected, such as 20%" : "it takes no value"));
      asked.factor = 1 + value / 100;
    }
    asked_.push_back(std::move(asked));
  }
}

bool DiffGate::needs_durations() const {
  return std::any_of(asked_.begin(), asked_.end(),
                     [](const Asked& asked) { return asked.kind->find == find_slower; });
}

DiffGate::Verdict DiffGate::judge(const Diff& diff) const {
  Verdict verdict;
  for (const Asked& asked : asked_) {
    Found found;
    // Shorter times are shifted below 1, so that a threshold of 0 % means any that are longer.
    asked.kind->find(diff, std::max(asked.factor, std::nextafter(1.0, 2.0)), found);
    verdict.doubtful += found.doubtful();
    if (found.count() != 0) verdict.fired.push_back({asked.text, found.count(), found.first()});
  }
  return verdict;
}

}  // namespace flowlog::graph
