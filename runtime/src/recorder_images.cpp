// recorder_images.cpp: images come and go, and their sites into pool and archive.
//
// An archive has the sites that its chunks name, each before the first of these, and the pool a copy of all,
// from which they come: of an image that is unloaded, and for the reader of a killed program's pool. Where
// the pool can't take a copy, the archive has all sites of the image from the start.
#include <unistd.h>

#include "base/complain.h"
#include "recorder.h"

namespace flowlog::runtime {

void Recorder::add_image(const ImageSections& sections, unsigned char* gate, const char* path) {
  const ImageRegistry::Locked locked(images_);
  attach(locked);
  if (!images_.add(locked, sections, gate, path)) {
    complain("too many tracked functions; not recorded are those of", path);
    return;
  }
  if (state_.load(std::memory_order_acquire) != State::kRunning) return;  // start() writes them
  const int descriptor = archiver_.open();
  write_new_images(locked, descriptor);  // the writer tries again
  if (descriptor >= 0) ::close(descriptor);
}

uint64_t Recorder::site_id(uint32_t number) {
  const ImageRegistry::Locked locked(images_);
  return images_.id_of_site(locked, number);
}

void Recorder::remove_image(flowlog_site* begin) {
  const ImageRegistry::Locked locked(images_);
  images_.remove(locked, begin);
}

bool Recorder::write_new_images(const ImageRegistry::Locked& locked, int descriptor) {
  return images_.write_new(locked, [&](Image& image) {
    if (image.count == 0) return true;
    image.copy = pool_.keep(
        {image.begin, image.count, image.first_number, image.shapes_begin, image.shapes_end, image.path});
    return !image.copy.empty() || archiver_.add_sites(descriptor, image);
  });
}

// The chunk as it stands.
bool Recorder::archive_words(int descriptor, uint32_t index, uint32_t max_words) {
  if (!archiver_.take_chunk(pool_, index, max_words)) return false;
  if (archiver_.names_new_sites()) {
    const ImageRegistry::Locked locked(images_);
    if (was_cut()) {
      images_.forget_copies(locked);
      if (!write_new_images(locked, descriptor)) return false;
    }
    const bool written = images_.for_each_copy(
        locked, [&](const archive::ImageCopy& copy) { return archiver_.add_new_sites_in(descriptor, copy); });
    if (!written) return false;
    archiver_.forget_new_sites();
  }
  return archiver_.add_taken_chunk(descriptor);
}

}  // namespace flowlog::runtime
