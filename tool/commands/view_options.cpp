// view_options.cpp: see view_options.h.
#include "commands/view_options.h"

#include <string>

#include "commands/count_option.h"

namespace flowlog::cli {

void add_view_options(CLI::App* command, graph::ViewOptions& view, const std::string& max_edges) {
  command->add_flag("--only-errors", view.only_errors, "Only what failed, and the ways that lead there");
  add_count(command, "--min-count", view.min_count, "Only functions and edges that ran at least so often");
  command->add_option("--module", view.module,
                      "Only functions of the modules that match this regular expression");
  command->add_option("--focus", view.focus,
                      "Only this function, with its callers and callees, near and far");
  command->add_option("--ignore", view.ignore, "Not the functions that match this regular expression");
  command->add_option("--test", view.test,
                      "Only what the tests ran whose names match this regular expression");
  add_count(command, "--depth", view.depth,
            "Only what is at most so many calls away from where calls come in");
  add_count(command, "--max-edges", view.max_edges, "Only so many edges, the busiest" + max_edges);
}

}  // namespace flowlog::cli
