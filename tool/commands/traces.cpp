// traces.cpp: see traces.h.
#include "commands/traces.h"

#include <algorithm>
#include <cstdio>
#include <filesystem>
#include <utility>

#include "error.h"
#include "output.h"
#include "text.h"

namespace flowlog::cli {

std::vector<std::string> files_of(const std::string& input) {
  std::error_code error;
  if (input == kStandardStream || !std::filesystem::is_directory(input, error)) return {input};
  std::vector<std::string> files;
  for (std::filesystem::directory_iterator at(input, error), end; !error && at != end; at.increment(error)) {
    if (at->path().extension() == ".flog") files.push_back(at->path().string());
  }
  if (error) throw Error(input + ": can't be read: " + error.message());
  if (files.empty()) throw Error(input + ": has no traces (*.flog files)");
  std::sort(files.begin(), files.end());
  return files;
}

void for_each_trace(const std::string& input,
                    const std::function<void(std::unique_ptr<trace::Trace>)>& each) {
  for (const std::string& file : files_of(input)) {
    auto source = trace::open_input(file);
    std::string start;
    source->read(0, 64, start);
    if (start.starts_with("{") && start.find("\"graph_type\"") != std::string::npos)
      throw Error(source->name() + ": is a graph, not a trace; sessions are in the traces");
    each(std::make_unique<trace::Trace>(std::move(source)));
  }
}

std::string losses_of(const trace::Trace& trace) {
  const trace::Losses& losses = trace.losses();
  std::string what;
  const auto add = [&](uint64_t count, const char* unit) {
    if (count == 0) return;
    if (!what.empty()) what += ", ";
    what += std::to_string(count) + unit;
  };
  add(losses.dropped_records, " dropped records");
  const uint64_t damaged_bytes = losses.damaged_bytes - losses.cut_bytes;
  add(damaged_bytes, " damaged bytes");
  if (damaged_bytes != 0 && losses.first_damage != 0)
    what += " from offset " + std::to_string(losses.first_damage);
  add(losses.cut_bytes, " bytes of a block that is cut off");
  add(losses.missing_blocks, " missing blocks");
  return what.empty() ? what : trace.name() + ": lost: " + what;
}

void report_losses(const trace::Trace& trace) {
  const std::string losses = losses_of(trace);
  if (!losses.empty()) say(losses);
}

void say(const std::string& line) { std::fprintf(stderr, "flowlog: %s\n", printable(line).c_str()); }

}  // namespace flowlog::cli
