// archiver.cpp: see archiver.h.
#include "archiver.h"

#include <errno.h>
#include <string.h>
#include <sys/utsname.h>
#include <unistd.h>

#include <algorithm>

#include "base/text.h"
#include "hot/wide_record.h"

namespace flowlog::runtime {

using namespace format;

namespace {

// Of thousand millionths, with nine decimals.
void add_fraction(TextWriter& text, uint32_t billionths) {
  text.add_number(billionths / kAllSessions).add(".");
  for (uint32_t unit = kAllSessions / 10; unit != 0; unit /= 10) text.add_number(billionths / unit % 10);
}

}  // namespace

class Archiver::Turn {
 public:
  Turn(Archiver& archiver, int descriptor) : archiver_(archiver) {
    pthread_mutex_lock(&archiver_.mutex_);
    archiver_.descriptor_ = descriptor;
    archiver_.last_error_ = 0;
  }
  ~Turn() { pthread_mutex_unlock(&archiver_.mutex_); }
  Turn(const Turn&) = delete;

 private:
  Archiver& archiver_;
};

int Archiver::create(const char* executable, const unsigned char trace[16]) {
  constexpr size_t kTold_bytes = 4;
  const char* slash = strrchr(executable, '/');
  Text<256> name;
  const char* base = slash != nullptr ? slash + 1 : executable;
  name.add({base, strnlen(base, 200)}).add("-").add_number(static_cast<uint64_t>(::getpid())).add("-");
  name.add_hex(trace, kTold_bytes).add(".flog");
  return file_.create(name.view());
}

bool Archiver::begin(int descriptor, const Options& options, ClockKind clock, const char* executable,
                     const Pool& pool, const unsigned char trace[16]) {
  constexpr size_t kAbout_bytes = 64 << 10;  // each byte of the paths may become six
  if (!about_.reserve(kAbout_bytes)) return false;
  utsname system;
  if (::uname(&system) != 0) system.nodename[0] = '\0';

  TextWriter about(reinterpret_cast<char*>(about_.data()), about_.capacity());
  about.add("{\"pid\":").add_number(static_cast<uint64_t>(::getpid()));
  about.add(",\"executable\":").add_json(executable);
  about.add(",\"host\":").add_json(system.nodename);
  about.add(",\"label\":").add_json(options.label);
  if (options.test[0] != '\0') about.add(",\"test\":").add_json(options.test);
  about.add(",\"clock\":").add_json(name_of(clock == ClockKind::kOff ? best_clock() : clock));
  about.add(",\"timing\":").add_json(clock == ClockKind::kOff ? "off" : "all");
  about.add(",\"sample\":");
  add_fraction(about, options.recorded_of_billion);
  about.add(",\"pool\":").add_json(pool.path());
  about.add(",\"chunk_bytes\":").add_number(options.chunk_kib << 10).add("}");

  const Turn turn(*this, descriptor);
  recorded_words_ = 0;
  written_sites_.release();  // what memory holds afresh is 0
  if (!written_sites_.reserve((kMaxSite + 1) / 8)) return false;
  const archive::Sink sink{[](void* self, const void* data, size_t bytes) {
                             auto* archiver = static_cast<Archiver*>(self);
                             if (archiver->file_.append(archiver->descriptor_, data, bytes)) return true;
                             archiver->last_error_ = errno != 0 ? errno : EIO;
                             return false;
                           },
                           this};
  return blocks_.begin_file(sink, trace) && blocks_.about(about.c_str(), about.size());
}

bool Archiver::add_sites(int descriptor, const Image& image) {
  const Turn turn(*this, descriptor);
  if (!blocks_.shapes(reinterpret_cast<const char*>(image.shapes_begin),
                      reinterpret_cast<const char*>(image.shapes_end)))
    return false;
  for (uint32_t i = 0; i < image.count; ++i) {
    const flowlog_info* info = Image::info(image.begin[i]);
    const SiteEntry entry{info->id, image.first_number + i, info->flags,
                          static_cast<uint32_t>(strlen(image.path)), info->text_bytes};
    if (!blocks_.add_site(entry, image.path, info->text)) return false;
  }
  return blocks_.end_sites();
}

bool Archiver::add_clock(int descriptor, const ClockPoint& point) {
  const Turn turn(*this, descriptor);
  return blocks_.clock(&point, 1);
}

bool Archiver::take_chunk(const Pool& pool, uint32_t index, uint32_t max_words) {
  count_ = written_words_ = 0;
  if (!snapshot_.reserve(pool.words_in(index) * sizeof(uint64_t))) return false;
  auto* words = reinterpret_cast<uint64_t*>(snapshot_.data());
  const uint64_t* live = pool.words(index);
  for (uint32_t i = 0; i < max_words; ++i) {
    words[i] = load_word(live + i);
    if (words[i] == 0) continue;
    count_ = i + 1;
    ++written_words_;
  }
  const ChunkHeader& header = pool.header(index);
  facts_ = {header.thread, header.os_thread, header.sequence, header.base_ticks, header.depth};
  return note_new_sites();
}

bool Archiver::note_new_sites() {
  const auto* words = reinterpret_cast<const uint64_t*>(snapshot_.data());
  new_sites_count_ = 0;
  for (uint32_t i = 0; i < count_; ++i) {
    const uint32_t site = site_of(words[i]);
    if (__builtin_expect(is_written(site), 1) || !is_call(kind_of(words[i]))) continue;
    if (!new_sites_.reserve((new_sites_count_ + 1) * sizeof site)) return false;
    reinterpret_cast<uint32_t*>(new_sites_.data())[new_sites_count_++] = site;
  }
  auto* const begin = reinterpret_cast<uint32_t*>(new_sites_.data());
  std::sort(begin, begin + new_sites_count_);
  new_sites_count_ = static_cast<size_t>(std::unique(begin, begin + new_sites_count_) - begin);
  return true;
}

bool Archiver::add_new_sites_in(int descriptor, const archive::ImageCopy& copy) {
  const Turn turn(*this, descriptor);
  return sites_.write(blocks_, copy, reinterpret_cast<const uint32_t*>(new_sites_.data()), new_sites_count_);
}

void Archiver::forget_new_sites() {
  const auto* const numbers = reinterpret_cast<const uint32_t*>(new_sites_.data());
  for (size_t i = 0; i < new_sites_count_; ++i)
    written_sites_.data()[numbers[i] / 8] |= static_cast<uint8_t>(1 << numbers[i] % 8);
  new_sites_count_ = 0;
}

bool Archiver::add_taken_chunk(int descriptor) {
  if (count_ == 0) return true;
  const Turn turn(*this, descriptor);
  if (!blocks_.chunk(facts_, reinterpret_cast<const uint64_t*>(snapshot_.data()), count_)) return false;
  recorded_words_ += written_words_;
  return true;
}

bool Archiver::add_loss(int descriptor, const LossNote& note) {
  const Turn turn(*this, descriptor);
  uint64_t words[words_for(sizeof note.lost)];
  write_payload(words, Wide::kLost, &note.lost, sizeof note.lost, note.facts.base_ticks);
  if (!blocks_.chunk(note.facts, words, words_for(sizeof note.lost))) return false;
  recorded_words_ += words_for(sizeof note.lost);
  return true;
}

bool Archiver::add_cost(int descriptor, const CostTotals& totals) {
  const Turn turn(*this, descriptor);
  return blocks_.cost(totals);
}

bool Archiver::end(int descriptor, uint64_t dropped_records) {
  const Turn turn(*this, descriptor);
  return blocks_.end({recorded_words_, dropped_records});
}

void Archiver::abandon() { mutex_ = PTHREAD_MUTEX_INITIALIZER; }

}  // namespace flowlog::runtime
