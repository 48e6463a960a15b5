// site_writer.h: writes some of an image's sites into an archive, with the shapes that these name.
//
// One thread at a time. Takes memory from the system, not from malloc, and reports failure by `false`.
#pragma once

#include <cstddef>
#include <cstdint>

#include "block_writer.h"
#include "image_copy.h"
#include "pages.h"

namespace flowlog::archive {

class SiteWriter {
 public:
  constexpr SiteWriter() = default;

  // Those of `numbers`, which ascend, that are the image's. A shape that was written is marked in the copy,
  // and not written again. Where it fails, the same call may be made again.
  bool write(BlockWriter& blocks, const ImageCopy& image, const uint32_t* numbers, size_t count);

 private:
  bool want_shapes_of(const flowlog_info& site);
  bool write_wanted_shapes(BlockWriter& blocks, const ImageCopy& image);
  bool is_wanted(const flowlog_info& shape) const;
  uint64_t* wanted() const { return reinterpret_cast<uint64_t*>(wanted_.data()); }

  Pages wanted_;  // ids of shapes
  size_t wanted_count_ = 0;
  Pages shapes_;  // entries on their way into a block
};

}  // namespace flowlog::archive
