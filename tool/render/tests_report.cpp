// tests_report.cpp: see tests_report.h.
#include "render/tests_report.h"

#include <utility>
#include <vector>

#include "graph/stats.h"
#include "json_writer.h"
#include "render/labels.h"
#include "render/report.h"
#include "text.h"

namespace flowlog::render {
namespace {

constexpr size_t kNameLimit = 56;  // characters of a function's name in a table
constexpr size_t kTestLimit = 48;  // of a test's
constexpr size_t kShown = 3;       // tests of a function

// The functions that are asked for, in the order of their ids.
struct Functions {
  std::vector<graph::NodeEntry> run;  // by tests
  std::vector<graph::NodeEntry> untested;
};

Functions functions_of(const graph::Graph& graph, const TestsReportOptions& options) {
  Functions functions;
  for (const auto& entry : graph.nodes) {
    if (options.functions && options.functions->count(entry.first) == 0) continue;
    (entry.second.tests.empty() ? functions.untested : functions.run).push_back(&entry);
  }
  return functions;
}

// As many as the limit allows.
std::vector<graph::NodeEntry> first(const std::vector<graph::NodeEntry>& entries, size_t limit) {
  return {entries.begin(), entries.begin() + ptrdiff_t(std::min(limit, entries.size()))};
}

std::string name(const std::string& id) { return compact_name(printable(id), kNameLimit); }

// One test to a line, the function beside the first.
void add_all_tests(Table& table, const std::string& id, const std::vector<std::string>& names,
                   const std::vector<uint32_t>& tests) {
  std::string count = count_text(tests.size()), function = name(id);
  for (const uint32_t test : tests)
    table.add({std::exchange(count, ""), std::exchange(function, ""), printable(names[test])});
}

void add_first_tests(Table& table, const std::string& id, const std::vector<std::string>& names,
                     const std::vector<uint32_t>& tests) {
  std::string text;
  for (size_t i = 0; i < tests.size() && i < kShown; ++i)
    text += (i == 0 ? "" : ", ") + shortened(printable(names[tests[i]]), kTestLimit);
  if (tests.size() > kShown) text += " and " + count_text(tests.size() - kShown) + " more";
  table.add({count_text(tests.size()), name(id), text});
}

void write_functions(JsonWriter& json, const char* key, const std::vector<graph::NodeEntry>& entries,
                     const graph::Tests::Sorted& tests) {
  json.key(key).list();
  for (const auto* entry : entries) {
    json.object(JsonWriter::kOneLine).member("id", entry->first);
    json.member("occurrences", entry->second.occurrences());
    if (!entry->second.tests.empty()) {
      json.key("tests").list();
      for (const uint32_t test : tests.of(entry->second.tests)) json.value(tests.names()[test]);
      json.end();
    }
    json.end();
  }
  json.end();
}

}  // namespace

std::string tests_text(const graph::Graph& graph, const TestsReportOptions& options) {
  const graph::Tests::Sorted tests(graph.tests);
  const Functions functions = functions_of(graph, options);
  Report report(options.color, options.columns);
  report.line(report.painted(
      kBold, plural(tests.names().size(), "test", "tests") + ", which run " +
                 count_text(functions.run.size()) + " of " +
                 plural(functions.run.size() + functions.untested.size(), "function", "functions")));
  if (tests.names().empty())
    report.line("  no session of this graph is a test's: docs/tests.md tells how it becomes one");
  if (const uint64_t lost = graph::totals_of(graph).dropped_records; lost != 0)
    report.line("  " + plural(lost, "record was", "records were") +
                " lost: tests may run more than is known");

  Table run({{"tests", Align::kRight}, {"function", Align::kLeft}, {"which", Align::kLeft}});
  for (const auto* entry : first(functions.run, options.limit)) {
    const auto add = options.functions ? add_all_tests : add_first_tests;
    add(run, entry->first, tests.names(), tests.of(entry->second.tests));
  }
  report.table("Run by tests", run);

  Table untested({{"calls", Align::kRight}, {"function", Align::kLeft}});
  for (const auto* entry : first(functions.untested, options.limit))
    untested.add({count_text(entry->second.occurrences(), entry->second.lower_bound), name(entry->first)});
  report.table("Run by no test", untested);
  return report.take();
}

std::string tests_json(const graph::Graph& graph, const TestsReportOptions& options) {
  const graph::Tests::Sorted tests(graph.tests);
  const Functions functions = functions_of(graph, options);
  JsonWriter json;
  json.object().key("tests").list();
  for (const std::string& test : tests.names()) json.value(test);
  json.end();
  write_functions(json, "functions", first(functions.run, options.limit), tests);
  write_functions(json, "untested", first(functions.untested, options.limit), tests);
  return json.end().take();
}

}  // namespace flowlog::render
