// diff_sections.cpp: what changed, as tables; see diff_report.h.
#include <algorithm>
#include <cmath>
#include <cstdio>
#include <functional>
#include <utility>

#include "render/diff_report.h"
#include "render/labels.h"
#include "text.h"

namespace flowlog::render {
namespace {

using graph::Change;
using graph::Outcome;

constexpr size_t kTextLimit = 72;  // characters of a detail, of a shape

const Table::Column kSign{"", Align::kLeft};
const Table::Column kCalls{"calls", Align::kRight};
const Table::Column kFrom{"from", Align::kLeft};
const Table::Column kTo{"to", Align::kLeft};
const Table::Column kBranch{"branch", Align::kLeft};

const char* sign(Change change) { return change == Change::kAdded ? "+" : "-"; }
Tone tone(Change change) { return change == Change::kAdded ? Tone::kAdded : Tone::kRemoved; }
bool is_failure(Outcome branch) { return branch == Outcome::kError || branch == Outcome::kAbandoned; }

std::string factor_text(double factor) {
  char text[32];
  std::snprintf(text, sizeof text, factor < 10 ? "%.2f x" : "%.0f x", factor);
  return text;
}

std::string rate_text(uint64_t calls, uint64_t of) {
  char text[32];
  std::snprintf(text, sizeof text, "%.4g", of == 0 ? 0 : double(calls) / double(of));
  return text;
}

std::string detail_text(const std::string& detail) { return shortened(printable(detail), kTextLimit); }

std::string what_text(const graph::OutcomeChange& change) {
  std::string text = change.detail;
  for (const std::string& detail : change.details) text += (text.empty() ? "" : ", ") + detail;
  return detail_text(text);
}

std::string shape(const std::string& json) {
  return json.empty() ? "" : shortened(shape_text(json), kTextLimit);
}

class Sections {
 public:
  Sections(const graph::Diff& diff, size_t name_limit) : diff_(diff), name_limit_(name_limit) {}

  std::vector<DiffSection> make() {
    add_failures();
    add_functions();
    add_edges();
    add_outcomes();
    add_dependencies();
    add_shapes();
    add_rates();
    add_times();
    add_doubtful();
    return std::move(sections_);
  }

 private:
  std::string name(const std::string& id) const { return compact_name(printable(id), name_limit_); }
  std::string module(const std::string& module) const { return module.empty() ? "(global)" : name(module); }

  // `count` is given how many rows there are.
  void add(DiffSection section, const std::function<std::string(size_t)>& count) {
    if (section.rows.empty() && section.notes.empty()) return;
    section.count = count(section.rows.size());
    sections_.push_back(std::move(section));
  }

  static std::string both_ways(const DiffSection& section, const std::string& one, const std::string& many) {
    const auto with = [&](const char* wanted) {
      return size_t(std::count_if(section.rows.begin(), section.rows.end(),
                                  [&](const DiffSection::Row& row) { return row.cells[0] == wanted; }));
    };
    const size_t added = with("+"), removed = with("-");
    std::string text;
    if (added != 0) text = plural(added, "new " + one, "new " + many);
    if (removed != 0) text += (text.empty() ? "" : ", ") + plural(removed, one, many) + " gone";
    return text;
  }

  void add_both_ways(DiffSection section, const std::string& one, const std::string& many) {
    const std::string text = both_ways(section, one, many);
    add(std::move(section), [&](size_t) { return text; });
  }

  void add_failures() {
    DiffSection section{
        "New ways to fail", "", {kCalls, kBranch, kFrom, kTo, {"what", Align::kLeft}}, {}, {}};
    for (const graph::OutcomeChange& change : diff_.outcomes) {
      if (!is_new_failure(change)) continue;
      section.rows.push_back({Tone::kWorse,
                              {count_text(change.calls), name_of(change.branch), name(change.pair.from),
                               name(change.pair.to), what_text(change)}});
    }
    for (const graph::EdgeChange& edge : diff_.edges) {
      if (edge.change != Change::kAdded || !edge.fails() || !edge.reason.certain()) continue;
      for (const Outcome branch : {Outcome::kError, Outcome::kAbandoned}) {
        if (edge.calls[size_t(branch)] == 0) continue;
        section.rows.push_back({Tone::kWorse,
                                {count_text(edge.calls[size_t(branch)]), name_of(branch),
                                 name(edge.pair.from), name(edge.pair.to), "a new edge"}});
      }
    }
    add(std::move(section), [](size_t rows) { return plural(rows, "new way to fail", "new ways to fail"); });
  }

  static bool is_new_failure(const graph::OutcomeChange& change) {
    return change.change == Change::kAdded && is_failure(change.branch) && change.reason.certain();
  }

