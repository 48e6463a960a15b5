// diff_evidence.cpp: see diff_evidence.h.
#include "graph/diff_evidence.h"

#include <algorithm>
#include <charconv>
#include <cmath>
#include <utility>
#include <vector>

#include "text.h"

namespace flowlog::graph {
namespace {

// That any of the edges is missing by chance is to be no likelier.
constexpr double kChance = 0.01;

std::string file_name(const std::string& path) { return path.substr(path.rfind('/') + 1); }

std::string counted(uint64_t count, const char* one, const char* many) {
  return std::to_string(count) + ' ' + (count == 1 ? one : many);
}

// Ids of sessions are evenly spread over all numbers, so the more sessions there are the lesser is the third
// least id (k minimum values, Bar-Yossef 2002). What is returned is exceeded in 19 of 20 cases.
uint64_t sessions_behind(const Exemplars& exemplars) {
  if (exemplars.ids().size() < Exemplars::kKept) return exemplars.ids().size();
  const std::string& id = *exemplars.ids().rbegin();
  uint64_t first_digits = 0;
  const auto [end, error] =
      std::from_chars(id.data(), id.data() + std::min<size_t>(8, id.size()), first_digits, 16);
  if (error != std::errc() || end != id.data() + 8) return Exemplars::kKept;
  constexpr double kFifthPercentile = 0.818;  // of the third of the events that come once in a unit of time
  const double share = double(first_digits + 1) / 4294967296.0;
  return std::max<uint64_t>(Exemplars::kKept, uint64_t(kFifthPercentile / share));
}

}  // namespace

Evidence::Evidence(const Graph& graph) : graph_(graph) {
  for (const auto& [id, run] : graph.runs) {
    side_.unfinished_runs += !run.complete;
    side_.sessions += run.sessions;
    side_.dropped_records += run.dropped_records;
    side_.damaged_bytes += run.damaged_bytes;
    side_.sample_rate = std::min(side_.sample_rate, run.sample_rate);
    programs_.insert(file_name(run.executable));
  }
  side_.runs = graph.runs.size();
  side_.nodes = graph.nodes.size();
  side_.edges = graph.edges.size();
  for (const auto& [id, node] : graph.nodes) {
    side_.calls += node.occurrences();
    knows_code_ |= node.code_known;
  }
  tests_.insert(graph.tests.names().begin(), graph.tests.names().end());
  for (const auto& [id, node] : graph.nodes) nodes_.emplace(id, Known{&node, 0});
  std::vector<std::string_view> seen;
  for (const auto& [hash, variant] : graph.variants) {
    seen.assign(variant.path.begin(), variant.path.end());
    std::sort(seen.begin(), seen.end());
    seen.erase(std::unique(seen.begin(), seen.end()), seen.end());
    for (const std::string_view id : seen) {
      if (const auto known = nodes_.find(id); known != nodes_.end())
        known->second.sessions += variant.sessions;
    }
  }
  for (auto& [id, known] : nodes_)
    known.sessions = bounded(known.sessions, known.node->occurrences(), known.node->exemplars);
}

const Node* Evidence::node(std::string_view id) const {
  const auto known = nodes_.find(id);
  return known == nodes_.end() ? nullptr : known->second.node;
}

uint64_t Evidence::bounded(uint64_t sessions, uint64_t calls, const Exemplars& exemplars) const {
  const size_t known = exemplars.ids().size();
  if (known != 0 && known < Exemplars::kKept) return std::min<uint64_t>(known, calls);
  return std::min({calls, side_.sessions, std::max(sessions, sessions_behind(exemplars))});
}

uint64_t Evidence::sessions_with(const std::string& id) const {
  const auto known = nodes_.find(id);
  return known == nodes_.end() ? 0 : known->second.sessions;
}

uint64_t Evidence::sessions_with(const EdgeKey& key, const Edge& edge) const {
  uint64_t sessions = side_.sessions;
  for (const std::string* const end : {&key.from, &key.to}) {
    if (const auto known = nodes_.find(*end); known != nodes_.end())
      sessions = std::min(sessions, known->second.sessions);
  }
  return bounded(sessions, edge.frequency, edge.exemplars);
}

Doubts::Doubts(const Evidence& present, const Evidence& absent, const char* name, bool strict,
               bool deterministic)
    : present_(present), absent_(absent), name_(name), strict_(strict), deterministic_(deterministic) {
  // One program may be called another name from one build to the next; one of several is missed.
  if (present.programs().size() > 1) {
    std::set_difference(present.programs().begin(), present.programs().end(), absent.programs().begin(),
                        absent.programs().end(), std::inserter(programs_not_run_, programs_not_run_.end()));
  }
}

Reason Doubts::about(const Finding& finding) const {
  if (Reason lost = loss(finding); !lost.certain()) return lost;
  if (const std::string program = file_name(finding.image); programs_not_run_.count(program) != 0)
    return {Doubt::kProgram, printable(program) + " was not run in " + name_};
  if (Reason not_run = tests_not_run(finding.tests); !not_run.certain()) return not_run;

  const double here = double(present_.side().sessions), there = double(absent_.side().sessions);
  // Of the sessions that have it, all would have to be on this side.
  const double chance = std::pow(here / std::max(1.0, here + there), double(finding.sessions));
  const bool may_be_chance = chance * double(std::max<uint64_t>(1, present_.side().edges)) > kChance;
  if (!may_be_chance) return {};
  const std::string few = "only " + counted(finding.sessions, "session has", "sessions have") + " it";
  if (absent_.side().sample_rate < 1)
    return {Doubt::kSampling, few + ", and not all were recorded in " + name_};
  if (!deterministic_) return {Doubt::kChance, few};
  return {};
}

Reason Doubts::in_code() const {
  return {Doubt::kCode, "it did not run in " + name_ + ", but is in the code"};
}

Reason Doubts::loss(const Finding& finding) const {
  const Side& side = absent_.side();
  const Node* const caller = absent_.node(finding.caller);
  if (caller != nullptr && caller->lower_bound)
    return {Doubt::kLoss, name_ + " lost records of sessions that would have it"};
  if (!strict_ && caller != nullptr) return {};
  if (side.sessions == 0) return {Doubt::kLoss, name_ + " has no sessions"};
  if (side.dropped_records != 0)
    return {Doubt::kLoss, name_ + " lost " + counted(side.dropped_records, "record", "records")};
  if (side.damaged_bytes != 0)
    return {Doubt::kLoss,
            counted(side.damaged_bytes, "byte", "bytes") + " of " + name_ + " could not be read"};
  if (strict_ && side.unfinished_runs != 0)
    return {Doubt::kLoss, counted(side.unfinished_runs, "run", "runs") + " of " + name_ + " did not end"};
  return {};
}

// One of the tests that ran in both is enough to know.
Reason Doubts::tests_not_run(const TestSet& tests) const {
  const std::vector<std::string>& names = present_.graph().tests.names();
  std::set<std::string> missing;
  bool one_ran = false;
  tests.for_each([&](uint32_t test) {
    absent_.ran(names[test]) ? void(one_ran = true) : void(missing.insert(names[test]));
  });
  if (one_ran || missing.empty()) return {};
  std::string text = "the test " + shortened(printable(*missing.begin()), 80);
  if (missing.size() > 1) text += " and " + std::to_string(missing.size() - 1) + " more";
  return {Doubt::kTests, text + " did not run in " + name_};
}

}  // namespace flowlog::graph
