// plan.h: what the AST half hands to the IR half: which functions to track, and how.
//
// Filled while the unit is parsed, read by the pass after the compiler has made IR of it; both on the
// compiler's one thread. The declarations that it points to live until then, see consumer.cpp.
#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "llvm/ADT/StringMap.h"
#include "llvm/ADT/StringRef.h"
#include "skip.h"

namespace clang {
class FunctionDecl;
}

namespace flowlog::plugin {

// How to tell a call's outcome from the object that it returns (docs/tracking.md has the table). The question
// is asked by a classifier, a function `unsigned (const Result&)` that the compiler has instantiated for us;
// it carries the key kClassifierKey with the number `classifier`.
struct Classification {
  enum class Kind {
    kNone,         // returning is success
    kFailed,       // not 0: the call has `failed_outcome`, with `detail` if there is one
    kAlternative,  // the number of the alternative; ~0: an error, the variant lost its value
    kStated,       // the outcome, as the user's flowlog::outcome says it; `detail` goes with errors
  };
  Kind kind = Kind::kNone;
  size_t classifier = 0;
  uint32_t failed_outcome = 0;
  std::string detail;
  // Of a call that did not fail, the dynamic type is the detail of the object whose address this classifier
  // gives.
  std::optional<size_t> object;
  uint64_t result_bytes = 0;
  // x86-64 passes 16 bytes whose first eight hold no data in one register, for the second eight.
  bool first_eightbyte_empty = false;
};

// What a site's section entries say of a function (docs/format.md, "Site descriptions").
struct Description {
  std::string text;
  std::map<uint64_t, std::string> shapes;  // those that `text` names, by their number
};

struct PlannedFunction {
  const clang::FunctionDecl* declaration = nullptr;
  bool session = false;       // each call starts a session
  bool annotated = false;     // on the function itself; then it is worth a warning if it can't be tracked
  bool by_match = false;      // nothing but match= asked for it
  bool has_versions = false;  // versions.h; those of one function share the first one's place in by_symbol
  Classification result;
};

struct Plan {
  std::vector<PlannedFunction> functions;  // its index is the function's key
  llvm::StringMap<size_t> by_symbol;       // linkage name -> index; see consumer.cpp for who stands here
  bool marked = false;                     // there may be marks in the IR to take off
  bool cplusplus = false;
  bool pass_runs = true;  // false: whatever is planned, nothing will come of it
  unsigned min_instructions = 0;

  // Of the function under this linkage name.
  std::function<Description(const PlannedFunction&, llvm::StringRef symbol)> describe;
  // The path that salts the ids of symbols with internal linkage.
  std::function<std::string(const PlannedFunction&)> source_path;
  // What became of a function; `Skip::kNone` for a tracked one.
  std::function<void(const PlannedFunction&, Skip)> report;
  // Ids of the virtual method under the key kVirtualKey with this number, and of all that it overrides
  // (virtual_methods.h).
  std::function<std::vector<uint64_t>(size_t)> answered_by;
};

}  // namespace flowlog::plugin
