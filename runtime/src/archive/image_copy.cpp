// image_copy.cpp: see image_copy.h.
#include "image_copy.h"

#include <cstring>

namespace flowlog::archive {

using namespace format;

ImageCopy ImageCopy::at(unsigned char* data, size_t bytes) {
  constexpr uint64_t kMost = uint64_t{1} << 40;  // of each part, so that no sum wraps
  ImageCopy copy;
  if (bytes < sizeof(ImageCopyHeader)) return {};
  std::memcpy(&copy.header_, data, sizeof copy.header_);
  const ImageCopyHeader& header = copy.header_;
  if (header.info_bytes > kMost || header.shapes_bytes > kMost) return {};
  const uint64_t needed = sizeof header + uint64_t{header.count} * sizeof(flowlog_site) + header.info_bytes +
                          header.shapes_bytes + header.path_bytes;
  const bool good =
      needed <= header.bytes && header.bytes <= bytes && header.bytes % kImageCopyAlignment == 0 &&
      header.info_bytes % alignof(flowlog_info) == 0 && header.shapes_bytes % alignof(flowlog_info) == 0;
  if (good) copy.data_ = data;
  return copy;
}

const flowlog_info* ImageCopy::info(uint32_t number) const {
  const uint32_t index = number - header_.first_number;
  if (index >= header_.count) return nullptr;
  flowlog_site site;
  const size_t place = size_t{index} * sizeof site;
  std::memcpy(&site, data_ + sizeof header_ + place, sizeof site);
  const uint64_t offset =
      place + static_cast<uint64_t>(int64_t{site.info}) - static_cast<uint64_t>(header_.info_displacement);
  size_t bytes;
  return entry_at(infos(), header_.info_bytes, offset, bytes);
}

flowlog_info* ImageCopy::entry_at(unsigned char* section, size_t section_bytes, size_t offset,
                                  size_t& bytes) {
  constexpr size_t kAlignment = alignof(flowlog_info);
  if (offset % kAlignment != 0 || offset > section_bytes || section_bytes - offset < sizeof(flowlog_info))
    return nullptr;
  auto* const entry = reinterpret_cast<flowlog_info*>(section + offset);
  bytes = (sizeof *entry + size_t{entry->text_bytes} + kAlignment - 1) / kAlignment * kAlignment;
  return bytes <= section_bytes - offset ? entry : nullptr;
}

}  // namespace flowlog::archive
