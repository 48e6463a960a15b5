// places.h: where functions stand in the page, before anybody knows how much room they take.
//
// Calls lead from left to right: each frame has columns, and each column its functions and inner frames from
// top to bottom, so that few arrows cross. The page turns these into coordinates, since only it knows fonts,
// and what is collapsed or filtered out (page/layout.js).
#pragma once

#include <cstdint>
#include <string>
#include <utility>
#include <vector>

#include "render/groups.h"

namespace flowlog::render {

// Who calls whom, by number: the graph's nodes in their order, then the callers outside of it.
struct Calls {
  std::vector<std::string> nodes;  // ids, sorted
  size_t outside = 0;              // further numbers behind those of `nodes`
  struct Call {
    uint32_t from, to;
  };
  std::vector<Call> calls;  // those from a function to itself do not matter
};

struct Frame {
  static constexpr uint32_t kNoFrame = UINT32_MAX;

  struct Item {
    uint32_t number;  // of a function; or of a frame, in Places::frames
    bool is_frame;
  };
  std::string name;
  uint32_t parent = kNoFrame;
  std::vector<std::vector<Item>> columns;
};

// Outer frames come before inner ones; the first is the picture itself, and has the callers from outside.
using Places = std::vector<Frame>;

Places places_of(const Group& frame, const Calls& calls);

}  // namespace flowlog::render
