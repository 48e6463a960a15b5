// diff_gate.h: which differences are to fail a build.
#pragma once

#include <string>
#include <vector>

#include "graph/diff.h"

namespace flowlog::graph {

// Only what is certain fires (Reason); what is doubtful is counted.
class DiffGate {
 public:
  // A list as users write it: "new-error-edge,slower=20%". Throws Error for what it does not know.
  explicit DiffGate(const std::string& kinds);

  // The names of all kinds, for messages: "new-node, …".
  static std::string kinds();

  bool needs_durations() const;

  struct Fired {
    std::string kind;  // as the user wrote it
    size_t count = 0;
    std::string first;  // one of them, as text on one line
  };
  struct Verdict {
    std::vector<Fired> fired;  // in the order in which they were asked for
    size_t doubtful = 0;       // that would have fired if they were certain
  };
  Verdict judge(const Diff& diff) const;

 private:
  struct Kind;
  struct Asked {
    const Kind* kind;
    std::string text;
    double factor;  // from which on it fires, for kinds of numbers
  };
  static const Kind kKinds[];
  std::vector<Asked> asked_;
};

}  // namespace flowlog::graph
