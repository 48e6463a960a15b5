// details.cpp: see details.h.
#include "graph/details.h"

#include <cxxabi.h>

#include <cstdlib>
#include <memory>

#include "text.h"

namespace flowlog::graph {
namespace {

// A name can refer back to its parts, so that each dozen characters may double what it stands for.
constexpr size_t kMaxDemangledBytes = 256;

}  // namespace

std::string demangled_type(std::string_view name) {
  if (name.size() > kMaxDemangledBytes) return valid_utf8(name);
  int status = 0;
  const std::unique_ptr<char, decltype(&std::free)> type(
      abi::__cxa_demangle(std::string(name).c_str(), nullptr, nullptr, &status), &std::free);
  return valid_utf8(status == 0 && type ? std::string_view(type.get()) : name);
}

std::string alternative_name(const trace::Site& site, uint32_t alternative) {
  const auto& names = site.description.alternatives;
  if (alternative < names.size() && !names[alternative].empty()) return names[alternative];
  return "#" + std::to_string(alternative);
}

}  // namespace flowlog::graph
