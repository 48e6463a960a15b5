// site_writer.cpp: see site_writer.h.
#include "site_writer.h"

#include <algorithm>
#include <cstring>
#include <string_view>

namespace flowlog::archive {
namespace {

constexpr uint32_t kWritten = 1;  // in the flags of a copy's shape

constexpr bool is_digit(char c) { return c >= '0' && c <= '9'; }

// `found(number)` for each number in JSON text. Descriptions name shapes by them; that they hold others as
// well, such as a line, does no harm: no shape has so small an id.
template <typename Found>
bool for_each_number(std::string_view json, Found found) {
  bool in_string = false;
  for (size_t at = 0; at < json.size(); ++at) {
    if (in_string && json[at] == '\\') {
      ++at;
    } else if (json[at] == '"') {
      in_string = !in_string;
    } else if (!in_string && is_digit(json[at])) {
      uint64_t number = 0;
      for (; at < json.size() && is_digit(json[at]); ++at) number = number * 10 + (json[at] - '0');
      if (!found(number)) return false;
      --at;
    }
  }
  return true;
}

}  // namespace

bool SiteWriter::write(BlockWriter& blocks, const ImageCopy& image, const uint32_t* numbers, size_t count) {
  const uint32_t* const end = numbers + count;
  const uint32_t* const first = std::lower_bound(numbers, end, image.first_number());
  const uint32_t* const last = std::lower_bound(first, end, image.first_number() + image.count());
  wanted_count_ = 0;
  for (const uint32_t* number = first; number != last; ++number) {
    const flowlog_info* info = image.info(*number);
    if (info != nullptr && !want_shapes_of(*info)) return false;
  }
  if (!write_wanted_shapes(blocks, image)) return false;
  const std::string_view path = image.path();
  for (const uint32_t* number = first; number != last; ++number) {
    const flowlog_info* info = image.info(*number);
    if (info == nullptr) continue;
    const format::SiteEntry entry{info->id, *number, info->flags, static_cast<uint32_t>(path.size()),
                                  info->text_bytes};
    if (!blocks.add_site(entry, path.data(), info->text)) return false;
  }
  return blocks.end_sites();
}

bool SiteWriter::want_shapes_of(const flowlog_info& site) {
  return for_each_number({site.text, site.text_bytes}, [&](uint64_t number) {
    if (!wanted_.reserve((wanted_count_ + 1) * sizeof number)) return false;
    wanted()[wanted_count_++] = number;
    return true;
  });
}

bool SiteWriter::is_wanted(const flowlog_info& shape) const {
  return (shape.flags & kWritten) == 0 && std::binary_search(wanted(), wanted() + wanted_count_, shape.id);
}

bool SiteWriter::write_wanted_shapes(BlockWriter& blocks, const ImageCopy& image) {
  if (wanted_count_ == 0) return true;
  std::sort(wanted(), wanted() + wanted_count_);
  size_t gathered_bytes = 0;
  bool has_room = true;
  image.for_each_shape([&](const flowlog_info& shape, size_t bytes) {
    if (!has_room || !is_wanted(shape)) return;
    has_room = shapes_.reserve(gathered_bytes + bytes);
    if (!has_room) return;
    std::memcpy(shapes_.data() + gathered_bytes, &shape, bytes);
    gathered_bytes += bytes;
  });
  const char* const gathered = reinterpret_cast<const char*>(shapes_.data());
  if (!has_room || !blocks.shapes(gathered, gathered + gathered_bytes)) return false;
  image.for_each_shape([&](flowlog_info& shape, size_t) {
    if (is_wanted(shape)) shape.flags |= kWritten;
  });
  return true;
}

}  // namespace flowlog::archive