  void add_functions() {
    DiffSection section{"Functions", "", {kSign, kCalls, {"function", Align::kLeft}}, {}, {}};
    for (const graph::NodeChange& node : diff_.nodes) {
      if (!node.reason.certain()) continue;
      section.rows.push_back({tone(node.change), {sign(node.change), count_text(node.calls), name(node.id)}});
    }
    std::string text = both_ways(section, "function", "functions");
    for (const graph::SignatureChange& change : diff_.signatures) {
      section.rows.push_back({Tone::kChanged, {"~", "", name(change.base) + " \u2192 " + name(change.head)}});
    }
    if (const size_t changed = diff_.signatures.size(); changed != 0)
      text += (text.empty() ? "" : ", ") + plural(changed, "changed signature", "changed signatures");
    add(std::move(section), [&](size_t) { return text; });
  }

  void add_edges() {
    DiffSection section{"Calls between functions", "", {kSign, kCalls, kFrom, kTo}, {}, {}};
    for (const graph::EdgeChange& edge : diff_.edges) {
      if (!edge.reason.certain()) continue;
      section.rows.push_back({tone(edge.change),
                              {sign(edge.change), edge.static_only ? "in code" : calls_text(edge.calls),
                               name(edge.pair.from), name(edge.pair.to)}});
    }
    add_both_ways(std::move(section), "edge", "edges");
  }

  static std::string calls_text(const graph::Outcomes& calls) {
    uint64_t sum = 0;
    for (const uint64_t of : calls) sum += of;
    return count_text(sum);
  }

  void add_outcomes() {
    DiffSection section{"Outcomes", "", {kSign, kCalls, kBranch, kFrom, kTo, {"what", Align::kLeft}}, {}, {}};
    for (const graph::OutcomeChange& change : diff_.outcomes) {
      if (!change.reason.certain() || is_new_failure(change)) continue;
      section.rows.push_back({tone(change.change),
                              {sign(change.change), count_text(change.calls), name_of(change.branch),
                               name(change.pair.from), name(change.pair.to), what_text(change)}});
    }
    add_both_ways(std::move(section), "outcome", "outcomes");
  }

  void add_dependencies() {
    DiffSection section{
        "Modules that call others", "", {kSign, {"edges", Align::kRight}, kFrom, kTo}, {}, {}};
    for (const graph::DependencyChange& change : diff_.dependencies) {
      if (!change.reason.certain()) continue;
      section.rows.push_back(
          {tone(change.change),
           {sign(change.change), count_text(change.edges), module(change.from), module(change.to)}});
    }
    add_both_ways(std::move(section), "dependency", "dependencies");
  }

  void add_shapes() {
    DiffSection section{"Shapes",
                        "",
                        {kSign,
                         {"function", Align::kLeft},
                         {"field", Align::kLeft},
                         {"BASE", Align::kLeft},
                         {"HEAD", Align::kLeft}},
                        {},
                        {}};
    std::vector<std::string> functions;
    for (const graph::ShapeChange& change : diff_.shapes) {
      // What replaced it says all.
      if (!change.reason.certain() || (change.replaced && change.change == Change::kRemoved)) continue;
      functions.push_back(change.id);
      const Tone of = change.replaced ? Tone::kChanged : tone(change.change);
      const char* const mark = change.replaced ? "~" : sign(change.change);
      if (change.fields.empty()) {
        const bool added = change.change == Change::kAdded;
        const std::string whole = shape(change.shapes.input) + " \u2192 " + shape(change.shapes.output);
        section.rows.push_back({of, {mark, name(change.id), "", added ? "" : whole, added ? whole : ""}});
      }
      for (const graph::FieldChange& field : change.fields) {
        section.rows.push_back(
            {of, {mark, name(change.id), detail_text(field.path), shape(field.base), shape(field.head)}});
      }
    }
    functions.erase(std::unique(functions.begin(), functions.end()), functions.end());
    add(std::move(section), [&](size_t) {
      return plural(functions.size(), "function of other shapes", "functions of other shapes");
    });
  }

  void add_rates() {
    DiffSection section{"How often",
                        "",
                        {{"BASE", Align::kRight},
                         {"HEAD", Align::kRight},
                         {"for each", Align::kLeft},
                         kBranch,
                         kFrom,
                         kTo,
                         {"calls", Align::kRight}},
                        {},
                        {}};
    size_t following = 0;
    for (const graph::RateChange& change : diff_.rates) {
      const bool function = change.pair.from.empty();
      if (function) {  // the edges that lead there say it, as far as it is its own
        following += !change.itself;
        continue;
      }
      section.rows.push_back(
          {Tone::kChanged,
           {rate_text(change.base_calls, change.base_of), rate_text(change.head_calls, change.head_of),
            graph::is_outside(change.pair.from) ? "session" : "call of from", name_of(change.branch),
            name(change.pair.from), name(change.pair.to),
            count_text(change.base_calls) + " \u2192 " + count_text(change.head_calls)}});
    }
    if (following != 0)
      section.notes.push_back(plural(following, "function is", "functions are") +
                              " called oftener or less because their callers are");
    add(std::move(section), [](size_t rows) { return plural(rows, "other frequency", "other frequencies"); });
  }

