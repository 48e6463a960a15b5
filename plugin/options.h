// options.h: the plugin's arguments, -fplugin-arg-flowlog-NAME[=VALUE].
#pragma once

#include <string>
#include <vector>

namespace clang {
class DiagnosticsEngine;
}

namespace flowlog::plugin {

struct Options {
  std::vector<std::string> match;    // regular expressions (POSIX extended) over qualified names; any of them
  std::vector<std::string> exclude;  // likewise; wins over match
  unsigned shape_depth = 3;          // levels of objects in a shape; 0: type names only
  unsigned min_instructions = 0;     // under match, functions with fewer IR instructions are left out
  bool off = false;                  // compile as if the plugin were not there
  bool quiet = false;                // no warnings about what is not tracked
  bool remarks = false;              // say of each function that it is tracked, or why not
};

// Reads `arguments` ("match=^app::", "off", …). Reports the first bad one as a compile error that shows it,
// and returns false.
bool parse_options(const std::vector<std::string>& arguments, clang::DiagnosticsEngine& diagnostics,
                   Options& options);

}  // namespace flowlog::plugin
