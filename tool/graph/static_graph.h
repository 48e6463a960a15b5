// static_graph.h: the graph that a program's code tells of before it ever ran. docs/graph.md, "Static edges".
#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <vector>

#include "graph/graph.h"
#include "trace/call_lists.h"
#include "trace/sites.h"

namespace flowlog::graph {

struct Binary {
  std::string path;
  std::vector<trace::Site> sites;
  std::vector<trace::CallList> calls;
};

// Who can call whom among the tracked functions of binaries that are one program: an executable and its
// shared objects. A call goes to its own binary's function where that has it, else to the others'. Functions
// that are not tracked are seen through, as far as their call lists are there.
class StaticCalls {
 public:
  explicit StaticCalls(const std::vector<Binary>& binaries);

  // What the function with this site in this binary can call: node ids, and whether only virtual calls lead
  // there.
  std::map<std::string, bool> of(size_t binary, uint64_t site);

 private:
  using Index = uint32_t;
  struct Function {
    std::string node;  // of a tracked function; else empty
    std::vector<Index> calls, virtual_calls;
  };
  using Numbers = std::map<uint64_t, Index>;  // by id

  void add_functions(const Binary& binary, Numbers& numbers);
  void resolve(const Binary& binary, size_t number);
  std::vector<Index> targets_of(uint64_t id, size_t from_binary) const;
  void walk(std::vector<Index> waiting, bool through_virtual, std::map<std::string, bool>& found);

  std::vector<Function> functions_;
  std::vector<Numbers> numbers_;                    // of each binary
  std::map<uint64_t, std::vector<Index>> answers_;  // by the id of a declared method
  std::vector<bool> seen_;                          // by the walk under way
  std::vector<Index> virtual_targets_;              // met by it
};

// Functions that never ran, and edges that are static only.
Graph static_graph(const std::vector<Binary>& binaries);

}  // namespace flowlog::graph
