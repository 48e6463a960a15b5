// options.cpp: the one table of the plugin's arguments.
#include "options.h"

#include <functional>

#include "clang/Basic/Diagnostic.h"
#include "llvm/ADT/StringRef.h"
#include "llvm/Support/Regex.h"

namespace flowlog::plugin {
namespace {

using llvm::StringRef;

// Each setter returns what is wrong with the value, or "" if it took it.
std::string add_regex(StringRef value, std::vector<std::string>& list) {
  std::string problem;
  if (value.empty()) return "a regular expression is missing";
  if (!llvm::Regex(value).isValid(problem)) return "not a regular expression: " + problem;
  list.push_back(value.str());
  return "";
}

std::string set_number(StringRef value, unsigned limit, unsigned& number) {
  if (value.getAsInteger(10, number) || number > limit)
    return "expected a number from 0 to " + std::to_string(limit);
  return "";
}

std::string set_flag(StringRef value, bool& flag) {
  if (!value.empty()) return "takes no value";
  flag = true;
  return "";
}

struct Argument {
  const char* name;
  std::function<std::string(StringRef, Options&)> set;
};

const Argument kArguments[] = {
    {"match", [](StringRef value, Options& o) { return add_regex(value, o.match); }},
    {"exclude", [](StringRef value, Options& o) { return add_regex(value, o.exclude); }},
    {"shape-depth", [](StringRef value, Options& o) { return set_number(value, 64, o.shape_depth); }},
    {"min-instructions",
     [](StringRef value, Options& o) { return set_number(value, 1000000, o.min_instructions); }},
    {"off", [](StringRef value, Options& o) { return set_flag(value, o.off); }},
    {"quiet", [](StringRef value, Options& o) { return set_flag(value, o.quiet); }},
    {"remarks", [](StringRef value, Options& o) { return set_flag(value, o.remarks); }},
};

std::string take(StringRef argument, Options& options) {
  const auto [name, value] = argument.split('=');
  std::string known;
  for (const Argument& candidate : kArguments) {
    if (name == candidate.name) return candidate.set(value, options);
    known += (known.empty() ? "" : ", ") + std::string(candidate.name);
  }
  return "unknown argument; there are " + known;
}

}  // namespace

bool parse_options(const std::vector<std::string>& arguments, clang::DiagnosticsEngine& diagnostics,
                   Options& options) {
  for (const std::string& argument : arguments) {
    const std::string problem = take(argument, options);
    if (problem.empty()) continue;
    const unsigned id =
        diagnostics.getCustomDiagID(clang::DiagnosticsEngine::Error, "flowlog: bad plugin argument '%0': %1");
    diagnostics.Report(id) << argument << problem;
    return false;
  }
  return true;
}

}  // namespace flowlog::plugin
