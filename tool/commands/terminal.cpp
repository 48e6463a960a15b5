// terminal.cpp: see terminal.h.
#include "commands/terminal.h"

#include <sys/ioctl.h>
#include <unistd.h>

#include <charconv>
#include <cstdlib>
#include <string_view>

#include "output.h"

namespace flowlog::cli {
namespace {

bool is_terminal(const std::string& output) { return output == kStandardStream && ::isatty(STDOUT_FILENO); }

}  // namespace

bool wants_color(const std::string& output) {
  const char* no_color = std::getenv("NO_COLOR");
  const char* terminal = std::getenv("TERM");
  if (no_color != nullptr && *no_color != '\0') return false;
  if (terminal == nullptr || std::string_view(terminal) == "dumb") return false;
  return is_terminal(output);
}

size_t columns_of(const std::string& output) {
  if (!is_terminal(output)) return 0;
  if (const char* text = std::getenv("COLUMNS")) {
    const std::string_view said = text;
    size_t columns = 0;
    const auto [end, error] = std::from_chars(said.data(), said.data() + said.size(), columns);
    if (error == std::errc() && end == said.data() + said.size() && columns != 0) return columns;
  }
  winsize size{};
  return ::ioctl(STDOUT_FILENO, TIOCGWINSZ, &size) == 0 ? size.ws_col : 0;
}

}  // namespace flowlog::cli
