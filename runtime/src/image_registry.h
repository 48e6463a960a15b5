// image_registry.h: the images (executable, shared objects) whose sites can be recorded.
//
// Gives sites their numbers and holds the images' gates. An image that is unloaded and loaded again unchanged
// gets its old numbers back, so that reloading a plugin for ever neither uses numbers up nor writes names
// twice.
//
// Threads: any, but not in signal handlers; calls are serialised by a lock, under which signals are blocked.
#pragma once

#include <flowlog/abi.h>
#include <pthread.h>

#include <cstddef>
#include <cstdint>

#include "archive/image_copy.h"
#include "archive/pages.h"
#include "base/signals_blocked.h"

namespace flowlog::runtime {

struct ImageSections {  // as the linker made them
  flowlog_site* begin;
  flowlog_site* end;
  const flowlog_info* shapes_begin;
  const flowlog_info* shapes_end;
};

struct Image {
  flowlog_site* begin;
  uint32_t count;
  uint32_t first_number;
  unsigned char* gate;
  const char* path;  // valid while it is loaded, as are the sections
  const flowlog_info* shapes_begin;
  const flowlog_info* shapes_end;
  archive::ImageCopy copy;  // in the pool, where it outlives the image
  uint64_t fingerprint;     // of an unloaded one without a copy that may be named
  bool loaded;
  bool may_be_named;  // by records of this trace
  bool written;       // its sites are there for a reader: in its copy, or all of them in the archive

  static const flowlog_info* info(const flowlog_site& site) {
    return reinterpret_cast<const flowlog_info*>(reinterpret_cast<const char*>(&site) + site.info);
  }
};

class ImageRegistry {
 public:
  // Everything is done while one of these exists.
  class Locked {
   public:
    explicit Locked(ImageRegistry& registry) : registry_(registry) { pthread_mutex_lock(&registry_.mutex_); }
    ~Locked() { pthread_mutex_unlock(&registry_.mutex_); }
    Locked(const Locked&) = delete;

   private:
    SignalsBlocked
        blocked_;  // before the lock: a handler that comes here must not find it held by its own thread
    ImageRegistry& registry_;
  };

  // Numbers the sites. False, and nothing changed, if there are no numbers or no memory left.
  bool add(const Locked&, const ImageSections& sections, unsigned char* gate, const char* path);
  void remove(const Locked&, flowlog_site* begin);

  // The id of the site of that number; 0 if its image is not loaded any more.
  uint64_t id_of_site(const Locked&, uint32_t number);

  // Opens or closes the gates of all loaded images, and of those to come.
  void set_gates(const Locked&, bool open);

  // `write(image)` for each loaded image that is not written yet; it is, if that returns true. Stops at the
  // first false, and returns it.
  template <typename Write>
  bool write_new(const Locked&, Write write) {
    for (Image& image : *this) {
      if (image.written || !image.loaded) continue;
      image.may_be_named = true;
      if (!write(image)) return false;
      image.written = true;
    }
    return true;
  }

  // `visit(copy)` for each image of which the pool has one, unloaded ones too. Stops at the first false, and
  // returns it.
  template <typename Visit>
  bool for_each_copy(const Locked&, Visit visit) {
    for (Image& image : *this) {
      if (!image.copy.empty() && !visit(image.copy)) return false;
    }
    return true;
  }

  // There is nothing in the copies any more.
  void forget_copies(const Locked&);

  // Around fork, with signals blocked, so that the child finds the registry whole.
  void lock() { pthread_mutex_lock(&mutex_); }
  void unlock() { pthread_mutex_unlock(&mutex_); }

  // In a child that was forked without the above.
  void renew_lock() { mutex_ = PTHREAD_MUTEX_INITIALIZER; }

  // Archive and pool are new ones. With the lock held.
  void forget_written();

 private:
  Image* begin() { return reinterpret_cast<Image*>(images_.data()); }
  Image* end() { return begin() + count_; }
  Image* unloaded_twin(const ImageSections& sections);

  pthread_mutex_t mutex_ = PTHREAD_MUTEX_INITIALIZER;
  archive::Pages images_;
  size_t count_ = 0;
  uint32_t next_number_ = 1;
  bool gates_open_ = false;
};

}  // namespace flowlog::runtime
