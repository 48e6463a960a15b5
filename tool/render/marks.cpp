// marks.cpp: see marks.h.
#include "render/marks.h"

#include <cstdio>
#include <map>
#include <string>
#include <tuple>

namespace flowlog::render {
namespace {

using graph::Change;
using graph::Outcome;

struct Marked {
  Mark mark;
  std::string text;
};

Mark mark_of(Change change) { return change == Change::kAdded ? Mark::kAdded : Mark::kRemoved; }
const char* text_of(Change change) { return change == Change::kAdded ? "new" : "gone"; }
bool is_failure(Outcome branch) { return branch == Outcome::kError || branch == Outcome::kAbandoned; }

std::string factor_text(double factor) {
  char text[32];
  std::snprintf(text, sizeof text, "%.2f x %s", factor, factor > 1 ? "slower" : "the time");
  return text;
}

class Marks {
 public:
  // The first to mark something has the say: so they come in the order of their weight.
  explicit Marks(const graph::Diff& diff) {
    for (const auto& change : diff.nodes) {
      if (change.reason.certain())
        nodes_.emplace(change.id, Marked{mark_of(change.change), text_of(change.change)});
    }
    for (const auto& change : diff.edges) {
      for (size_t i = 0; i < graph::kOutcomes && change.reason.certain(); ++i)
        add_branch(change.pair, Outcome(i), change.change);
    }
    for (const auto& change : diff.outcomes) {
      if (!change.reason.certain()) continue;
      if (change.detail.empty()) {
        add_branch(change.pair, change.branch, change.change);
      } else if (change.change == Change::kAdded) {
        add(change.pair, change.branch,
            {is_failure(change.branch) ? Mark::kFailing : Mark::kChanged, "in new ways"});
      }
    }
    for (const auto& change : diff.times) {
      const Marked marked{change.factor > 1 ? Mark::kSlower : Mark::kFaster, factor_text(change.factor)};
      change.pair.from.empty() ? void(nodes_.emplace(change.pair.to, marked))
                               : add(change.pair, change.branch, marked);
    }
    for (const auto& change : diff.rates) {
      if (!change.pair.from.empty())
        add(change.pair, change.branch, {Mark::kChanged, "was " + std::to_string(change.base_calls)});
    }
    for (const auto& change : diff.signatures)
      nodes_.emplace(change.head, Marked{Mark::kChanged, "another signature"});
    for (const auto& change : diff.shapes) {
      if (change.reason.certain()) nodes_.emplace(change.id, Marked{Mark::kChanged, "other shapes"});
    }
  }

  const Marked* of(const std::string& id) const {
    const auto at = nodes_.find(id);
    return at == nodes_.end() ? nullptr : &at->second;
  }
  const Marked* of(const Arrow& arrow) const {
    const auto at = edges_.find({arrow.from, arrow.to, arrow.branch});
    return at == edges_.end() ? nullptr : &at->second;
  }

 private:
  void add(const graph::Pair& pair, Outcome branch, Marked marked) {
    edges_.emplace(std::tuple(pair.from, pair.to, branch), std::move(marked));
  }

  void add_branch(const graph::Pair& pair, Outcome branch, Change change) {
    const bool failing = change == Change::kAdded && is_failure(branch);
    add(pair, branch,
        failing ? Marked{Mark::kFailing, "fails anew"} : Marked{mark_of(change), text_of(change)});
  }

  std::map<std::string, Marked> nodes_;
  std::map<std::tuple<std::string, std::string, Outcome>, Marked> edges_;
};

}  // namespace

void mark_changes(Picture& picture, const graph::Diff& diff) {
  const Marks marks(diff);
  for (auto& [id, box] : picture.boxes) {
    const Marked* const marked = marks.of(id);
    if (marked == nullptr) continue;
    box.mark = marked->mark;
    box.facts += " \u00B7 " + marked->text;
    box.tooltip += "\n" + marked->text;
    picture.marks.insert(marked->mark);
  }
  for (Arrow& arrow : picture.arrows) {
    const Marked* const marked = marks.of(arrow);
    if (marked == nullptr) continue;
    arrow.mark = marked->mark;
    arrow.count += (arrow.count.empty() ? "" : " ") + marked->text;
    arrow.tooltip += "\n" + marked->text;
    picture.marks.insert(marked->mark);
  }
}

}  // namespace flowlog::render
