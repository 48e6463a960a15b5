// image_registry.cpp: see image_registry.h.
#include "image_registry.h"

#include <flowlog/format.h>

#include "archive/crc32c.h"

namespace flowlog::runtime {
namespace {

// Tells images apart by what the archive says of their sites.
uint64_t fingerprint_of(const flowlog_site* begin, const flowlog_site* end) {
  uint64_t ids = 0;
  uint32_t texts = 0;
  for (const flowlog_site* site = begin; site != end; ++site) {
    const flowlog_info* info = Image::info(*site);
    ids = (ids ^ info->id) * 0x9E3779B97F4A7C15u;
    texts = archive::crc32c(texts, info->text, info->text_bytes);
  }
  return ids ^ texts;
}

}  // namespace

bool ImageRegistry::add(const Locked&, const ImageSections& sections, unsigned char* gate, const char* path) {
  flowlog_site* const begin = sections.begin;
  flowlog_site* const end = sections.end;
  const auto count = static_cast<uint32_t>(end - begin);
  const uint64_t fingerprint = fingerprint_of(begin, end);
  Image* image = unloaded_twin(count, fingerprint);
  if (image == nullptr) {
    if (count > format::kMaxSite || next_number_ + count - 1 > format::kMaxSite) return false;
    if (!images_.reserve((count_ + 1) * sizeof(Image))) return false;
    image = this->begin() + count_++;
    *image = {};
    image->first_number = next_number_;
    next_number_ += count;
  }
  *image = {begin,       count, image->first_number, gate, path, sections.shapes_begin, sections.shapes_end,
            fingerprint, true,  image->written};
  for (uint32_t i = 0; i < count; ++i) begin[i].number = image->first_number + i;
  __atomic_store_n(gate, gates_open_ ? 1 : 0, __ATOMIC_RELEASE);
  return true;
}

Image* ImageRegistry::unloaded_twin(uint32_t count, uint64_t fingerprint) {
  for (Image& image : *this) {
    if (!image.loaded && image.count == count && image.fingerprint == fingerprint) return &image;
  }
  return nullptr;
}

void ImageRegistry::remove(const Locked&, flowlog_site* begin) {
  for (Image& image : *this) {
    if (!image.loaded || image.begin != begin) continue;
    __atomic_store_n(image.gate, 0, __ATOMIC_RELAXED);
    image.loaded = false;
    return;
  }
}

void ImageRegistry::set_gates(const Locked&, bool open) {
  gates_open_ = open;
  for (Image& image : *this) {
    if (image.loaded) __atomic_store_n(image.gate, open ? 1 : 0, __ATOMIC_RELAXED);
  }
}

void ImageRegistry::forget_written() {
  for (Image& image : *this) image.written = false;
}

}  // namespace flowlog::runtime
