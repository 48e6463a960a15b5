// shapes.h: the shapes that descriptions name by number. docs/format.md, "Shapes".
#pragma once

#include <cstdint>
#include <deque>
#include <string>
#include <string_view>
#include <unordered_map>

#include "trace/bytes.h"

namespace flowlog::trace {

// The entries of a shapes block, or of a binary's section, one by one. False at the end, or where an entry
// does not fit; `reader.ok()` tells which.
struct RawShape {
  uint64_t number = 0;
  std::string_view text;
};
bool next_shape(ByteReader& reader, RawShape& shape);

class ShapeTable {
 public:
  struct Shape {
    uint64_t number;
    std::string text;
  };

  // Of several entries for one number the first counts. False if an entry contradicts the length of
  // `payload`, or is no JSON object that is short and flat enough (kMaxDescriptionBytes,
  // kMaxDescriptionDepth): the good ones are kept.
  bool add(Bytes payload);

  // The shape as JSON text; empty if there is none. A few bytes can name a long shape again and again: what
  // was given out in all has a limit, kMaxGivenBytes, beyond which there is none.
  std::string_view give(uint64_t number);
  static constexpr uint64_t kMaxGivenBytes = 1u << 28;

  // In the order in which they stand in the trace.
  const std::deque<Shape>& all() const { return shapes_; }

 private:
  std::deque<Shape> shapes_;
  std::unordered_map<uint64_t, const Shape*> by_number_;
  uint64_t given_bytes_ = 0;
};

}  // namespace flowlog::trace
