// pool_images.cpp: the copies that a pool has of images' sites, behind its blocks.
#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/uio.h>
#include <unistd.h>

#include "pool.h"

namespace flowlog::runtime {
namespace {

using namespace format;

const flowlog_info* info_of(const flowlog_site& site) {
  return reinterpret_cast<const flowlog_info*>(reinterpret_cast<const char*>(&site) + site.info);
}

size_t bytes_between(const void* begin, const void* end) {
  return static_cast<size_t>(static_cast<const char*>(end) - static_cast<const char*>(begin));
}

// The part of the info section that sites refer to.
struct Infos {
  explicit Infos(const Pool::ImageParts& image) : first(info_of(image.sites[0])), last(first) {
    for (uint32_t i = 1; i < image.count; ++i) {
      const flowlog_info* info = info_of(image.sites[i]);
      if (info < first) first = info;
      if (info > last) last = info;
    }
  }
  size_t bytes() const {
    constexpr size_t kAlignment = alignof(flowlog_info);
    return bytes_between(first, last) +
           (sizeof *last + last->text_bytes + kAlignment - 1) / kAlignment * kAlignment;
  }
  const flowlog_info* first;
  const flowlog_info* last;
};

bool write_all(int descriptor, iovec* pieces, int count, off_t offset) {
  while (count > 0) {
    const ssize_t done = ::pwritev(descriptor, pieces, count, offset);
    if (done < 0 && errno == EINTR) continue;
    if (done <= 0) return false;
    offset += done;
    auto left = static_cast<size_t>(done);
    for (; count > 0 && left >= pieces->iov_len; ++pieces, --count) left -= pieces->iov_len;
    if (count == 0) break;
    pieces->iov_base = static_cast<char*>(pieces->iov_base) + left;
    pieces->iov_len -= left;
  }
  return true;
}

iovec piece(const void* data, size_t bytes) { return {const_cast<void*>(data), bytes}; }

}  // namespace

// Written and not stored: the device's being full is then an error, and pages need not be cleared first. It
// counts when it is whole.
archive::ImageCopy Pool::keep(const ImageParts& image) {
  const Infos infos(image);
  ImageCopyHeader header{};
  header.first_number = image.first_number;
  header.count = image.count;
  header.info_displacement =
      static_cast<int64_t>(reinterpret_cast<intptr_t>(infos.first) - reinterpret_cast<intptr_t>(image.sites));
  header.info_bytes = infos.bytes();
  header.shapes_bytes = bytes_between(image.shapes_begin, image.shapes_end);
  header.path_bytes = static_cast<uint32_t>(strlen(image.path));
  iovec pieces[] = {
      piece(&header, sizeof header),         piece(image.sites, image.count * sizeof *image.sites),
      piece(infos.first, header.info_bytes), piece(image.shapes_begin, header.shapes_bytes),
      piece(image.path, header.path_bytes),
  };
  uint64_t bytes = 0;
  for (const iovec& part : pieces) bytes += part.iov_len;
  header.bytes = (bytes + kImageCopyAlignment - 1) / kImageCopyAlignment * kImageCopyAlignment;
  if (images_bytes_ + header.bytes > kMaxImageCopiesBytes || was_cut()) return {};

  const int descriptor = ::open(path_, O_RDWR | O_NOFOLLOW | O_CLOEXEC);
  if (descriptor < 0) return {};
  const auto offset = static_cast<off_t>(header_->images_offset + images_bytes_);
  std::byte* const place = chunks_ + chunks_bytes() + images_bytes_;
  const bool written = write_all(descriptor, pieces, sizeof pieces / sizeof *pieces, offset) &&
                       ::ftruncate(descriptor, offset + static_cast<off_t>(header.bytes)) == 0;
  const bool mapped = written && ::mmap(place, header.bytes, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_FIXED,
                                        descriptor, offset) != MAP_FAILED;
  ::close(descriptor);
  if (!mapped) return {};
  images_bytes_ += header.bytes;
  __atomic_store_n(&header_->images_bytes, images_bytes_, __ATOMIC_RELEASE);
  return archive::ImageCopy::at(reinterpret_cast<unsigned char*>(place), header.bytes);
}

}  // namespace flowlog::runtime
