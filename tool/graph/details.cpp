// details.cpp: see details.h.
#include "graph/details.h"

#include <cxxabi.h>

#include <cstdlib>
#include <memory>
#include <utility>

#include "text.h"

namespace flowlog::graph {
namespace {

// A name can refer back to its parts, so that each dozen characters may double what it stands for.
constexpr size_t kMaxDemangledBytes = 256;

// Demanglers spell types in full; people, and the shapes beside these names, do not.
constexpr std::pair<std::string_view, std::string_view> kPlainer[] = {
    {"std::__cxx11::", "std::"},
    {"std::__1::", "std::"},
    {"std::basic_string<char, std::char_traits<char>, std::allocator<char> >", "std::string"},
    {"std::basic_string_view<char, std::char_traits<char> >", "std::string_view"},
    {" >", ">"},
};

std::string replaced(std::string_view text, std::string_view from, std::string_view to) {
  std::string result;
  for (size_t at; (at = text.find(from)) != text.npos; text.remove_prefix(at + from.size())) {
    result += text.substr(0, at);
    result += to;
  }
  return result += text;
}

}  // namespace

std::string demangled_type(std::string_view name) {
  if (name.size() > kMaxDemangledBytes) return valid_utf8(name);
  int status = 0;
  const std::unique_ptr<char, decltype(&std::free)> type(
      abi::__cxa_demangle(std::string(name).c_str(), nullptr, nullptr, &status), &std::free);
  if (status != 0 || !type) return valid_utf8(name);
  std::string text = type.get();
  for (const auto& [from, to] : kPlainer) text = replaced(text, from, to);
  return valid_utf8(text);
}

std::string alternative_name(const trace::Site& site, uint32_t alternative) {
  const auto& names = site.description.alternatives;
  if (alternative < names.size() && !names[alternative].empty()) return names[alternative];
  return "#" + std::to_string(alternative);
}

}  // namespace flowlog::graph
