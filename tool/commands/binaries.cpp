// binaries.cpp: see binaries.h.
#include "commands/binaries.h"

#include <filesystem>
#include <system_error>

#include "error.h"
#include "text.h"
#include "trace/elf.h"

namespace flowlog::cli {

graph::Binary read_binary(const std::string& path) {
  const auto source = trace::open_file(path);
  graph::Binary binary{path, trace::read_sites_of_binary(*source), trace::read_calls_of_binary(*source)};
  if (binary.sites.empty())
    throw Error(path +
                ": has no tracked functions; was it compiled with flowlog's flag? If so, nothing in it is "
                "marked or matched");
  // As the recorder gives it.
  std::error_code unknown;
  const std::filesystem::path full = std::filesystem::canonical(path, unknown);
  if (!unknown) binary.path = valid_utf8(full.string());
  return binary;
}

}  // namespace flowlog::cli
