// picture.h: what is drawn, before it is written in any format: boxes, arrows, frames, legend, and all their
// texts.
//
// Everything is in a fixed order, so that a graph always gives the same picture. All text is valid UTF-8 on
// one line, except tooltips, whose lines end with a newline; nothing is escaped yet.
#pragma once

#include <array>
#include <cstdint>
#include <map>
#include <set>
#include <string>
#include <vector>

#include "graph/graph.h"
#include "render/groups.h"

namespace flowlog::render {

// What became of a box or an arrow since an earlier graph; its text says it as well.
enum class Mark { kNone, kAdded, kRemoved, kFailing, kSlower, kFaster, kChanged };

struct Box {
  std::string name;     // short, as it stands in its frame
  std::string facts;    // second line: calls, and the time of the middle call
  std::string tooltip;  // full name, place, outcomes, shapes
  std::array<uint64_t, graph::kOutcomes> outcomes{};
  bool ran = true;
  Mark mark = Mark::kNone;

  bool failed() const {
    return outcomes[size_t(graph::Outcome::kError)] + outcomes[size_t(graph::Outcome::kAbandoned)] != 0;
  }
};

struct Arrow {
  std::string from, to;  // ids; `from` may be outside (graph.h)
  graph::Outcome branch = graph::Outcome::kSuccess;
  std::string count;
  std::string tooltip;
  double weight = 0;  // 0 for the rarest to 1 for the hottest, by the logarithm of its frequency
  bool ran = true;
  bool remote = false;  // from another process
  Mark mark = Mark::kNone;
};

struct Picture {
  std::map<std::string, Box> boxes;  // by node id
  std::vector<Arrow> arrows;
  Group frame;                                     // the outermost
  std::string title;                               // whose runs, how many sessions and calls
  std::vector<std::string> notes;                  // what was lost and what was left out; may be empty
  std::array<uint64_t, graph::kOutcomes> calls{};  // that the arrows stand for
  std::set<Mark> marks;                            // that occur
  std::set<std::string> outside;                   // where arrows come from that are no boxes
  bool has_lower_bounds = false;
  bool has_static_edges = false;
  bool has_remote_edges = false;
};

Picture picture_of(const graph::Graph& graph, GroupBy group_by);

// The colours of the four outcomes, on a light ground; told apart also by those who do not see red and green.
inline constexpr std::array<const char*, graph::kOutcomes> kOutcomeColors = {"#2b8a6e", "#d1242f", "#c27c0e",
                                                                             "#7c4dba"};

// Of marks, likewise: blue for what is new, grey for what is gone. None for those that leave the colour as it
// is.
const char* color_of(Mark mark);

}  // namespace flowlog::render