  void add_times() {
    DiffSection section{"How long",
                        "",
                        {{"factor", Align::kRight},
                         {"p50", Align::kRight},
                         {"p99", Align::kRight},
                         {"own", Align::kRight},
                         {"calls", Align::kRight},
                         {"function", Align::kLeft},
                         {"called by", Align::kLeft}},
                        {},
                        {}};
    std::vector<const graph::TimeChange*> changes;
    for (const graph::TimeChange& change : diff_.times) changes.push_back(&change);
    std::stable_sort(changes.begin(), changes.end(), [](const auto* a, const auto* b) {
      return a->itself != b->itself ? a->itself : a->factor > b->factor;
    });
    size_t slower = 0, faster = 0, following = 0;
    for (const graph::TimeChange* const change : changes) {
      const bool is_slower = change->factor > 1;
      (is_slower ? slower : faster) += 1;
      following += !change->itself;
      const auto shift = [](const std::string& base, const std::string& head) {
        return base + " \u2192 " + head;
      };
      const bool function = change->pair.from.empty();
      section.rows.push_back(
          {is_slower ? Tone::kWorse : Tone::kChanged,
           {factor_text(change->factor),
            shift(duration_text(change->base_p50_ns), duration_text(change->head_p50_ns)),
            shift(duration_text(change->base_p99_ns), duration_text(change->head_p99_ns)),
            shift(duration_text(uint64_t(change->base_own_ns)), duration_text(uint64_t(change->head_own_ns))),
            count_text(change->head_calls),
            name(change->pair.to) + (change->itself ? "" : " (by what it calls)"),
            function ? "" : name(change->pair.from) + " (" + name_of(change->branch) + ")"}});
    }
    std::string text;
    if (slower != 0) text = plural(slower, "function slower", "functions slower");
    if (faster != 0)
      text += (text.empty() ? "" : ", ") + plural(faster, "function faster", "functions faster");
    add(std::move(section), [&](size_t) { return text; });
  }

  void add_doubtful() {
    DiffSection section{"Seen in one only, which may have another reason",
                        "",
                        {kSign, {"what", Align::kLeft}, {"but", Align::kLeft}},
                        {},
                        {}};
    const auto row = [&](Change change, const std::string& what, const graph::Reason& reason) {
      if (reason.certain()) return;
      section.rows.push_back({Tone::kDoubtful, {sign(change), what, reason.text}});
    };
    const auto arrow = [&](const graph::Pair& pair) { return name(pair.from) + " \u2192 " + name(pair.to); };
    for (const auto& change : diff_.nodes) row(change.change, name(change.id), change.reason);
    for (const auto& change : diff_.edges) row(change.change, arrow(change.pair), change.reason);
    for (const auto& change : diff_.outcomes) {
      const std::string what = what_text(change), detail = what.empty() ? "" : " " + what;
      row(change.change, arrow(change.pair) + ": " + name_of(change.branch) + detail, change.reason);
    }
    for (const auto& change : diff_.dependencies)
      row(change.change, module(change.from) + " on " + module(change.to), change.reason);
    for (const auto& change : diff_.shapes) row(change.change, name(change.id) + ": a shape", change.reason);
    add(std::move(section), [](size_t rows) { return std::to_string(rows) + " doubtful"; });
  }

  const graph::Diff& diff_;
  const size_t name_limit_;
  std::vector<DiffSection> sections_;
};

}  // namespace

std::vector<DiffSection> diff_sections(const graph::Diff& diff, size_t name_limit) {
  return Sections(diff, name_limit).make();
}

std::string side_text(const graph::Side& side) {
  return plural(side.sessions, "session", "sessions") + " in " + plural(side.runs, "run", "runs") + ", " +
         plural(side.calls, "call", "calls") + ", " + plural(side.nodes, "function", "functions") + ", " +
         plural(side.edges, "edge", "edges");
}

std::vector<std::string> diff_remarks(const graph::Diff& diff) {
  std::vector<std::string> remarks;
  if (std::abs(std::log(diff.pace)) > std::log(1.1)) {
    remarks.push_back(
        "Functions in general took " + factor_text(diff.pace) +
        " as long in HEAD, by the machine or by all of the program; durations are compared beyond that.");
  }
  const auto by_chance = [](const auto& change) { return change.reason.doubt == graph::Doubt::kChance; };
  if (std::any_of(diff.edges.begin(), diff.edges.end(), by_chance) ||
      std::any_of(diff.outcomes.begin(), diff.outcomes.end(), by_chance)) {
    remarks.push_back(
        "Counts differ from session to session, so that what is rare may be chance; if both did the same "
        "work, "
        "--same-work says so.");
  }
  if (!diff.times_compared) remarks.push_back("No durations are compared: a graph has none.");
  return remarks;
}

std::string diff_summary(const std::vector<DiffSection>& sections) {
  std::string summary;
  for (const DiffSection& section : sections) {
    if (!section.rows.empty()) summary += (summary.empty() ? "" : ", ") + section.count;
  }
  return summary.empty() ? "nothing changed" : summary;
}

}  // namespace flowlog::render
