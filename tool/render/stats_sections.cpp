// stats_sections.cpp: errors, what changed, and rare sessions; see stats_sections.h.
#include "render/stats_sections.h"

#include <algorithm>
#include <utility>
#include <vector>

#include "graph/drift.h"
#include "render/labels.h"
#include "text.h"

namespace flowlog::render {
namespace {

using graph::Outcome;

std::string name(const std::string& id) { return compact_name(printable(id), kNameLimit); }

// The most frequent first; of equals, in the order of their texts.
std::string counts_text(std::vector<std::pair<std::string, uint64_t>> counts) {
  constexpr size_t kShown = 3;
  std::stable_sort(counts.begin(), counts.end(),
                   [](const auto& a, const auto& b) { return a.second > b.second; });
  std::string text;
  for (size_t i = 0; i < counts.size() && i < kShown; ++i)
    text += (i == 0 ? "" : ", ") + counts[i].first + " " + count_text(counts[i].second);
  return counts.size() <= kShown ? text : text + " and " + std::to_string(counts.size() - kShown) + " more";
}

std::string then_text(const graph::HandledErrors& handled) {
  std::vector<std::pair<std::string, uint64_t>> counts;
  for (const auto& [callee, times] : handled.then_called) counts.emplace_back(name(callee), times);
  for (size_t i = 0; i < graph::kOutcomes; ++i) {
    if (handled.then_ended[i] != 0)
      counts.emplace_back("(" + std::string(name_of(Outcome(i))) + ")", handled.then_ended[i]);
  }
  return counts_text(std::move(counts));
}

std::string hops_text(const graph::Errors& errors) {
  const uint64_t least = errors.hops.begin()->first, most = errors.hops.rbegin()->first;
  return least == most ? std::to_string(least) : std::to_string(least) + "\u2013" + std::to_string(most);
}

// One row for each that handled some, the one that handled most first; what they share stands in the first.
void add_error(Table& table, const graph::ErrorEntry entry) {
  constexpr size_t kShown = 4;
  const auto& [origin, errors] = *entry;
  std::vector<std::pair<std::string, const graph::HandledErrors*>> handlers;
  for (const auto& [id, handled] : errors.handlers) handlers.emplace_back(id, &handled);
  std::stable_sort(handlers.begin(), handlers.end(),
                   [](const auto& a, const auto& b) { return a.second->count() > b.second->count(); });
  std::vector<std::string> shared{count_text(errors.occurrences(), errors.lower_bound),
                                  shortened(printable(origin.detail), kNameLimit), name(origin.function),
                                  hops_text(errors)};
  const auto add = [&](std::string count, std::string handler, std::string then) {
    std::vector<std::string> cells = std::exchange(shared, std::vector<std::string>(4));
    cells.insert(cells.end(), {std::move(count), std::move(handler), std::move(then)});
    table.add(std::move(cells));
  };
  for (size_t i = 0; i < handlers.size() && i < kShown; ++i)
    add(count_text(handlers[i].second->count()), name(handlers[i].first), then_text(*handlers[i].second));
  if (handlers.size() > kShown) add("", "and " + std::to_string(handlers.size() - kShown) + " more", "");
  if (errors.unhandled != 0) add(count_text(errors.unhandled), "(nobody)", "");
}

std::string batch_text(const graph::Batch& batch) {
  return shortened(printable(batch.name.substr(1)), kNameLimit);
}

}  // namespace

void add_errors(Report& report, const graph::Graph& graph, size_t limit) {
  Table table({{"errors", Align::kRight},
               {"detail", Align::kLeft},
               {"began in", Align::kLeft},
               {"passed", Align::kRight},
               {"times", Align::kRight},
               {"handled by", Align::kLeft},
               {"which then", Align::kLeft}});
  for (const auto* entry : errors_by_frequency(graph, limit)) add_error(table, entry);
  report.table("Errors, and what happened then", table);
}

void add_drift(Report& report, const graph::Graph& graph, size_t limit) {
  const graph::Drift drift = drift_of(graph);
  if (!drift.compared) return;
  const std::string from_to = "from " + batch_text(drift.first) + " to " + batch_text(drift.last);
  Table outcomes({{"before", Align::kRight},
                  {"now", Align::kRight},
                  {"calls", Align::kRight},
                  {"outcome", Align::kLeft},
                  {"function", Align::kLeft}});
  for (size_t i = 0; i < drift.outcomes.size() && i < limit; ++i) {
    const graph::OutcomeDrift& of = drift.outcomes[i];
    outcomes.add({share_text(of.calls[0], of.all_calls[0]), share_text(of.calls[1], of.all_calls[1]),
                  count_text(of.all_calls[1]), name_of(of.outcome), name(of.function)});
  }
  report.table("Outcomes that changed " + from_to, outcomes);

  Table shapes(
      {{"shape", Align::kLeft}, {"function", Align::kLeft}, {"in", Align::kLeft}, {"out", Align::kLeft}});
  for (size_t i = 0; i < drift.shapes.size() && i < limit; ++i) {
    const graph::ShapeDrift& of = drift.shapes[i];
    shapes.add({of.appeared ? "new" : "gone", name(of.function),
                shortened(shape_text(of.shapes.input), kDetailLimit),
                shortened(shape_text(of.shapes.output), kDetailLimit)});
  }
  report.table("Shapes that changed " + from_to, shapes);
}

void add_rare_variants(Report& report, const graph::Graph& graph, size_t limit) {
  Table table({{"sessions", Align::kRight}, {"one of them", Align::kLeft}, {"path", Align::kLeft}});
  for (const graph::RareVariant& rare : rare_variants(graph, limit)) {
    const graph::Variant& variant = *rare.variant;
    table.add({count_text(variant.sessions), printable(variant.exemplar),
               path_text(graph, {variant.path, variant.path_left_out, variant.sessions})});
  }
  report.table("Rare paths", table);
}

}  // namespace flowlog::render
