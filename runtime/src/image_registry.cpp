// image_registry.cpp: see image_registry.h.
#include "image_registry.h"

#include <flowlog/format.h>
#include <string.h>

#include "archive/crc32c.h"

namespace flowlog::runtime {
namespace {

// Tells images apart by what an archive says of their sites. It reads all of that: not for every image.
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

bool says_the_same(const archive::ImageCopy& copy, const ImageSections& sections) {
  for (uint32_t i = 0; i < copy.count(); ++i) {
    const flowlog_info* now = Image::info(sections.begin[i]);
    const flowlog_info* then = copy.info(copy.first_number() + i);
    if (then == nullptr || then->text_bytes != now->text_bytes ||
        memcmp(then, now, sizeof *now + now->text_bytes) != 0)
      return false;
  }
  return true;
}

}  // namespace

bool ImageRegistry::add(const Locked&, const ImageSections& sections, unsigned char* gate, const char* path) {
  const auto count = static_cast<uint32_t>(sections.end - sections.begin);
  Image* image = unloaded_twin(sections);
  if (image == nullptr) {
    if (count > format::kMaxSite || next_number_ + count - 1 > format::kMaxSite) return false;
    if (!images_.reserve((count_ + 1) * sizeof(Image))) return false;
    image = this->begin() + count_++;
    *image = {};
    image->first_number = next_number_;
    next_number_ += count;
  }
  image->begin = sections.begin;
  image->count = count;
  image->gate = gate;
  image->path = path;
  image->shapes_begin = sections.shapes_begin;
  image->shapes_end = sections.shapes_end;
  image->loaded = true;
  for (uint32_t i = 0; i < count; ++i) image->begin[i].number = image->first_number + i;
  __atomic_store_n(gate, gates_open_ ? 1 : 0, __ATOMIC_RELEASE);
  return true;
}

// An image whose numbers mean the same, or meant nothing yet.
Image* ImageRegistry::unloaded_twin(const ImageSections& sections) {
  const auto count = static_cast<uint32_t>(sections.end - sections.begin);
  uint64_t fingerprint = 0;
  for (Image& image : *this) {
    if (image.loaded || image.count != count) continue;
    if (!image.may_be_named) return &image;
    if (!image.copy.empty()) {
      if (says_the_same(image.copy, sections)) return &image;
      continue;
    }
    if (fingerprint == 0) fingerprint = fingerprint_of(sections.begin, sections.end);
    if (image.fingerprint == fingerprint) return &image;
  }
  return nullptr;
}

uint64_t ImageRegistry::id_of_site(const Locked&, uint32_t number) {
  for (const Image& image : *this) {
    if (!image.loaded || number < image.first_number || number - image.first_number >= image.count) continue;
    return Image::info(image.begin[number - image.first_number])->id;
  }
  return 0;
}

void ImageRegistry::remove(const Locked&, flowlog_site* begin) {
  for (Image& image : *this) {
    if (!image.loaded || image.begin != begin) continue;
    __atomic_store_n(image.gate, 0, __ATOMIC_RELAXED);
    image.loaded = false;
    if (image.may_be_named && image.copy.empty())
      image.fingerprint = fingerprint_of(begin, begin + image.count);
    return;
  }
}

void ImageRegistry::set_gates(const Locked&, bool open) {
  gates_open_ = open;
  for (Image& image : *this) {
    if (image.loaded) __atomic_store_n(image.gate, open ? 1 : 0, __ATOMIC_RELAXED);
  }
}

void ImageRegistry::forget_copies(const Locked&) {
  for (Image& image : *this) {
    if (!image.copy.empty()) image.written = false;
    image.copy = {};
  }
}

void ImageRegistry::forget_written() {
  for (Image& image : *this) {
    image.copy = {};
    image.written = image.may_be_named = false;
  }
}

}  // namespace flowlog::runtime
