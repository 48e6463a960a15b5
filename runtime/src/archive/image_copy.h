// image_copy.h: what a pool keeps of an image, so that its sites can be described when the image is gone: its
// sites, descriptions and shapes as the linker made them. docs/format.md, "Chunks and the pool".
//
// A view of bytes that stay their owner's. They may be anything: what does not fit is not there.
#pragma once

#include <flowlog/abi.h>
#include <flowlog/format.h>

#include <cstddef>
#include <cstdint>
#include <string_view>

namespace flowlog::archive {

class ImageCopy {
 public:
  constexpr ImageCopy() = default;  // of nothing

  // The copy that `data`, a multiple of 8, starts with. Of nothing if its parts are longer than `bytes`.
  static ImageCopy at(unsigned char* data, size_t bytes);

  bool empty() const { return data_ == nullptr; }
  unsigned char* data() const { return data_; }
  size_t bytes() const { return header_.bytes; }
  uint32_t first_number() const { return header_.first_number; }
  uint32_t count() const { return header_.count; }
  std::string_view path() const {
    return {reinterpret_cast<const char*>(shapes_begin() + header_.shapes_bytes), header_.path_bytes};
  }

  // The shapes section.
  std::string_view shapes() const {
    return {reinterpret_cast<const char*>(shapes_begin()), static_cast<size_t>(header_.shapes_bytes)};
  }

  // Of the site with that number; null if it has none.
  const flowlog_info* info(uint32_t number) const;

  // `visit(shape, bytes)` for each shape, with the bytes of its entry.
  template <typename Visit>
  void for_each_shape(Visit visit) const {
    size_t bytes;
    for (size_t at = 0; at < header_.shapes_bytes; at += bytes) {
      auto* const shape = entry_at(shapes_begin(), header_.shapes_bytes, at, bytes);
      if (shape == nullptr) return;
      visit(*shape, bytes);
    }
  }

 private:
  static flowlog_info* entry_at(unsigned char* section, size_t section_bytes, size_t offset, size_t& bytes);

  unsigned char* infos() const {
    return data_ + sizeof header_ + size_t{header_.count} * sizeof(flowlog_site);
  }
  unsigned char* shapes_begin() const { return infos() + header_.info_bytes; }

  unsigned char* data_ = nullptr;
  format::ImageCopyHeader header_{};
};

}  // namespace flowlog::archive
