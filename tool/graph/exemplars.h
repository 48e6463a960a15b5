// exemplars.h: a few sessions to look at.
#pragma once

#include <cstddef>
#include <set>
#include <string>

namespace flowlog::graph {

// The least ids of those seen: a choice that does not depend on the order in which they came.
class Exemplars {
 public:
  static constexpr size_t kKept = 3;
  void add(const std::string& session_id);
  void add(const Exemplars& other);
  const std::set<std::string>& ids() const { return ids_; }

 private:
  std::set<std::string> ids_;
};

}  // namespace flowlog::graph
