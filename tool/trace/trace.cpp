// trace.cpp: see trace.h.
#include "trace/trace.h"

#include <algorithm>
#include <nlohmann/json.hpp>
#include <tuple>
#include <unordered_map>
#include <utility>

#include "error.h"
#include "text.h"
#include "trace/read_ahead.h"

namespace flowlog::trace {
namespace {

using format::BlockType;

std::string text_field(const nlohmann::json& object, const char* name) {
  const auto found = object.find(name);
  return found != object.end() && found->is_string() ? found->get<std::string>() : std::string();
}

}  // namespace

Trace::Trace(std::unique_ptr<Source> source)
    : source_(std::move(source)), archive_(scan_archive(*source_)), blocks_(*source_) {
  if (archive_.blocks.empty()) {
    throw Error(source_->name() + ": offset " + std::to_string(sizeof(format::FileHeader)) +
                ": no whole block follows the header; the trace was cut off, or all of it is damaged");
  }
  losses_.damaged_bytes = archive_.damaged_bytes + archive_.cut_bytes;
  losses_.first_damage = archive_.first_damage;
  losses_.cut_bytes = archive_.cut_bytes;
  losses_.missing_blocks = archive_.missing_blocks;
  counted_.resize(archive_.blocks.size());
  for (const Block& block : archive_.blocks) {
    if (block.type() == BlockType::kChunk) continue;
    if (!blocks_.read(block, payload_)) {
      count_damage(block);
      continue;
    }
    const Bytes payload = bytes_of(payload_);
    if (block.type() == BlockType::kAbout && !read_about(payload_)) count_damage(block);
    if (block.type() == BlockType::kShapes && !shapes_.add(payload)) count_damage(block);
    if (block.type() == BlockType::kSites && !sites_.add(payload, shapes_)) count_damage(block);
    if (block.type() == BlockType::kClock) read_clock(payload);
    if (block.type() == BlockType::kEnd) read_totals(payload);
    if (block.type() == BlockType::kLoss) read_loss(payload);
    if (block.type() == BlockType::kCost) read_cost(payload);
  }
  clock_ = Clock(clock_points_);
  if (!clock_points_.empty()) started_wall_ns_ = clock_points_.front().wall_ns;
  if (!archive_.closed && !about_.pool.empty()) pool_ = Pool::open(about_.pool, archive_.trace);
  if (pool_) read_images(*pool_);
}

// What the archive says of a site comes first.
void Trace::read_images(const Pool& pool) {
  losses_.damaged_bytes += pool.for_each_image([&](const archive::ImageCopy& image) {
    shapes_.add(bytes_of(image.shapes()));
    for (uint32_t i = 0; i < image.count(); ++i) {
      const uint32_t number = image.first_number() + i;
      const flowlog_info* info = image.info(number);
      if (info == nullptr) continue;
      sites_.add({{info->id, number, info->flags, 0, 0}, image.path(), {info->text, info->text_bytes}},
                 shapes_);
    }
  });
}

bool Trace::read_about(std::string_view json) {
  if (is_too_deep(json)) return false;
  about_.text = json;
  const auto about = nlohmann::json::parse(valid_utf8(json), nullptr, /*allow_exceptions=*/false);
  if (!about.is_object()) return true;
  const auto pid = about.find("pid");
  if (pid != about.end() && pid->is_number_unsigned()) about_.pid = pid->get<uint64_t>();
  about_.executable = text_field(about, "executable");
  about_.host = text_field(about, "host");
  about_.label = text_field(about, "label");
  about_.test = text_field(about, "test");
  about_.pool = text_field(about, "pool");
  about_.timed = text_field(about, "timing") != "off";
  const auto sample = about.find("sample");
  if (sample != about.end() && sample->is_number())
    about_.sample_rate = std::clamp(sample->get<double>(), 0.0, 1.0);
  return true;
}

void Trace::read_clock(Bytes payload) {
  ByteReader reader(payload);
  while (reader.left() >= sizeof(format::ClockPoint)) {
    clock_points_.push_back(reader.read<format::ClockPoint>());
  }
}

void Trace::read_totals(Bytes payload) {
  ByteReader reader(payload);
  const auto totals = reader.read<format::EndTotals>();
  if (reader.ok()) totals_ = totals;
}

void Trace::read_loss(Bytes payload) {
  ByteReader reader(payload);
  const auto dropped_records = reader.read<uint64_t>();
  if (reader.ok()) told_dropped_ = std::max(told_dropped_.value_or(0), dropped_records);
}

void Trace::read_cost(Bytes payload) {
  ByteReader reader(payload);
  const auto cost = reader.read<format::CostTotals>();
  if (reader.ok() && cost.pairs != 0 && cost.inside_ticks <= cost.ticks) cost_ = cost;
}

void Trace::count_damage(const Block& block) {
  const size_t index = size_t(&block - archive_.blocks.data());
  if (counted_[index]) return;
  if (losses_.damaged_bytes == 0 || block.offset < losses_.first_damage) losses_.first_damage = block.offset;
  losses_.damaged_bytes += block.end() - block.offset;
  counted_[index] = true;
}

bool Trace::read_chunk(const ChunkPlace& place, Chunk& chunk) {
  if (place.pool_chunk != nullptr) {
    uint64_t damaged_bytes = 0;
    const bool read = pool_->read(*place.pool_chunk, chunk, damaged_bytes);
    if (!pool_damage_counted_) losses_.damaged_bytes += damaged_bytes;
    return read;
  }
  if (blocks_.read(*place.block, payload_) && decode_columns(bytes_of(payload_), chunk)) return true;
  count_damage(*place.block);
  return false;
}

void Trace::read_again(const ChunkPlace& place, Chunk& chunk) {
  const bool counted = std::exchange(pool_damage_counted_, true);
  read_chunk(place, chunk);
  pool_damage_counted_ = counted;
}

// What one reading of all chunks has come across.
class Trace::Tally {
 public:
  static constexpr uint64_t kMost = ChunkTally::kMost;

