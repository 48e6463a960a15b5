// sites.h: what the trace or the binary says of tracked functions. docs/format.md, "Site descriptions".
#pragma once

#include <cstdint>
#include <deque>
#include <string>
#include <string_view>
#include <vector>

#include "flowlog/abi.h"
#include "flowlog/format.h"
#include "trace/bytes.h"
#include "trace/shapes.h"

namespace flowlog::trace {

// Shapes are JSON texts in one canonical form: valid UTF-8, no spaces, keys in the order in which they were
// written.
struct SiteDescription {
  std::string id;
  std::string function_name;
  std::string symbol;
  std::string module;
  std::string file;
  uint32_t line = 0;
  std::string input_shape = "{}";
  std::string output_shape = "\"void\"";
  std::vector<std::string> alternatives;  // names of those of output_shape; empty if it is no variant
};

// Reads the JSON text of a description, with the shapes that it names by number put in. Fields that are
// missing or not of their kind keep their defaults; the name stands in for a missing id and the other way
// round. False if the text is no JSON object, too long (kMaxTextBytes) or too deep (kMaxDepth), or has
// neither name nor id.
bool parse_description(std::string_view text, ShapeTable& shapes, SiteDescription& site);
inline constexpr size_t kMaxDescriptionBytes = 1u << 18;
inline constexpr unsigned kMaxDescriptionDepth = 200;

// Whether JSON text nests deeper than kMaxDescriptionDepth: JSON libraries recurse when they write or free
// what they read. Brackets within strings only make this stricter.
bool is_too_deep(std::string_view json);

struct Site {
  uint64_t id = 0;
  uint32_t number = 0;
  uint32_t flags = 0;
  std::string image;
  std::string text;  // the description as it stands in the trace
  SiteDescription description;

  bool starts_session() const { return flags & FLOWLOG_INFO_SESSION; }
};

// The entries of a sites block, one by one. False at the end of the block, or where an entry does not fit
// into it; `reader.ok()` tells which.
struct RawSite {
  format::SiteEntry entry{};
  std::string_view image, text;
};
bool next_site(ByteReader& reader, RawSite& site);

// The sites of a trace by their number. Numbers that it does not name give a site called "(unknown)".
class SiteTable {
 public:
  SiteTable();

  // The payload of a sites block. Of several entries for one number the first counts. False if an entry
  // contradicts the block's length, or can't be read: the good ones are kept.
  bool add(Bytes payload, ShapeTable& shapes);

  // As one entry of it.
  bool add(const RawSite& raw, ShapeTable& shapes);

  const Site& at(uint32_t number) const { return sites_[number < index_.size() ? index_[number] : 0]; }
  bool knows(uint32_t number) const { return number < index_.size() && index_[number] != 0; }

  // One more than the greatest number.
  uint32_t end() const { return uint32_t(index_.size()); }

  // In the order in which they stand in the trace.
  const std::deque<Site>& all() const { return sites_; }

 private:
  std::deque<Site> sites_;       // the first is the unknown one
  std::vector<uint32_t> index_;  // by number, into sites_
};

}  // namespace flowlog::trace
