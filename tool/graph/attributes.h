// attributes.h: what the program said of a session; docs/format.md, "Attributes".
#pragma once

#include <flowlog/format.h>

#include <algorithm>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace flowlog::graph {

class Attributes {
 public:
  using Entry = std::pair<std::string, std::string>;

  static constexpr size_t kMost =
      64;  // a trace with more of one session is hostile, and gets no memory for it

  // In the order in which the keys were first set. Any bytes.
  const std::vector<Entry>& entries() const { return entries_; }

  void set(std::string_view key, std::string_view value) {
    const auto at = std::find_if(entries_.begin(), entries_.end(),
                                 [key](const Entry& entry) { return entry.first == key; });
    if (at != entries_.end()) {
      at->second = value;
    } else if (entries_.size() < kMost) {
      entries_.emplace_back(key, value);
    }
  }
  void add_missing(const Attributes& other) {
    for (const auto& [key, value] : other.entries_) {
      const bool known = std::any_of(entries_.begin(), entries_.end(),
                                     [&key = key](const Entry& entry) { return entry.first == key; });
      if (!known) set(key, value);
    }
  }
  void clear() { entries_.clear(); }

  // The session is a test's, and that failed, whatever its calls did.
  bool tell_of_failed_test() const {
    return std::find(entries_.begin(), entries_.end(), Entry(format::kTestResult, format::kTestFailed)) !=
           entries_.end();
  }

 private:
  std::vector<Entry> entries_;
};

}  // namespace flowlog::graph