  // `expected` is the sequence that the thread should have gone on with.
  void add(const ChunkTally& chunk, uint64_t sequence, uint64_t expected) {
    missing_chunks_ = std::min(kMost, missing_chunks_ + std::min(kMost, sequence - expected));
    words_ += chunk.words;
    marked_records_ = std::min(kMost, marked_records_ + chunk.marked_records);
  }

  uint64_t words() const { return words_; }
  uint64_t missing_chunks() const { return missing_chunks_; }
  uint64_t marked_records() const { return marked_records_; }

 private:
  uint64_t words_ = 0;
  uint64_t missing_chunks_ = 0;
  uint64_t marked_records_ = 0;
};

// A chunk that is missing had a record at least; how many, only the end block tells.
void Trace::count_dropped(const Tally& tally) {
  uint64_t told = std::max(told_dropped_.value_or(0), pool_ ? pool_->dropped_records() : 0);
  uint64_t missing = tally.missing_chunks();
  if (totals_) {
    told = totals_->dropped_records;
    missing = totals_->recorded_words - std::min(totals_->recorded_words, tally.words());
  }
  told = std::min(told, Tally::kMost);
  missing = std::min(missing, Tally::kMost);
  losses_.dropped_records = std::max(tally.marked_records(), told) + missing;
  losses_.unlocated_records = told - std::min(told, tally.marked_records());
  if (tally.missing_chunks() == 0) losses_.unlocated_records += missing;  // a thread's last
}

// A chunk that continues its thread is passed on at once, which is nearly every one. One that leaves a gap
// waits until all have been seen, since the missing ones may stand behind it or in the pool.
void Trace::for_each_chunk(const std::function<void(const Chunk&)>& each, Workers& workers) {
  std::unordered_map<uint32_t, uint64_t> next;                    // sequence, by thread
  std::unordered_map<uint32_t, std::vector<ChunkPlace>> waiting;  // by thread
  std::vector<uint32_t> threads_waiting;                          // in the order in which they were seen
  Tally tally;
  const auto wait = [&](uint32_t thread, const ChunkPlace& place) {
    std::vector<ChunkPlace>& places = waiting[thread];
    if (places.empty()) threads_waiting.push_back(thread);
    places.push_back(place);
  };

  ReadAhead ahead(*source_, archive_.blocks, workers);
  while (const ReadAhead::Read* const read = ahead.next()) {
    const Chunk& chunk = read->chunk;
    if (!read->whole) {
      count_damage(*read->block);
      continue;
    }
    uint64_t& expected = next[chunk.thread];
    if (chunk.sequence == expected) {
      tally.add(read->tally, chunk.sequence, expected);
      ++expected;
      place_ = {chunk.sequence, read->block, nullptr};
      each(chunk);
    } else if (chunk.sequence > expected) {
      wait(chunk.thread, {chunk.sequence, read->block, nullptr});
    }
  }
  if (pool_) {
    for (const PoolChunk& found : pool_->chunks()) {
      if (found.sequence >= next[found.thread]) wait(found.thread, {found.sequence, nullptr, &found});
    }
  }
  Chunk chunk;
  for (const uint32_t thread : threads_waiting) {
    std::vector<ChunkPlace>& places = waiting[thread];
    std::sort(places.begin(), places.end(), [](const ChunkPlace& a, const ChunkPlace& b) {
      return std::tie(a.sequence, a.pool_chunk, a.block) < std::tie(b.sequence, b.pool_chunk, b.block);
    });
    uint64_t expected = next[thread];
    for (const ChunkPlace& place : places) {
      if (place.sequence < expected || !read_chunk(place, chunk)) continue;
      tally.add(ChunkTally(chunk), chunk.sequence, expected);
      expected = chunk.sequence + 1;
      place_ = place;
      each(chunk);
    }
  }
  pool_damage_counted_ = true;
  count_dropped(tally);
}

void Trace::for_each_chunk(const std::function<void(const Chunk&)>& each) {
  Workers alone;
  for_each_chunk(each, alone);
}

}  // namespace flowlog::trace
